import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import { decideCatalog } from "../../src/engine/decide.ts";
import type { Feature, Json } from "../../src/engine/feature.ts";
import { customerOf } from "../support/commands.ts";
import { Bench, CATALOG, DAY, feature, START } from "../support/engine.ts";

const update = (bench: Bench, metadata: Json) =>
  bench.run({ type: "updateCustomer", customerId: "cus", metadata });

function customer(testClock: number | null, metadata: Json = {}): Bench {
  const bench = new Bench();
  bench.ledger = null;
  bench.run(customerOf("cus", { metadata, testClock }));
  return bench;
}

describe("64 kB of metadata a customer", () => {
  const whole = { a: "x".repeat(65_536 - 8) }; // {"a":""} has 8 bytes of its own.

  it("are kept, and one byte more is refused", () => {
    expect(customer(null, whole).ledger?.customer.metadata).toEqual(whole);
    expect(customer(null, { a: `${whole.a}x` }).ledger).toBeNull();
  });

  it("count in bytes of UTF-8", () => {
    const half = { a: "é".repeat(32_764) };
    expect(customer(null, half).ledger?.customer.metadata).toEqual(half);
    expect(customer(null, { a: `${half.a}é` }).ledger).toBeNull();
  });

  it("are what the merge makes", () => {
    const bench = customer(null, whole);
    const { ledger } = bench;
    expect(update(bench, { b: 1 })).toEqual({
      code: "INVALID_INPUT",
      issues: [
        {
          path: ["input", "metadata"],
          message:
            "must not bring the customer's metadata to more than 65536 bytes; got 65542. Set keys to null to delete them",
        },
      ],
    });
    expect(bench.ledger).toBe(ledger);
    expect(update(bench, { a: null, b: 1, code: "kept" })).toBeNull();
    expect(bench.ledger?.customer.metadata).toEqual({ b: 1, code: "kept" });
  });

  it("that are too many already may shrink, and block nothing else", () => {
    const bench = customer(null);
    const metadata = { ...whole, b: whole.a };
    if (!bench.ledger) throw new Error("no customer");
    bench.ledger = { ...bench.ledger, customer: { ...bench.ledger.customer, metadata } };
    expect(bench.run({ type: "updateCustomer", customerId: "cus", name: "Ada" })).toBeNull();
    expect(update(bench, { b: whole.a.slice(1) })).toBeNull();
    expect(update(bench, { c: "more" })?.code).toBe("INVALID_INPUT");
  });
});

describe("lists of a feature", () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `event${index}`);
  const members = (count: number) => ({
    catalog: { ...CATALOG, features: names(count).map((name) => feature(name)) },
    creditSchema: names(count).map((meteredFeatureId) => ({
      meteredFeatureId,
      creditCost: amount("1"),
    })),
  });
  const system = { type: "credit_system" } as const;
  const created = (given: Partial<Feature>, catalog = CATALOG) =>
    decideCatalog(catalog, false, { type: "createFeature", feature: feature("new", given) });

  it("100 event names", () => {
    expect(created({ eventNames: names(100) }).kind).toBe("decided");
    expect(created({ eventNames: names(101) })).toMatchObject({
      refusal: { code: "INVALID_INPUT", issues: [{ path: ["input", "eventNames"] }] },
    });
  });

  it("200 features of a credit system", () => {
    const [most, more] = [members(200), members(201)];
    expect(created({ ...system, creditSchema: most.creditSchema }, most.catalog).kind).toBe(
      "decided",
    );
    expect(created({ ...system, creditSchema: more.creditSchema }, more.catalog)).toMatchObject({
      refusal: { code: "INVALID_INPUT", issues: [{ path: ["input", "creditSchema"] }] },
    });
  });

  it("one that is too long already blocks no other change", () => {
    const old = feature("old", { eventNames: names(101) });
    const catalog = { ...CATALOG, features: [old] };
    const rename = { type: "updateFeature", featureId: "old" } as const;
    expect(decideCatalog(catalog, true, { ...rename, changes: { name: "New" } }).kind).toBe(
      "decided",
    );
    expect(
      decideCatalog(catalog, true, { ...rename, changes: { eventNames: names(101) } }).kind,
    ).toBe("refused");
  });
});

describe("a test clock", () => {
  const advance = (bench: Bench, given: { readonly to: number } | { readonly by: By }) =>
    bench.run({ type: "advanceClock", customerId: "cus", ...given });
  interface By {
    readonly months: number;
    readonly milliseconds: number;
  }
  const by = (months: number, milliseconds = 0) => ({ by: { months, milliseconds } });
  const TEN_YEARS = Date.UTC(2036, 0, 15);
  const END = Date.UTC(10_000, 0, 1) - 1;

  it.each([
    ["ten years", START, by(120), TEN_YEARS],
    ["ten years to the instant", START, { to: TEN_YEARS }, TEN_YEARS],
    ["not at all", START, { to: START }, START],
    ["to the end of 9999", END - DAY, { to: END }, END],
  ])("moves %s", (_title, from, step, to) => {
    const bench = customer(from);
    expect(advance(bench, step)).toBeNull();
    expect(bench.ledger?.customer.testClock).toBe(to);
  });

  it.each([
    ["ten years and a millisecond", START, by(120, 1), "by", "at most 10 years"],
    ["ten years and a millisecond to an instant", START, { to: TEN_YEARS + 1 }, "to", "10 years"],
    ["9,999 years", START, by(9999 * 12), "by", "at most 10 years"],
    ["so far that no date can tell", START, by(1e9), "by", "at most 10 years"],
    ["back", START, { to: START - 1 }, "to", "back"],
    ["beyond 9999", END - DAY, by(0, DAY + 1), "by", "beyond 9999"],
  ])("does not move %s", (_title, from, step, field, message) => {
    const bench = customer(from);
    expect(advance(bench, step)).toMatchObject({
      code: "INVALID_INPUT",
      issues: [{ path: ["input", field], message: expect.stringContaining(message) }],
    });
    expect(bench.ledger?.customer.testClock).toBe(from);
  });

  it("is needed, and one way to move it", () => {
    expect(advance(customer(null), by(1))).toMatchObject({
      issues: [{ path: ["input", "customerId"] }],
    });
    expect(advance(customer(START), { ...by(1), to: START })).toMatchObject({
      issues: [{ path: ["input"] }],
    });
  });
});
