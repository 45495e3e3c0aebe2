/** Decimals so short that a double holds their digits exactly, as nearly all are: told without bigint arithmetic. */

/** An amount counts the last of them. */
export const FRACTION_DIGITS = 10;

/** As many are a whole number below 2^53, whichever they are. */
const MOST_DIGITS = 15;

const [MINUS, POINT, NOUGHT, NINE] = [45, 46, 48, 57];

/** What one stands for behind so many fraction digits, as a count of 1e-10. */
const UNITS = Array.from({ length: FRACTION_DIGITS + 1 }, (_, digits) => {
  return 10n ** BigInt(FRACTION_DIGITS - digits);
});

/** The count of 1e-10 that the text names, where it is a few digits, perhaps with a point; else null. */
export function shortCount(text: string): bigint | null {
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  if (text.length === start || text.length > start + MOST_DIGITS) return null;
  let digits = 0;
  let point = -1;
  for (let index = start; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= NOUGHT && code <= NINE) digits = 10 * digits + (code - NOUGHT);
    else if (code === POINT && point < 0 && index > start) point = index;
    else return null;
  }
  const unit = UNITS[point < 0 ? 0 : text.length - 1 - point];
  return unit === undefined ? null : BigInt(start === 0 ? digits : -digits) * unit;
}

/** The double nearest to that count of 1e-10: the quotient of two that are exact. Null where they are not. */
export function shortNumber(count: bigint): number | null {
  const fine = Number(count);
  if (Number.isSafeInteger(fine)) return fine / 1e10;
  const coarse = count / UP_TO_FIVE_DIGITS;
  const isWhole = coarse * UP_TO_FIVE_DIGITS === count && Number.isSafeInteger(Number(coarse));
  return isWhole ? Number(coarse) / 1e5 : null;
}

/** What is too long for a double seldom has more fraction digits. */
const UP_TO_FIVE_DIGITS = 100_000n;
