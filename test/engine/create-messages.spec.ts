import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import { isSeat } from "../../src/engine/create-rules.ts";
import type { Catalog } from "../../src/engine/feature.ts";
import type { RolloverConfig } from "../../src/engine/ledger.ts";
import type { Interval } from "../../src/engine/period.ts";
import { Bench, CATALOG, DAY, feature, START } from "../support/engine.ts";

const SOLD: Catalog = {
  ...CATALOG,
  features: [...CATALOG.features, feature("door", { type: "boolean", consumable: false })],
};
const NEXT_MONTH = Date.UTC(2026, 1, 15);
const every = (interval: Interval, intervalCount = 1) => ({ interval, intervalCount }) as const;
const rollover: RolloverConfig = { max: null, maxPercentage: null, duration: "month", length: 1 };
const carried = (balance: string, usage = "0", expiresAt: number | null = null) => [
  { balance: amount("1"), usage: amount("1"), expiresAt: null },
  { balance: amount(balance), usage: amount(usage), expiresAt },
];
const [nothing, one, debt] = [{ includedGrant: null }, amount("1"), amount("-1")];
const flag = { ...nothing, featureId: "dashboard" };
const perEntity = { perEntityFeatureId: "users" };

type Row = readonly [title: string, given: Partial<CreateBalance>, told: readonly string[]];

const IS_FLAG =
  "featureId: must not be boolean: a boolean feature takes neither amounts nor a reset";
const NO_AMOUNT =
  "includedGrant: must be given, or unlimited or prepaidGrant, unless the feature is boolean";
const BOTH = "unlimited: must not be combined with an amount";
const TOO_EARLY = "rollover: must not be given where the balance expires before its first reset";
const SHARED = "rollovers: must not be given for an unlimited or per-entity balance";

const AMOUNTS: readonly Row[] = [
  ["unlimited and an amount", { unlimited: true, includedGrant: one }, [BOTH]],
  ["unlimited and a prepaid one", { unlimited: true, prepaidGrant: one, ...nothing }, [BOTH]],
  [
    "unlimited, each month",
    { unlimited: true, ...nothing, reset: every("month") },
    ["reset: must not be given with unlimited"],
  ],
  ["less than nothing", { includedGrant: debt }, ["includedGrant: must not be below 0"]],
  ["less than nothing paid", { prepaidGrant: debt }, ["prepaidGrant: must not be below 0"]],
  ["less than nothing to buy", { maxPurchase: debt }, ["maxPurchase: must not be below 0"]],
  ["no amount", nothing, [NO_AMOUNT]],
  ["a prepaid amount", { ...nothing, prepaidGrant: one }, []],
  ["no amount, unlimited", { ...nothing, unlimited: true }, []],
  ["a flag", flag, []],
  ["a flag with 0", { ...flag, includedGrant: amount("0"), prepaidGrant: amount("0") }, []],
  ["a flag once", { ...flag, reset: every("one_off") }, []],
  ["a flag with an amount", { ...flag, includedGrant: one }, [IS_FLAG]],
  ["a flag with a prepaid amount", { ...flag, prepaidGrant: one }, [IS_FLAG]],
  ["a flag without end", { ...flag, unlimited: true }, [IS_FLAG]],
  ["a flag each month", { ...flag, reset: every("month") }, [IS_FLAG]],
  [
    "a state of a flag",
    { ...flag, balance: one },
    ["balance: must not be given for a boolean feature"],
  ],
  [
    "a state dealt out to entities",
    { ...perEntity, balance: one },
    ["balance: must not be given for a per-entity balance"],
  ],
];

const INSTANTS: readonly Row[] = [
  [
    "101 years",
    { reset: every("year", 101) },
    ["reset.intervalCount: must make a period of at most 100 years"],
  ],
  ["an expiry now", { expiresAt: START }, ["expiresAt: must be in the future"]],
  ["an expiry soon", { expiresAt: START + 1 }, []],
  [
    "a reset now",
    { reset: every("month"), nextResetAt: START },
    ["nextResetAt: must be in the future"],
  ],
  ["a reset soon", { reset: every("month"), nextResetAt: START + 1 }, []],
  [
    "a reset without an interval",
    { nextResetAt: START + DAY },
    ["nextResetAt: must be given with a reset interval only"],
  ],
  [
    "a reset of what is granted once",
    { reset: every("one_off"), nextResetAt: START + DAY },
    ["nextResetAt: must be given with a reset interval only"],
  ],
  [
    "a reset at the expiry",
    { reset: every("month"), nextResetAt: START + DAY, expiresAt: START + DAY },
    ["nextResetAt: must be before expiresAt"],
  ],
  [
    "a reset before the expiry",
    { reset: every("month"), nextResetAt: START + DAY, expiresAt: START + DAY + 1 },
    [],
  ],
];

const ROLLOVERS: readonly Row[] = [
  ["without an interval", { rollover }, ["rollover: must be given with a reset interval only"]],
  [
    "of what is granted once",
    { rollover, reset: every("one_off"), expiresAt: START + DAY },
    ["rollover: must be given with a reset interval only"],
  ],
  [
    "each 23 hours",
    { rollover, reset: every("hour", 23) },
    ["rollover: must not be given for periods shorter than a day"],
  ],
  ["each 24 hours", { rollover, reset: every("hour", 24) }, []],
  [
    "of seats",
    { rollover, featureId: "users", reset: every("month") },
    ["rollover: must be given for a consumable feature only"],
  ],
  [
    "where the first reset comes after the expiry",
    { rollover, reset: every("month"), expiresAt: NEXT_MONTH - 1 },
    [TOO_EARLY],
  ],
  ["where they meet", { rollover, reset: every("month"), expiresAt: NEXT_MONTH }, []],
  [
    "where the first reset is brought forward",
    { rollover, reset: every("month"), nextResetAt: START + DAY, expiresAt: START + 2 * DAY },
    [],
  ],
  ["of what expires later", { reset: every("month"), expiresAt: START + DAY }, []],
  ["without an expiry", { rollover, reset: every("month") }, []],
  ["carried below 0", { rollovers: carried("-1") }, ["rollovers: must not be below 0"]],
  ["carried, used below 0", { rollovers: carried("1", "-1") }, ["rollovers: must not be below 0"]],
  ["carried at 0", { rollovers: carried("0", "0") }, []],
  ["carried, unlimited", { ...nothing, unlimited: true, rollovers: carried("1") }, [SHARED]],
  ["carried, dealt out", { ...perEntity, rollovers: carried("1") }, [SHARED]],
  [
    "carried, of a flag",
    { ...flag, rollovers: carried("1") },
    ["rollovers: must not be given for a boolean feature"],
  ],
  [
    "carried, that expire now",
    { rollovers: carried("1", "0", START) },
    ["rollovers: must expire in the future"],
  ],
  ["carried, that expire soon", { rollovers: carried("1", "0", START + 1) }, []],
];

const NOT_A_SEAT = "perEntityFeatureId: must be a feature that is not consumable";
const ENTITIES: readonly Row[] = [
  ["dealt out to users", perEntity, []],
  ["dealt out to what is used up", { perEntityFeatureId: "messages" }, [NOT_A_SEAT]],
  ["dealt out to a flag", { perEntityFeatureId: "door" }, [NOT_A_SEAT]],
  [
    "dealt out, of one entity",
    { ...perEntity, entityId: "ada" },
    ["perEntityFeatureId: must not be given together with entityId"],
  ],
  ["of one entity", { entityId: "ada" }, []],
  [
    "seats of a seat",
    { featureId: "users", entityId: "ada" },
    ["entityId: must not be an entity of the feature itself: a seat cannot own its own seats"],
  ],
];

describe("createBalance tells what is wrong and what must be", () => {
  const told = (given: Partial<CreateBalance>): readonly string[] => {
    const bench = new Bench(SOLD);
    bench.entity("ada");
    const refusal = bench.grant(given);
    const issues = refusal && "issues" in refusal ? refusal.issues : [];
    expect(issues.every(({ path }) => path[0] === "input")).toBe(true);
    expect(refusal === null).toBe(issues.length === 0);
    return issues.map(({ path, message }) => `${path.slice(1).join(".")}: ${message}`);
  };

  it.each(AMOUNTS)("of amounts: %s", (_title, given, expected) => {
    expect(told(given)).toEqual(expected);
  });
  it.each(INSTANTS)("of instants: %s", (_title, given, expected) => {
    expect(told(given)).toEqual(expected);
  });
  it.each(ROLLOVERS)("of rollovers: %s", (_title, given, expected) => {
    expect(told(given)).toEqual(expected);
  });
  it.each(ENTITIES)("of entities: %s", (_title, given, expected) => {
    expect(told(given)).toEqual(expected);
  });

  it("entities are made of what is metered and not used up", () => {
    expect([isSeat(undefined), isSeat(feature("messages"))]).toEqual([false, false]);
    expect(isSeat(feature("users", { consumable: false }))).toBe(true);
  });
});
