import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { DeleteBalance } from "../../src/engine/command.ts";
import { PRICE, removing } from "../support/commands.ts";
import { Bench, DAY, START } from "../support/engine.ts";

const month = { interval: "month", intervalCount: 1 } as const;
const team = { perEntityFeatureId: "users", planId: "team" } as const;

function benchWith(setup: (bench: Bench) => unknown): Bench {
  const bench = new Bench();
  for (const entityId of ["ada", "ben"]) bench.entity(entityId);
  setup(bench);
  return bench;
}

const invalid = (message: string) => ({
  code: "INVALID_INPUT",
  issues: [{ path: ["input", "featureId"], message }],
});
const PAID = { code: "BALANCE_NOT_DELETABLE", message: "A paid balance cannot be deleted" };
const DEALT = {
  code: "BALANCE_NOT_DELETABLE",
  message: "A balance dealt out to all entities is deleted from the customer's side only",
};

describe("deleteBalance is refused, and deletes nothing", () => {
  it.each<[string, (bench: Bench) => unknown, Partial<DeleteBalance>, unknown]>([
    [
      "where nothing is named",
      (bench) => bench.grant(),
      { featureId: null },
      invalid(
        "must be given, or balanceId; to delete the balances of every feature, set all to true",
      ),
    ],
    [
      "where usage is to be carried to no feature",
      (bench) => bench.grant(),
      { featureId: null, all: true, recalculateBalances: true },
      invalid("must be given with recalculateBalances"),
    ],
    ["of a paid row", (bench) => bench.grant({ price: PRICE }), {}, PAID],
    [
      "of a paid row and a free one",
      (bench) => [bench.grant(), bench.grant({ price: PRICE })],
      {},
      PAID,
    ],
    ["by an entity, of what all have", (bench) => bench.grant(team), { entityId: "ada" }, DEALT],
    [
      "by an entity, of its own beside what all have",
      (bench) => [bench.grant({ entityId: "ada" }), bench.grant(team)],
      { entityId: "ada" },
      DEALT,
    ],
  ])("%s", (_title, setup, given, refusal) => {
    const bench = benchWith(setup);
    const before = bench.ledger;
    expect(bench.run(removing(given))).toEqual(refusal);
    expect(bench.ledger).toBe(before);
  });
});

describe("deleteBalance", () => {
  it.each<[string, (bench: Bench) => unknown, Partial<DeleteBalance>, string]>([
    ["takes what all entities have, for the customer", (bench) => bench.grant(team), {}, "none"],
    [
      "takes an entity's own rows and the pool it sees",
      (bench) => [
        bench.grant({ entityId: "ada" }),
        bench.grant(),
        bench.grant({ entityId: "ben" }),
      ],
      { entityId: "ada" },
      "100 100 0 0",
    ],
    [
      "takes usage with it",
      (bench) => [bench.grant(), bench.track("40"), bench.grant({ balanceId: "b" })],
      { balanceId: "g1" },
      "100 100 0 0",
    ],
    [
      "leaves usage on the rows that stay, where it is told so",
      (bench) => [bench.grant(), bench.track("40"), bench.grant({ balanceId: "b" })],
      { balanceId: "g1", recalculateBalances: true },
      "100 60 40 0",
    ],
    [
      "leaves usage as a debt where none stay",
      (bench) => [bench.grant({ reset: month }), bench.track("40")],
      { recalculateBalances: true },
      "0 0 40 40",
    ],
    [
      "leaves nothing where nothing was used",
      (bench) => bench.grant(),
      { recalculateBalances: true },
      "none",
    ],
    [
      "leaves nothing where there was more than was granted",
      (bench) => bench.grant({ balance: amount("120") }),
      { recalculateBalances: true },
      "none",
    ],
  ])("%s", (_title, setup, given, figures) => {
    const bench = benchWith(setup);
    expect(bench.run(removing(given))).toBeNull();
    expect(bench.figures()).toBe(figures);
  });

  it("leaves a debt that no reset forgives", () => {
    const bench = benchWith((made) => [made.grant({ reset: month }), made.track("40")]);
    bench.run(removing({ recalculateBalances: true }));
    const [grant] = bench.ledger?.grants ?? [];
    expect(grant).toMatchObject({ interval: "one_off", intervalCount: 1, nextResetAt: null });
    bench.now = START + 70 * DAY;
    expect(bench.figures()).toBe("0 0 40 40");
  });

  it.each(["messages", null])("answers whose it was, and enters it: %s", (featureId) => {
    const bench = benchWith((own) => own.grant({ entityId: "ada" }));
    const command = removing({ featureId, entityId: "ada", all: featureId === null });
    expect(bench.decided(command)).toMatchObject({
      result: { featureId, entityId: "ada" },
      entry: { kind: "DELETE", featureId, entityId: "ada" },
    });
  });
});
