import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { UpdateBalance } from "../../src/engine/command.ts";
import { PRICE } from "../support/commands.ts";
import { Bench, CATALOG, DAY, feature, START } from "../support/engine.ts";

const catalog = {
  ...CATALOG,
  features: [...CATALOG.features, feature("rooms", { consumable: false })],
};
const FLAG = { featureId: "dashboard", includedGrant: null } as const;
const [one, ten, debt] = [amount("1"), amount("10"), amount("-1")];

const invalid = (field: string, message: string) => ({
  code: "INVALID_INPUT",
  issues: [{ path: field === "" ? ["input"] : ["input", field], message }],
});

interface Row {
  readonly title: string;
  readonly setup?: (bench: Bench) => unknown;
  readonly given: Partial<UpdateBalance>;
  readonly refusal: unknown;
}

const NO_FLAG = "must not be a boolean feature, which has no amounts";
const TWO = "must have at most one of remaining, addToBalance and usage";

const REFUSED: readonly Row[] = [
  { title: "no change", given: {}, refusal: invalid("", "must name a change") },
  { title: "two figures", given: { usage: one, remaining: one }, refusal: invalid("", TWO) },
  {
    title: "a grant below 0",
    given: { includedGrant: debt },
    refusal: invalid("includedGrant", "must not be below 0"),
  },
  {
    title: "a grant of what is unlimited",
    setup: (bench) => [bench.grant(), bench.grant({ unlimited: true })],
    given: { includedGrant: ten },
    refusal: invalid("includedGrant", "must not be given for an unlimited balance"),
  },
  ...[{ remaining: one }, { addToBalance: one }, { usage: one }, { includedGrant: one }].map(
    (given) => ({
      title: `${Object.keys(given)[0]} of a flag`,
      setup: (bench: Bench) => bench.grant(FLAG),
      given: { ...given, featureId: "dashboard" },
      refusal: invalid("featureId", NO_FLAG),
    }),
  ),
  {
    title: "a reset where no row resets",
    given: { nextResetAt: START + DAY },
    refusal: invalid("nextResetAt", "must not be given: no matching row resets"),
  },
  {
    title: "an expiry now",
    given: { expiresAt: START },
    refusal: invalid("expiresAt", "must be in the future"),
  },
  {
    title: "an expiry of what is paid for each month",
    setup: (bench) => bench.grant({ price: PRICE, reset: { interval: "month", intervalCount: 1 } }),
    given: { expiresAt: START + DAY },
    refusal: invalid("expiresAt", "must not be given for a paid balance that recurs"),
  },
  {
    title: "another revision",
    given: { remaining: one, ifRevision: 7 },
    refusal: {
      code: "REVISION_MISMATCH",
      message: "The balance is at revision 1, not 7",
    },
  },
  {
    title: "a row dealt out to entities of which there is none",
    setup: (bench) => bench.grant({ perEntityFeatureId: "rooms", planId: "rooms" }),
    given: { remaining: one },
    refusal: { code: "BALANCE_NOT_FOUND", message: "No balance of messages matches" },
  },
];

describe("updateBalance is refused, and says why", () => {
  it.each(REFUSED)("$title", ({ setup = (bench) => bench.grant(), given, refusal }) => {
    const bench = new Bench(catalog);
    setup(bench);
    const before = bench.ledger;
    const of = { featureId: "messages", entityId: null, balanceId: null, interval: null };
    expect(bench.run({ ...of, type: "updateBalance", customerId: "cus", ...given })).toEqual(
      refusal,
    );
    expect(bench.ledger).toBe(before);
  });
});
