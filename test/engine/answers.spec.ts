import { describe, expect, it } from "vitest";
import { type Amount, amount, formatAmount } from "../../src/engine/amount.ts";
import type { CustomerCommand, Results, Track } from "../../src/engine/command.ts";
import { decide } from "../../src/engine/decide.ts";
import type { Catalog } from "../../src/engine/feature.ts";
import type { Entry } from "../../src/engine/ledger.ts";
import type { Refusal } from "../../src/engine/refusal.ts";
import { UPDATE } from "../support/commands.ts";
import { Bench, CATALOG, feature, START } from "../support/engine.ts";

/** messages and words listen to "sent", actions to "acted"; credits pay for actions, points for words. */
const LISTENING: Catalog = {
  ...CATALOG,
  features: [
    feature("messages", { eventNames: ["sent", "mailed"] }),
    feature("actions", { eventNames: ["acted"] }),
    feature("words", { eventNames: ["sent"] }),
    feature("users", { consumable: false }),
    feature("dashboard", { type: "boolean", eventNames: ["seen"] }),
    feature("credits", {
      type: "credit_system",
      creditSchema: [{ meteredFeatureId: "actions", creditCost: amount("0.2") }],
    }),
    feature("points", {
      type: "credit_system",
      creditSchema: [{ meteredFeatureId: "words", creditCost: amount("2") }],
    }),
  ],
};

const TRACK: Track = {
  type: "track",
  customerId: "cus",
  featureId: null,
  eventName: null,
  entityId: null,
  value: amount("10"),
  properties: null,
  timestamp: null,
  overageBehavior: "cap",
};

function decision<C extends CustomerCommand>(bench: Bench, command: C) {
  const { catalog, ledger } = bench;
  const world = { catalog, ledger, newIdTaken: false, lockIdTaken: false };
  const request = { now: bench.now, idempotencyKey: "key", dryRun: false, actor: "ada" };
  const decided = decide(world, { ...request, command });
  if (decided.kind === "behind") throw new Error("behind");
  return decided;
}

/** What the track answers, and the entry that it leaves. */
function tracked(bench: Bench, given: Partial<Track>): readonly [Results["track"], Entry | null] {
  const decided = decision(bench, { ...TRACK, ...given });
  if (decided.kind === "refused") throw new Error(decided.refusal.code);
  return [decided.result, decided.entry];
}

interface Row {
  readonly title: string;
  readonly owned: readonly string[];
  readonly given: Partial<Track>;
  /** The balance that answers; the balances beside it; then what each feature paid. */
  readonly shown: string | null;
  readonly beside: readonly string[];
  readonly paid: readonly string[];
}

const ANSWERS: readonly Row[] = [
  {
    title: "S2 its own balance, alone where nothing else could pay",
    owned: ["messages"],
    given: { featureId: "messages" },
    shown: "messages",
    beside: [],
    paid: ["messages 10"],
  },
  {
    title: "S3 its own, and the credits that could pay, owned or not",
    owned: ["actions"],
    given: { featureId: "actions" },
    shown: "actions",
    beside: ["actions", "credits"],
    paid: ["actions 10"],
  },
  {
    title: "S2 the credits where they paid",
    owned: ["credits"],
    given: { featureId: "actions" },
    shown: "credits",
    beside: ["actions", "credits"],
    paid: ["credits 2"],
  },
  {
    title: "S2 of an event the one balance that it moved",
    owned: ["messages"],
    given: { eventName: "sent" },
    shown: "messages",
    beside: ["messages", "words", "points"],
    paid: ["messages 10"],
  },
  {
    title: "S2 none where an event moved two",
    owned: ["messages", "words"],
    given: { eventName: "sent" },
    shown: null,
    beside: ["messages", "words", "points"],
    paid: ["messages 10", "words 10"],
  },
  {
    title: "S2 the credits that an event moved alone",
    owned: ["points"],
    given: { eventName: "sent" },
    shown: "points",
    beside: ["messages", "words", "points"],
    paid: ["points 20"],
  },
  {
    title: "S2 none where an event of two features moved nothing",
    owned: [],
    given: { eventName: "sent" },
    shown: null,
    beside: ["messages", "words", "points"],
    paid: [],
  },
  {
    title: "S2 what an event of one feature would have moved",
    owned: ["credits"],
    given: { eventName: "acted", value: amount("0") },
    shown: "credits",
    beside: ["actions", "credits"],
    paid: [],
  },
  {
    title: "N2 none of a flag",
    owned: ["dashboard"],
    given: { eventName: "seen" },
    shown: null,
    beside: [],
    paid: [],
  },
  {
    title: "T6 none where nothing is owned",
    owned: [],
    given: { featureId: "messages" },
    shown: null,
    beside: [],
    paid: [],
  },
];

describe("what a track answers", () => {
  it.each(ANSWERS)("$title", ({ owned, given, shown, beside, paid }) => {
    const bench = new Bench(LISTENING);
    for (const featureId of owned) {
      const isFlag = featureId === "dashboard";
      expect(bench.grant(isFlag ? { featureId, includedGrant: null } : { featureId })).toBeNull();
    }
    const [answer] = tracked(bench, given);
    expect(answer.balanceFeatureId).toBe(shown);
    expect(answer.balanceFeatureIds).toEqual(beside);
    const told = answer.deductions.map(({ featureId, value }) => `${featureId} ${text(value)}`);
    expect([text(answer.value), told]).toEqual([text(given.value ?? TRACK.value), paid]);
  });
});

describe("the entry that a track leaves", () => {
  it("says what was asked, of what, by whom", () => {
    const bench = new Bench(LISTENING);
    bench.grant();
    const properties = { model: "x" };
    const timestamp = START - 1000;
    const [, entry] = tracked(bench, {
      featureId: "messages",
      value: amount("130"),
      properties,
      timestamp,
    });
    expect(entry).toMatchObject({
      seq: 2,
      kind: "TRACK",
      at: START,
      timestamp,
      featureId: "messages",
      entityId: null,
      eventName: null,
      value: amount("130"),
      before: { granted: amount("100"), remaining: amount("100"), usage: amount("0") },
      after: { granted: amount("100"), remaining: amount("0"), usage: amount("100") },
      crossings: [],
      properties,
      idempotencyKey: "key",
      actor: "ada",
    });
  });

  it.each<[string, string, string | null, boolean]>([
    ["one feature that listens", "mailed", "messages", true],
    ["several", "sent", null, true],
    ["several, of which two moved", "sent", null, false],
  ])("names the feature of an event that has one: %s", (_title, eventName, featureId, told) => {
    const bench = new Bench(LISTENING);
    bench.grant();
    if (!told) bench.grant({ featureId: "words" });
    const [, entry] = tracked(bench, { eventName });
    expect([entry?.eventName, entry?.featureId]).toEqual([eventName, featureId]);
    expect(entry?.before !== null).toBe(told);
  });
});

describe("a track that is refused", () => {
  it.each<[string, Partial<Track>, Refusal]>([
    [
      "an unknown feature",
      { featureId: "ghost" },
      { code: "FEATURE_NOT_FOUND", message: "Feature ghost not found" },
    ],
    [
      "an event that nothing listens to",
      { eventName: "ghost" },
      { code: "FEATURE_NOT_FOUND", message: "No feature listens to the event ghost" },
    ],
    [
      "an unknown entity",
      { featureId: "messages", entityId: "ghost" },
      { code: "ENTITY_NOT_FOUND", message: "Entity ghost not found" },
    ],
    [
      "more than there is",
      { featureId: "messages", value: amount("100.5"), overageBehavior: "reject" },
      {
        code: "INSUFFICIENT_BALANCE",
        message: "Insufficient balance of messages",
        featureId: "messages",
        entityId: null,
        required: amount("100.5"),
        available: amount("100"),
      },
    ],
    [
      "an event, all or nothing",
      { eventName: "sent", overageBehavior: "reject" },
      {
        code: "INVALID_INPUT",
        issues: [
          {
            path: ["input", "overageBehavior"],
            message: "must not be REJECT together with eventName",
          },
        ],
      },
    ],
  ])("%s: says which and why, word for word", (_title, given, refusal) => {
    const bench = new Bench(LISTENING);
    bench.grant();
    expect(decision(bench, { ...TRACK, ...given })).toMatchObject({ kind: "refused", refusal });
  });
});

describe("what is not there", () => {
  it.each<[string, CustomerCommand, Refusal]>([
    [
      "a balance",
      {
        ...UPDATE,
        remaining: amount("1"),
      },
      { code: "BALANCE_NOT_FOUND", message: "No balance of messages matches" },
    ],
    [
      "a lock",
      {
        type: "finalizeLock",
        customerId: "cus",
        lockId: "ghost",
        action: "confirm",
        overrideValue: null,
        properties: null,
      },
      { code: "LOCK_NOT_FOUND", message: "Lock ghost is not held" },
    ],
    [
      "an entity",
      { type: "deleteEntity", customerId: "cus", entityId: "ghost" },
      { code: "ENTITY_NOT_FOUND", message: "Entity ghost not found" },
    ],
  ])("%s is named", (_title, command, refusal) => {
    expect(new Bench(LISTENING).run(command)).toEqual(refusal);
  });
});

function text(value: Amount): string {
  return formatAmount(value);
}
