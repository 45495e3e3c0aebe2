import { describe, expect, it } from "vitest";
import { amount, ZERO } from "../../src/engine/amount.ts";
import type { UpdateBalance } from "../../src/engine/command.ts";
import type { Refusal } from "../../src/engine/refusal.ts";
import { PRICE, UPDATE } from "../support/commands.ts";
import { Bench, CATALOG, DAY, feature, START } from "../support/engine.ts";

const catalog = {
  ...CATALOG,
  features: [...CATALOG.features, feature("rooms", { consumable: false })],
};
const every = (interval: "week" | "month") => ({ interval, intervalCount: 1 }) as const;
const ROOMS = { perEntityFeatureId: "rooms", planId: "rooms" } as const;
const USERS = { perEntityFeatureId: "users", planId: "users" } as const;
const FLAG = { featureId: "dashboard", includedGrant: null } as const;
const ten = amount("10");

/** A customer that is set up so, after the update. */
function updated(
  setup: (bench: Bench) => unknown,
  given: Partial<UpdateBalance>,
): { readonly bench: Bench; readonly refusal: Refusal | null } {
  const bench = new Bench(catalog);
  setup(bench);
  const refusal = bench.run({ ...UPDATE, ...given });
  return { bench, refusal };
}

describe("updateBalance is applied", () => {
  it("to what is left of rows that entities have, beside one that none has", () => {
    const setup = (bench: Bench) => [bench.grant(ROOMS), bench.grant()];
    const { bench, refusal } = updated(setup, { remaining: ten });
    expect([refusal, bench.figures()]).toEqual([null, "100 10 90 0"]);
  });

  it("to the grant of the first row that has a slice", () => {
    const setup = (bench: Bench) => [
      bench.entity("ada"),
      bench.grant(ROOMS),
      bench.grant(USERS),
      bench.grant(USERS),
    ];
    const { bench, refusal } = updated(setup, { includedGrant: amount("250") });
    expect([refusal, bench.figures()]).toEqual([null, "250 200 50 0"]);
    const slices = bench.ledger?.grants.map((grant) => grant.slices[0]?.adjustment);
    expect(slices).toEqual([undefined, amount("50"), ZERO]);
  });

  it("to the row that resets soonest, whichever is used first", () => {
    const setup = (bench: Bench) => [
      bench.grant(),
      bench.grant({ reset: every("week") }),
      bench.grant({ reset: every("month"), nextResetAt: START + 3 * DAY }),
      bench.grant({ reset: every("month"), nextResetAt: START + 4 * DAY }),
    ];
    const { bench, refusal } = updated(setup, { nextResetAt: START + 2 * DAY });
    const resets = bench.ledger?.grants.map(({ nextResetAt }) => nextResetAt);
    const days = resets?.map((at) => (at === null ? null : (at - START) / DAY));
    expect([refusal, days, bench.rows().slice(0, 2)]).toEqual([null, [null, 7, 2, 4], "g2"]);
  });

  it("to the row that expires soonest, which leaves the reset of another alone", () => {
    const setup = (bench: Bench) => [
      bench.grant({ reset: every("month") }),
      bench.grant({ expiresAt: START + 12 * DAY }),
      bench.grant({ expiresAt: START + 10 * DAY }),
    ];
    const given = { nextResetAt: START + 20 * DAY, expiresAt: START + 15 * DAY };
    const { bench, refusal } = updated(setup, given);
    const told = bench.ledger?.grants.map(({ nextResetAt, expiresAt }) =>
      [nextResetAt, expiresAt].map((at) => (at === null ? null : (at - START) / DAY)),
    );
    expect([refusal, told]).toEqual([
      null,
      [
        [20, null],
        [null, 12],
        [null, 15],
      ],
    ]);
  });

  it.each([
    ["once", { price: PRICE }],
    ["each month, for nothing", { reset: every("month") }],
    ["as seats that are paid for", { price: PRICE, featureId: "users" }],
    ["as a flag", FLAG],
  ])("to the expiry of what is granted %s", (_title, grant) => {
    const { featureId = "messages" } = { featureId: undefined, ...grant };
    const given = { featureId, expiresAt: START + DAY };
    const { bench, refusal } = updated((created) => created.grant(grant), given);
    expect([refusal, bench.ledger?.grants[0]?.expiresAt]).toEqual([null, START + DAY]);
  });

  it("at once, where the next reset is set to now", () => {
    const setup = (bench: Bench) => {
      bench.grant({ reset: every("month") });
      bench.track("40");
      bench.now += DAY;
    };
    const { bench, refusal } = updated(setup, { nextResetAt: START + DAY });
    const [grant] = bench.ledger?.grants ?? [];
    expect([refusal, grant?.resetAt, grant?.slices[0]?.balance]).toEqual([
      null,
      START + DAY,
      amount("100"),
    ]);
  });

  it("and answers whose balance it was, and enters it", () => {
    const bench = new Bench(catalog);
    bench.entity("ada");
    bench.grant({ entityId: "ada" });
    expect(bench.decided({ ...UPDATE, entityId: "ada", remaining: ten })).toMatchObject({
      kind: "decided",
      result: { featureId: "messages", entityId: "ada" },
      entry: { kind: "UPDATE", featureId: "messages", entityId: "ada", value: amount("90") },
    });
  });
});
