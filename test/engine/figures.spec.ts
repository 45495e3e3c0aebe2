import { describe, expect, it } from "vitest";
import { formatAmount } from "../../src/engine/amount.ts";
import { findFeature } from "../../src/engine/feature.ts";
import { figuresOf } from "../../src/engine/figures.ts";
import { Bench, CATALOG } from "../support/engine.ts";

/** ada owns a row of messages, the customer one of actions, and a flag. */
function figures(featureId: string, entityId: string | null): string | null {
  const bench = new Bench();
  for (const name of ["ada", "ben"]) bench.entity(name);
  bench.grant({ entityId: "ada" });
  bench.grant({ featureId: "actions" });
  bench.grant({ featureId: "dashboard", includedGrant: null });
  bench.track("30", { entityId: "ada" });
  const [feature, { ledger, now: at }] = [findFeature(CATALOG, featureId), bench];
  if (!feature || !ledger) throw new Error("nothing to tell figures of");
  const told = figuresOf({ ledger, catalog: CATALOG, entityId, at }, feature);
  return told && [told.granted, told.remaining, told.usage].map(formatAmount).join(" ");
}

describe("the figures of a feature", () => {
  it.each<[string, string | null, string | null]>([
    ["messages", null, "100 70 30"],
    ["messages", "ada", "100 70 30"],
    ["messages", "ben", null],
    ["actions", null, "100 100 0"],
    ["actions", "ben", "100 100 0"],
    ["credits", null, null],
    ["dashboard", null, null],
    ["dashboard", "ada", null],
  ])("%s as %s sees them: %s", (featureId, entityId, expected) => {
    expect(figures(featureId, entityId)).toBe(expected);
  });
});
