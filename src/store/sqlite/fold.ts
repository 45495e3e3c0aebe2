/**
 * A text without its case, in every script: what differs in case alone, or in how its accents are composed,
 * is one text. Accents count. The letters i of Turkish are one, and ß is SS.
 */
export function fold(text: string): string {
  // Most texts are ASCII, which has none of what follows.
  if (!BEYOND_ASCII.test(text)) return text.toUpperCase();
  // Lower case first: the capital ẞ has no other way to SS.
  const upper = text.normalize("NFC").toLowerCase().toUpperCase().normalize("NFC");
  return upper.replaceAll("\u0130", "I");
}

const BEYOND_ASCII = /[^\0-\x7f]/;
