/** A control character, which no id has: what holds it equals nothing that is stored. */
const IN_NO_ID = "\u0001";

/** The text itself, or one that nothing equals where no database could hold it. */
export function storable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, IN_NO_ID);
}
