import fc from "fast-check";
import type { Amount } from "../../src/engine/amount.ts";
import type { Json } from "../../src/engine/feature.ts";

const LIMIT = 10n ** 28n - 1n;

export const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
export const textOrNull = fc.option(text);
export const instant = fc.integer({ min: 0, max: 253402300799999 });
export const instantOrNull = fc.option(instant);
export const count = fc.integer({ min: 0, max: 1000 });
export const interval = fc.constantFrom("one_off", "minute", "month", "semi_annual", "year");

/** Every size and sign that may be stored. */
export const anyAmount: fc.Arbitrary<Amount> = fc
  .oneof(fc.bigInt({ min: -LIMIT, max: LIMIT }), fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }))
  .map((value) => value as Amount);

export const amountOrNull = fc.option(anyAmount);

export const anyJson: fc.Arbitrary<Json> = fc
  .dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
  .map((value): Json => JSON.parse(JSON.stringify(value)));

export function some<T>(model: { readonly [Key in keyof T]: fc.Arbitrary<T[Key]> }) {
  return fc.array(fc.record<T>(model), { maxLength: 2 });
}

export function unique<T>(arbitrary: fc.Arbitrary<T>, selector: (item: T) => string) {
  return fc.uniqueArray(arbitrary, { maxLength: 5, selector });
}
