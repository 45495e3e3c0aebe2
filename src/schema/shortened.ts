const MAX_LENGTH = 300;

/** The text, cut where it is long: an error that quotes its caller must not send everything back. */
export function shortened(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
}
