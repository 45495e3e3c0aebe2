import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { customerOf, grantOf, NOON, trackOf } from "../store/requests.ts";
import { did } from "../store/stage.ts";
import { DAY } from "../support/engine.ts";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openWorld();
});

afterEach(() => gateway.close());

async function remaining(at: number | string, customerId = "cus", entityId: string | null = null) {
  const { data, errors } = await gateway.query(
    `query ($customerId: ID!, $entityId: ID, $at: Timestamp) {
      balance(customerId: $customerId, featureId: "messages", entityId: $entityId, at: $at) {
        remaining usage nextResetAt rollovers { balance } explain { field amount }
      }
    }`,
    { customerId, entityId, at },
  );
  return errors ? errors[0].extensions : (data.balance?.remaining ?? null);
}

describe("balance(at:)", () => {
  it("is what it was: before a track, after it, and before the reset that came since", async () => {
    gateway.clock.now = NOON + DAY;
    await did(gateway.store, trackOf("cus", "30"), { now: NOON + DAY });
    gateway.clock.now = NOON + 60 * DAY;
    await did(gateway.store, trackOf("cus", "1"), { now: NOON + 60 * DAY });
    expect(await remaining(NOON)).toBe(120);
    expect(await remaining(NOON + DAY - 1)).toBe(120);
    expect(await remaining(NOON + DAY)).toBe(90);
    expect(await remaining(new Date(NOON + 2 * DAY).toISOString())).toBe(90);
    expect(await remaining(NOON + 60 * DAY - 1)).toBe(100);
    expect(await remaining(NOON + 60 * DAY)).toBe(99);
    expect(await remaining(NOON + DAY, "cus", "ada")).toBe(90);
  });

  it("is what it will be: by resets and expiries alone, with nothing written", async () => {
    await did(
      gateway.store,
      grantOf("cus", "g4", { balanceId: "trial", expiresAt: NOON + 7 * DAY }),
    );
    await did(gateway.store, trackOf("cus", "50"));
    expect(await remaining(NOON)).toBe(170);
    expect(await remaining(NOON + 7 * DAY - 1)).toBe(170);
    expect(await remaining(NOON + 7 * DAY)).toBe(70);
    expect(await remaining(NOON + 40 * DAY)).toBe(100);
    expect(await gateway.store.countEntries(everyEntry)).toBe(6);
  });

  it("is null before there was such a customer or balance", async () => {
    expect(await remaining(NOON - 1)).toBeNull();
    await did(gateway.store, customerOf("late"), { now: NOON });
    await did(gateway.store, grantOf("late", "g1"), { now: NOON + DAY });
    gateway.clock.now = NOON + 2 * DAY;
    expect(await remaining(NOON, "late")).toBeNull();
    expect(await remaining(NOON + DAY, "late")).toBe(100);
    expect(await remaining(NOON, "nobody")).toBeNull();
  });

  it("goes by the test clock of a customer that has one", async () => {
    await did(gateway.store, customerOf("clocked", { testClock: NOON - 90 * DAY }));
    await did(gateway.store, grantOf("clocked", "g1"));
    await did(gateway.store, { type: "advanceClock", customerId: "clocked", to: NOON - 80 * DAY });
    await did(gateway.store, trackOf("clocked", "1"));
    expect(await remaining(NOON - 81 * DAY, "clocked")).toBe(100);
    expect(await remaining(NOON - 79 * DAY, "clocked")).toBe(99);
  });

  it.each([
    ["further ahead than ten years", NOON + 4000 * DAY],
    ["no instant", "yesterday"],
  ])("%s is refused, naming the argument", async (_title, at) => {
    expect(await remaining(at)).toMatchObject({
      code: "BAD_USER_INPUT",
      issues: [{ path: ["at"] }],
    });
  });

  it("says so where the past is not on record", async () => {
    const { store } = gateway;
    const forgetful = {
      ...store,
      loadAt: async () => ({ ...(await store.load([])), ledgers: [] }),
    };
    const other = await openWorld({ around: () => forgetful });
    other.clock.now = NOON + DAY;
    const { errors } = await other.query(
      `{ balance(customerId: "cus", featureId: "messages", at: ${NOON}) { remaining } }`,
    );
    expect(errors[0].extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      issues: [{ path: ["at"] }],
    });
    await other.close();
  });
});

const everyEntry = {
  customerId: "cus",
  featureId: null,
  entityId: null,
  kind: null,
  from: null,
  to: null,
  upTo: null,
};
