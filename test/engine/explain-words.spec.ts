import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import { explainUnlimited } from "../../src/engine/explain-unlimited.ts";
import { amountIs, countOf, everyPeriod, minuteOf, nameOf } from "../../src/engine/explanation.ts";
import type { Grant } from "../../src/engine/ledger.ts";
import type { Interval } from "../../src/engine/period.ts";
import { DAY, START } from "../support/engine.ts";
import { GRANT, SLICE } from "../support/many-parts.ts";

describe("the words of an explanation", () => {
  it.each<[Interval | null, number, number | null, string]>([
    ["minute", 1, START, " a minute"],
    ["hour", 1, START, " an hour"],
    ["hour", 5, START, " every 5 hours"],
    ["day", 1, START, " a day"],
    ["day", 2, START, " every 2 days"],
    ["week", 1, START, " a week"],
    ["month", 1, START, " a month"],
    ["month", 1, null, ""],
    ["quarter", 1, START, " a quarter"],
    ["semi_annual", 1, START, " a half-year"],
    ["year", 1, START, " a year"],
    ["one_off", 1, START, ""],
    [null, 1, START, ""],
    [null, 1, null, ""],
  ])("of a period: %s x %i, next at %s", (interval, intervalCount, nextResetAt, expected) => {
    expect(everyPeriod({ ...GRANT, interval, intervalCount, nextResetAt })).toBe(expected);
  });

  it.each([
    ["0", "0 are", "none of it is"],
    ["1", "1 is", "1 of it is"],
    ["0.5", "0.5 are", "0.5 of it are"],
    ["20", "20 are", "20 of it are"],
  ])("of an amount: %s", (text, is, of) => {
    expect([amountIs(amount(text)), countOf(amount(text), "it")]).toEqual([is, of]);
  });

  it("of an instant and of a grant", () => {
    expect(minuteOf(START + DAY / 2 + 1)).toBe("2026-01-15 12:00 UTC");
    const names = [
      GRANT,
      { ...GRANT, planId: "pro" },
      { ...GRANT, planId: "pro", externalId: "x" },
    ];
    expect(names.map(nameOf)).toEqual(["grant g1", "plan pro", "x"]);
  });
});

describe("an unlimited balance is explained", () => {
  const grant = (grantId: string, left: string, given: Partial<Grant> = {}): Grant => {
    return { ...GRANT, grantId, slices: [{ ...SLICE, balance: amount(left) }], ...given };
  };
  const endless = { unlimited: true };
  const told = (own: readonly Grant[], merged: readonly Grant[]) =>
    explainUnlimited(
      own.map((one) => ({ grant: one, slices: one.slices, rollovers: [] })),
      merged,
    ).map(
      ({ field, source, sourceId, amount: value, text }) =>
        `${field}, ${source}, ${sourceId}, ${formatAmount(value)}: ${text}`,
    );

  it("by its one source", () => {
    expect(told([grant("a", "-7", endless)], [])).toEqual([
      "granted, unlimited, a, 0: grant a is unlimited: no amount is granted (B60)",
      "remaining, unlimited, a, 0: grant a is unlimited: it never runs out, " +
        "so no amount is left to count (B60)",
      "usage, unlimited, a, 7: grant a is unlimited and 7 are used (B60)",
    ]);
  });

  it("by the first of several, each with its usage, and those that do not count", () => {
    const own = [grant("a", "-1", endless), grant("b", "-2", endless), grant("c", "50")];
    expect(told(own, [grant("d", "50", { entityId: "ada" })])).toEqual([
      "granted, unlimited, a, 0: grant a is unlimited: no amount is granted; " +
        "2 limited sources are not counted beside it (B60)",
      "remaining, unlimited, a, 0: grant a is unlimited: it never runs out, " +
        "so no amount is left to count (B60)",
      "usage, unlimited, a, 1: grant a is unlimited and 1 is used (B60)",
      "usage, unlimited, b, 2: grant b is unlimited and 2 are used (B60)",
    ]);
  });

  it("by what entities own, beside one that does not count", () => {
    const merged = [
      grant("a", "-3", { ...endless, entityId: "ada" }),
      grant("b", "-4", { ...endless, entityId: "ben" }),
    ];
    expect(told([grant("c", "50")], merged)).toEqual([
      "granted, unlimited, null, 0: 2 sources of ada, ben: unlimited: no amount is granted; " +
        "1 limited source is not counted beside it (B60)",
      "remaining, unlimited, null, 0: 2 sources of ada, ben: unlimited: it never runs out, " +
        "so no amount is left to count (B60)",
      "usage, entity rows, null, 7: 2 sources of ada, ben: unlimited and 7 used (B60, V4)",
    ]);
  });
});
