import { describe, expect, test } from "vitest";
import type { CreateBalance } from "../../src/engine/command.ts";
import type { Refusal } from "../../src/engine/refusal.ts";
import { Bench } from "../support/engine.ts";

/** What a grant may not have in common with another, and what has to be there for it. */

/** A seat that ada has, one grant and one flag of the customer. */
function world(): Bench {
  const bench = new Bench();
  bench.grant({ featureId: "users" });
  bench.entity("ada");
  bench.grant({ balanceId: "plain" });
  bench.grant({ featureId: "dashboard", includedGrant: null });
  return bench;
}

const told = (code: Exclude<Refusal["code"], "INVALID_INPUT">, message: string) => ({
  code,
  message,
});

const GRANTS: readonly (readonly [string, Partial<CreateBalance>, object])[] = [
  [
    "under an id that is taken",
    { balanceId: "plain" },
    told("BALANCE_ALREADY_EXISTS", "A balance plain exists already"),
  ],
  [
    "of a flag that is granted",
    { featureId: "dashboard", includedGrant: null },
    told("BALANCE_ALREADY_EXISTS", "dashboard is granted already"),
  ],
  [
    "dealt out by a feature that nobody knows",
    { perEntityFeatureId: "nothing" },
    told("FEATURE_NOT_FOUND", "Feature nothing not found"),
  ],
  [
    "of a feature that nobody knows",
    { featureId: "nothing" },
    told("FEATURE_NOT_FOUND", "Feature nothing not found"),
  ],
  [
    "to an entity that is not there",
    { entityId: "ben" },
    told("ENTITY_NOT_FOUND", "Entity ben not found"),
  ],
];

describe("a grant is refused in these words,", () => {
  test.each(GRANTS)("%s", (_what, given, refusal) => {
    const bench = world();
    const { ledger } = bench;
    expect(bench.grant(given)).toEqual(refusal);
    expect(bench.ledger).toBe(ledger);
  });
});

test.each<readonly [string, Partial<CreateBalance>]>([
  ["of the same feature", { balanceId: "second" }],
  [
    "of the same flag for an entity",
    { featureId: "dashboard", entityId: "ada", includedGrant: null },
  ],
])("a grant %s is not refused", (_what, given) => {
  expect(world().grant(given)).toBeNull();
});
