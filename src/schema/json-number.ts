/** A number of a JSON text that a double cannot hold exactly, with its own text. Scalars read the text. */
export class JsonNumber {
  /** Enumerable, so that no input type takes it for an empty object. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** How error messages show it. */
  toJSON(): string {
    return this.text;
  }

  toString(): string {
    return this.text;
  }
}

/** The number that a JSON number's text names: as a double where that is the same number. */
export function numberOf(text: string): number | JsonNumber {
  const double = Number(text);
  const shortest = String(double);
  return shortest === text || isSame(shortest, text) ? double : new JsonNumber(text);
}

/** Nobody writes longer numbers that a double holds. */
const MAX_LENGTH = 400;

function isSame(shortest: string, text: string): boolean {
  if (text.length > MAX_LENGTH || shortest.endsWith("y")) return false; // Infinity
  const left = partsOf(shortest);
  const right = partsOf(text);
  return left.digits === right.digits && left.exponent === right.exponent;
}

/** Sign and digits without zeros at either end, and the power of ten that they count. */
function partsOf(text: string): { digits: string; exponent: number } {
  const [mantissa = "", power = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const all = whole + fraction;
  let from = 0;
  while (from < all.length && all[from] === "0") from += 1;
  if (from === all.length) return { digits: "0", exponent: 0 };
  let to = all.length;
  while (all[to - 1] === "0") to -= 1;
  const sign = mantissa.startsWith("-") ? "-" : "";
  const exponent = Number(power) - fraction.length + (all.length - to);
  return { digits: sign + all.slice(from, to), exponent };
}
