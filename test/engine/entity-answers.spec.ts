import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CustomerCommand } from "../../src/engine/command.ts";
import { Bench } from "../support/engine.ts";

const CREATE = {
  type: "createEntity",
  customerId: "cus",
  entityId: "ada",
  featureId: "users",
  name: "Ada",
  billingControls: {},
} as const;
const update = { type: "updateEntity", customerId: "cus", entityId: "ada" } as const;
const remove = { type: "deleteEntity", customerId: "cus", entityId: "ada" } as const;
const team = { perEntityFeatureId: "users", planId: "team" } as const;

function benchWith(...entityIds: readonly string[]): Bench {
  const bench = new Bench();
  for (const entityId of entityIds) bench.entity(entityId);
  return bench;
}

const invalid = (field: string, message: string) => ({
  code: "INVALID_INPUT",
  issues: [{ path: ["input", field], message }],
});

describe("an entity is refused", () => {
  it.each<[string, CustomerCommand, unknown]>([
    [
      "of a feature that is not there",
      { ...CREATE, featureId: "none" },
      { code: "FEATURE_NOT_FOUND", message: "Feature none not found" },
    ],
    [
      "of what is used up",
      { ...CREATE, featureId: "messages" },
      invalid("featureId", "must be a feature that is not consumable"),
    ],
    [
      "without an id",
      { ...CREATE, entityId: null },
      {
        code: "ENTITY_ID_REQUIRED",
        issues: [{ path: ["input", "entityId"], message: "must be given" }],
      },
    ],
    [
      "by an id that is taken",
      { ...CREATE, entityId: "ben" },
      { code: "ENTITY_ALREADY_EXISTS", message: "Entity ben exists already" },
    ],
    [
      "where no seat is left",
      CREATE,
      {
        code: "FEATURE_LIMIT_REACHED",
        message:
          "Entity ada needs a seat of users, and none is left: grant more of them, or delete an entity",
      },
    ],
    ["that is not there", remove, { code: "ENTITY_NOT_FOUND", message: "Entity ada not found" }],
    [
      "that is not there, its name too",
      { ...update, name: "Ada" },
      { code: "ENTITY_NOT_FOUND", message: "Entity ada not found" },
    ],
  ])("%s", (_title, command, refusal) => {
    const bench = benchWith("ben");
    bench.grant({ featureId: "users", includedGrant: amount("0"), maxPurchase: amount("0") });
    expect(bench.decided(command)).toMatchObject({ kind: "refused", refusal });
  });
});

describe("an entity", () => {
  it("is answered by its id, and enters what it takes", () => {
    const entry = { kind: "CREATE", featureId: "users", entityId: "ada", value: amount("1") };
    expect(benchWith().decided(CREATE)).toMatchObject({ result: { entityId: "ada" }, entry });
  });

  it("is answered by its id when it goes, and enters what it gives back", () => {
    const entry = { kind: "DELETE", featureId: "users", entityId: "ada", value: amount("-1") };
    expect(benchWith("ada").decided(remove)).toMatchObject({
      result: { deletedId: "ada" },
      entry,
    });
  });

  it.each([
    ["kept where none is given", undefined, "Ada"],
    ["replaced", "Countess", "Countess"],
    ["taken away", null, null],
  ])("has its name %s", (_title, name, expected) => {
    const bench = benchWith("ben");
    bench.run(CREATE);
    expect(bench.decided({ ...update, name })).toMatchObject({ result: { entityId: "ada" } });
    bench.run({ ...update, name });
    expect(bench.ledger?.entities.map((entity) => entity.name)).toEqual([null, expected]);
  });

  it("has its slice in the order of ids, and leaves what it had used in that order too", () => {
    const bench = benchWith("ben", "dan");
    bench.grant(team);
    for (const entityId of ["cyd", "ada"]) bench.entity(entityId);
    const ids = () => bench.ledger?.grants[0]?.slices.map(({ entityId }) => entityId);
    const left = () =>
      bench.ledger?.grants[0]?.departed.map(({ entityId, balance }) => [entityId, balance]);
    expect(ids()).toEqual(["ada", "ben", "cyd", "dan"]);
    for (const entityId of ["cyd", "ben", "ada"]) {
      if (entityId !== "ada") bench.track("40", { entityId });
      bench.run({ ...remove, entityId });
    }
    expect([ids(), left()]).toEqual([
      ["dan"],
      [
        ["ben", amount("60")],
        ["cyd", amount("60")],
      ],
    ]);
    bench.entity("cyd");
    expect([ids(), left()]).toEqual([["cyd", "dan"], [["ben", amount("60")]]]);
    expect(bench.figures("messages", "cyd")).toBe("100 60 40 0");
  });

  it("leaves an adjusted slice though it is full", () => {
    const bench = benchWith("ada");
    bench.grant(team);
    const of = { featureId: "messages", entityId: "ada", balanceId: null, interval: null };
    const set = { ...of, type: "updateBalance", customerId: "cus" } as const;
    bench.run({ ...set, includedGrant: amount("120") });
    bench.run(remove);
    expect(bench.ledger?.grants[0]?.departed).toEqual([
      { entityId: "ada", balance: amount("100"), adjustment: amount("20"), rollovers: [] },
    ]);
    bench.entity("ada");
    expect(bench.figures("messages", "ada")).toBe("120 100 20 0");
  });

  it("leaves the customer's own rows and rollovers alone", () => {
    const bench = benchWith("ada", "ben");
    const one = { balance: amount("5"), usage: amount("0"), expiresAt: null };
    bench.grant({ rollovers: [one] });
    const before = bench.ledger?.grants;
    bench.run(remove);
    expect(bench.ledger?.grants).toEqual(before);
  });
});
