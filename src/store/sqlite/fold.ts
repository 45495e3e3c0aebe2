/**
 * A text without its case, in every script: what differs in case alone, or in how its accents are composed,
 * is one text. Accents count. The letters i of Turkish are one, and ß is SS.
 */
export function fold(text: string): string {
  // Lower case first: the capital ẞ has no other way to SS.
  const upper = text.normalize("NFC").toLowerCase().toUpperCase().normalize("NFC");
  return upper.replaceAll("\u0130", "I");
}
