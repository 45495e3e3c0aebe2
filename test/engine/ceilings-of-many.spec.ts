import { describe, expect, it } from "vitest";
import { ZERO } from "../../src/engine/amount.ts";
import type { CreateLock } from "../../src/engine/command.ts";
import { NO_CONTROLS } from "../../src/engine/customer.ts";
import { decideCatalog } from "../../src/engine/decide.ts";
import type { Feature } from "../../src/engine/feature.ts";
import { Bench, CATALOG, DAY, feature, START } from "../support/engine.ts";

describe("what one customer and the catalogue may have", () => {
  const entityOf = (entityId: string) => ({ entityId, featureId: "users", name: null });
  const entity = { ...entityOf("one more"), type: "createEntity", customerId: "cus" } as const;
  const held = (lockId: string, expiresAt: number | null = null): CreateLock => ({
    ...{ type: "createLock", customerId: "cus", featureId: "messages", entityId: null },
    ...{ lockId, expiresAt, requiredBalance: ZERO, properties: null },
  });

  it("10,000 entities", () => {
    const bench = new Bench();
    const { ledger } = bench;
    if (!ledger) throw new Error("no customer");
    const entities = Array.from({ length: 9_999 }, (_, index) => ({
      ...{ ...entityOf(`e${index}`), createdAt: START, billingControls: NO_CONTROLS },
    }));
    bench.ledger = { ...ledger, entities };
    expect(bench.run({ ...entity, billingControls: {} })).toBeNull();
    expect(bench.run({ ...entity, entityId: "two more", billingControls: {} })).toEqual({
      code: "INVALID_INPUT",
      issues: [
        {
          path: ["input", "customerId"],
          message: "must have fewer than 10000 entities: delete those that are no longer used",
        },
      ],
    });
  });

  it("10,000 held locks, those that have ended not counted", () => {
    const bench = new Bench();
    bench.grant({});
    expect(bench.run(held("first", START + DAY))).toBeNull();
    const { ledger } = bench;
    const [first] = ledger?.locks ?? [];
    if (!ledger || !first) throw new Error("no lock");
    const more = Array.from({ length: 9_998 }, (_, index) => ({
      ...{ ...first, seq: index + 10, lockId: `more ${index}`, expiresAt: null },
    }));
    bench.ledger = { ...ledger, seq: 20_000, locks: [first, ...more] };
    expect(bench.run(held("last"))).toBeNull();
    expect(bench.run(held("one more"))).toEqual({
      code: "INVALID_INPUT",
      issues: [
        {
          path: ["input", "customerId"],
          message: "must have fewer than 10000 held locks: finalize some, or let them expire",
        },
      ],
    });
    bench.now = START + DAY;
    expect(bench.run(held("one more"))).toBeNull();
  });

  it("10,000 features", () => {
    const features = Array.from({ length: 9_999 }, (_, index) => feature(`f${index}`));
    const created = (of: readonly Feature[]) =>
      decideCatalog({ ...CATALOG, features: of }, false, {
        type: "createFeature",
        feature: feature("new"),
      });
    expect(created(features).kind).toBe("decided");
    expect(created([...features, feature("last")])).toMatchObject({
      refusal: { code: "INVALID_INPUT", issues: [{ path: ["input", "featureId"] }] },
    });
  });
});
