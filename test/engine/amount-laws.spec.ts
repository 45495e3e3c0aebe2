import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  amount,
  formatAmount,
  minus,
  parseAmount,
  plus,
  toAmount,
  toNumber,
} from "../../src/engine/amount.ts";
import { cases, checkAll, SEED } from "../support/property.ts";

const TEXTS = cases(10_000);
const AMOUNTS = cases(2_000);
const TIMES = cases(1_000_000);

describe(`amounts (seed ${SEED})`, () => {
  const scaled = fc.bigInt({ min: -(10n ** 28n) + 1n, max: 10n ** 28n - 1n });
  /** Of every length, with any number of zeros at the end; and those next to where doubles have gaps. */
  const ofAnyLength = fc.oneof(
    fc
      .tuple(fc.nat(27), fc.nat(27), scaled)
      .map(([cut, zeros, count]) => (count / 10n ** BigInt(cut)) * 10n ** BigInt(zeros))
      .filter((count) => count > -(10n ** 28n) && count < 10n ** 28n),
    fc
      .tuple(fc.constantFrom(1n, -1n), fc.constantFrom(1n, 10n ** 5n, 10n ** 10n), fc.integer())
      .map(([sign, part, off]) => sign * (2n ** 53n * part + BigInt(off % 4))),
  );

  it("what is written is read back, as text and within a double's reach", () => {
    const ran = checkAll(
      AMOUNTS,
      fc.property(scaled, (units) => {
        const value = toAmount({ of: units, over: 1n });
        const text = formatAmount(value);
        expect(parseAmount(text)).toBe(value);
        expect(toNumber(value)).toBe(Number(text));
        expect(minus(plus(value, value), value)).toBe(value);
      }),
    );
    expect(ran).toBe(AMOUNTS);
  });

  it("a short text is read as the same text is that is made long by an exponent", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 20 });
    const decimal = fc
      .tuple(fc.constantFrom("", "-", "+"), digits, fc.constantFrom("", ".", ".."), digits)
      .map((parts) => parts.join(""));
    const scrap = fc.string({ unit: fc.constantFrom(..."-+.09x "), maxLength: 5 });
    let read = 0;
    const ran = checkAll(
      TEXTS,
      fc.property(fc.oneof(decimal, scrap), (text) => {
        const parsed = parseAmount(text);
        expect(parsed).toEqual(parseAmount(`${text}e0`));
        if (typeof parsed === "bigint") read += 1;
      }),
    );
    expect(ran).toBe(TEXTS);
    expect(read).toBeGreaterThan(TEXTS / 5);
  });

  it("an amount of any length is written digit by digit, and told as the nearest double", () => {
    const ran = checkAll(
      TEXTS,
      fc.property(ofAnyLength, (count) => {
        const value = toAmount({ of: count, over: 1n });
        const size = String(count < 0n ? -count : count).padStart(11, "0");
        const whole = `${count < 0n ? "-" : ""}${size.slice(0, -10)}`;
        const written = `${whole}.${size.slice(-10)}`.replace(/\.?0+$/, "");
        expect(formatAmount(value)).toBe(written);
        expect(toNumber(value)).toBe(Number(written));
        expect(parseAmount(written)).toBe(value);
      }),
    );
    expect(ran).toBe(TEXTS);
  });

  it(`0.1 added ${TIMES} times is a tenth of it (M5)`, () => {
    let total = amount("0");
    for (let count = 0; count < TIMES; count += 1) total = plus(total, amount("0.1"));
    expect(formatAmount(total)).toBe(String(TIMES / 10));
  });
});
