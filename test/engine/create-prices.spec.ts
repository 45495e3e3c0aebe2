import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import type { Price, RolloverConfig } from "../../src/engine/ledger.ts";
import { parsePercentage } from "../../src/engine/percentage.ts";
import { Bench } from "../support/engine.ts";

const [nothing, one] = [amount("0"), amount("1")];

function price(given: Partial<Price>): Partial<CreateBalance> {
  const { billingUnits = one } = given;
  const open = { amount: null, tiers: null, tierBehavior: null, billingMethod: "prepaid" } as const;
  return { price: { ...open, ...given, billingUnits } };
}

/** Tiers that end there; null: that have no end. */
function tiers(...ends: readonly (string | null)[]): Partial<CreateBalance> {
  const all = ends.map((to) => (to === null ? null : amount(to)));
  return price({ tiers: all.map((to) => ({ to, amount: one, flatAmount: null })) });
}

function carrying(given: Partial<RolloverConfig>, days = false): Partial<CreateBalance> {
  const open = { max: null, maxPercentage: null, duration: "month", length: 1 } as const;
  const interval = days ? "day" : "month";
  return { reset: { interval, intervalCount: 1 }, rollover: { ...open, ...given } };
}

const many = Array.from({ length: 100 }, (_, index) => `${index + 1}`);
const carried = (count: number) =>
  Array.from({ length: count }, () => ({ balance: one, usage: nothing, expiresAt: null }));
const SHARE = "rollover.maxPercentage: must be above 0 and at most 100: leave it out for no cap";

describe("createBalance tells what must be", () => {
  it.each<[string, Partial<CreateBalance>, readonly string[]]>([
    ["a price of nothing", price({}), ["price: must have an amount or tiers"]],
    [
      "a price of both",
      price({ amount: one, tiers: [{ to: null, amount: one, flatAmount: null }] }),
      ["price: must not have both amount and tiers"],
    ],
    [
      "for no units",
      price({ amount: one, billingUnits: nothing }),
      ["price.billingUnits: must be above 0"],
    ],
    ["no tier", tiers(), ["price.tiers: must have at least one tier"]],
    ["101 tiers", tiers(...many, null), ["price.tiers: must have at most 100 tiers"]],
    [
      "a last tier with an end",
      tiers("5"),
      ["price.tiers.0.to: must be left out: the last tier has no end"],
    ],
    [
      "an open tier before the last",
      tiers(null, null),
      ["price.tiers.0.to: must be given: only the last tier has no end"],
    ],
    [
      "a tier that does not rise",
      tiers("5", "5", null),
      ["price.tiers.1.to: must be above where the tier before it ends"],
    ],
    ["tiers that rise", tiers("5", "6", null), []],
    [
      "a cap of nothing",
      carrying({ max: nothing }),
      ["rollover.max: must be above 0: leave it out for no cap"],
    ],
    ["a share of nothing", carrying({ maxPercentage: parsePercentage("0") }), [SHARE]],
    ["a share of more than all", carrying({ maxPercentage: parsePercentage("101") }), [SHARE]],
    [
      "two caps",
      carrying({ max: one, maxPercentage: parsePercentage("5") }),
      ["rollover.maxPercentage: must not be given together with max: choose one of them"],
    ],
    [
      "33 months of days",
      carrying({ length: 33 }, true),
      [
        "rollover.length: must not let more than 1000 rollovers live at once: " +
          "use fewer months, or a longer reset interval",
      ],
    ],
    ["1,000 months", carrying({ length: 1000 }), []],
    [
      "1,000 months, and one carried over",
      { ...carrying({ length: 1000 }), rollovers: carried(1) },
      [
        "rollovers: must not make more than 1000 live rollovers, " +
          "with those that resets will add: merge some of them",
      ],
    ],
  ])("%s", (_title, given, expected) => {
    const refusal = new Bench().grant(given);
    const issues = refusal && "issues" in refusal ? refusal.issues : [];
    expect(refusal === null).toBe(issues.length === 0);
    expect(issues.map(({ path, message }) => `${path.slice(1).join(".")}: ${message}`)).toEqual(
      expected,
    );
  });
});
