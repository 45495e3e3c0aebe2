import { describe, expect, test } from "vitest";
import { amount, formatAmount, ZERO } from "../../src/engine/amount.ts";
import type { CreateLock, CustomerCommand, FinalizeLock } from "../../src/engine/command.ts";
import { decide } from "../../src/engine/decide.ts";
import { isDue, settleSome } from "../../src/engine/settle.ts";
import { Bench, DAY, START } from "../support/engine.ts";

/** What commands on entities and locks answer, and what their entries say. */

const CUSTOMER = { customerId: "cus" } as const;
const LOCK: CreateLock = {
  ...{ type: "createLock", ...CUSTOMER, featureId: "messages", entityId: null, lockId: "L" },
  ...{ requiredBalance: amount("5"), expiresAt: null, properties: { model: "x" } },
};

function world(given: Partial<CreateLock> = {}): Bench {
  const bench = new Bench();
  bench.grant({ featureId: "users" });
  bench.grant({});
  bench.entity("ada");
  bench.run({ ...LOCK, ...given });
  return bench;
}

/** The answer and the entry; null where there is none. */
function done(bench: Bench, command: CustomerCommand) {
  const world = {
    catalog: bench.catalog,
    ledger: bench.ledger,
    newIdTaken: false,
    lockIdTaken: false,
  };
  const request = { command, now: bench.now, idempotencyKey: "k", dryRun: false, actor: "spec" };
  const decision = decide(world, request);
  if (decision.kind !== "decided") throw new Error(decision.kind);
  const { result, entry, ledger } = decision;
  const told = entry && {
    ...{ kind: entry.kind, featureId: entry.featureId, entityId: entry.entityId },
    ...{ value: formatAmount(entry.value), properties: entry.properties },
  };
  return { result, entry: told, ledger };
}

const finalized = (given: Partial<FinalizeLock>): FinalizeLock => ({
  ...{ type: "finalizeLock", ...CUSTOMER, lockId: "L", action: "confirm" },
  ...{ overrideValue: null, properties: null, ...given },
});

describe("an entity", () => {
  const created = {
    type: "createEntity",
    ...CUSTOMER,
    entityId: "ben",
    featureId: "users",
  } as const;

  test("takes one seat, and says so", () => {
    const { result, entry } = done(world(), { ...created, name: "Ben", billingControls: {} });
    expect(result).toEqual({ entityId: "ben" });
    expect(entry).toEqual({
      ...{ kind: "CREATE", featureId: "users", entityId: "ben", value: "1", properties: null },
    });
  });

  test.each<readonly [string, { readonly name?: string | null }, string | null]>([
    ["keeps its name where none is given", {}, "Ada"],
    ["loses it by null", { name: null }, null],
    ["gets another", { name: "Ann" }, "Ann"],
  ])("%s", (_what, given, name) => {
    const bench = world();
    const change = { type: "updateEntity", ...CUSTOMER, entityId: "ada" } as const;
    bench.run({ ...change, name: "Ada" });
    const { result, entry, ledger } = done(bench, { ...change, ...given });
    expect(result).toEqual({ entityId: "ada" });
    expect(entry).toBeNull();
    expect(ledger?.entities.map((entity) => entity.name)).toEqual([name]);
  });

  test("gives its seat back when it goes", () => {
    const { result, entry } = done(world(), { type: "deleteEntity", ...CUSTOMER, entityId: "ada" });
    expect(result).toEqual({ deletedId: "ada" });
    expect(entry).toEqual({
      ...{ kind: "DELETE", featureId: "users", entityId: "ada", value: "-1", properties: null },
    });
  });
});

interface End {
  readonly title: string;
  readonly given: Partial<FinalizeLock>;
  readonly words: string;
  readonly status: string;
  /** The entry's value; null: no entry. */
  readonly value: string | null;
}

const ENDS: readonly End[] = [
  { title: "confirmed", given: {}, words: "5 of 5", status: "CONFIRMED", value: null },
  {
    ...{ title: "confirmed at its own value", given: { overrideValue: amount("5") } },
    ...{ words: "5 of 5", status: "CONFIRMED", value: null },
  },
  {
    ...{ title: "confirmed at less", given: { overrideValue: amount("3") } },
    ...{ words: "3 of 5", status: "CONFIRMED", value: "-2" },
  },
  {
    ...{ title: "confirmed at more", given: { overrideValue: amount("9") } },
    ...{ words: "9 of 5", status: "CONFIRMED", value: "4" },
  },
  {
    ...{ title: "confirmed at nothing", given: { overrideValue: ZERO } },
    ...{ words: "0 of 5", status: "CONFIRMED", value: "-5" },
  },
  {
    ...{ title: "released", given: { action: "release" } },
    ...{ words: "0 of 5", status: "RELEASED", value: "-5" },
  },
];

describe("a lock of 5", () => {
  test.each(ENDS)("$title", ({ given, words, status, value }) => {
    const { result, entry, ledger } = done(world(), finalized(given));
    expect(result).toMatchObject({
      ...{ allowed: true, balanceFeatureId: "messages", flagFeatureId: null, reason: null },
      explanation: `${words} of messages confirmed.`,
      lock: { lockId: "L", status },
    });
    expect(entry?.value ?? null).toBe(value);
    if (entry) expect(entry).toMatchObject({ kind: "FINALIZE", properties: { model: "x" } });
    expect(ledger?.locks.map((lock) => lock.status)).toEqual([status]);
  });

  test("takes the properties of its end", () => {
    const given = { overrideValue: ZERO, properties: { model: "y" } };
    expect(done(world(), finalized(given)).entry?.properties).toEqual({ model: "y" });
  });

  test("is found among others, which stay held", () => {
    const bench = world();
    bench.run({ ...LOCK, lockId: "M", requiredBalance: amount("7") });
    const { ledger } = done(bench, finalized({ lockId: "M", action: "release" }));
    expect(ledger?.locks.map(({ lockId, status }) => `${lockId} ${status}`)).toEqual([
      ...["L HELD", "M RELEASED"],
    ]);
  });
});

describe("time", () => {
  const expiring = () => world({ expiresAt: START + DAY });

  test.each([
    ["before its instant", START + DAY - 1, false],
    ["at its instant", START + DAY, true],
    ["after it", START + DAY + 1, true],
  ])("something is due %s: %s", (_when, now, due) => {
    const { ledger } = expiring();
    expect(ledger && isDue(ledger, now)).toBe(due);
  });

  test("passes as far as so many things that happen, and says what is left", () => {
    const bench = new Bench();
    bench.grant({ expiresAt: START + 2 * DAY });
    bench.grant({ expiresAt: START + DAY });
    bench.grant({ expiresAt: START + 3 * DAY });
    const { ledger } = bench;
    if (!ledger) throw new Error("no ledger");
    const settled = [0, 1, 2, 3, 4].map((most) => {
      const { steps, isBehind } = settleSome(ledger, bench.catalog, START + 3 * DAY, most);
      return `${steps.map(({ at }) => (at - START) / DAY).join(" ")} ${isBehind}`;
    });
    expect(settled).toEqual([" true", "1 true", "1 2 true", "1 2 3 false", "1 2 3 false"]);
  });
});
