import { afterAll, beforeAll, expect, test } from "vitest";
import { type BalanceStore, Fault } from "../../src/store/port.ts";
import { lockOf, NOON, trackOf } from "../store/requests.ts";
import { did } from "../store/stage.ts";
import { DAY } from "../support/engine.ts";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

/** A store that is read but takes no commit, as one whose disk is full: what fell due is not committed. */
let gateway: TestGateway;
let isFull = false;

beforeAll(async () => {
  gateway = await openWorld({ around: fillable });
  await did(gateway.store, trackOf("cus", "50"));
  await did(gateway.store, lockOf("cus", "l", "10", { expiresAt: NOON + DAY }));
  isFull = true;
  gateway.clock.now = NOON + 40 * DAY;
});

afterAll(() => gateway.close());

function fillable(store: BalanceStore): BalanceStore {
  const apply: BalanceStore["apply"] = async (request) => {
    if (isFull) throw new Fault("STORE_FULL", "The store's disk is full.", { retryable: true });
    return store.apply(request);
  };
  return { ...store, apply };
}

const CUSTOMER = 'customer(customerId: "cus")';

test("balances are read as they are now, by every way to them", async () => {
  const balances = 'balances(featureIds: ["messages"]) { remaining held asOf }';
  const now = { remaining: 100, held: 0, asOf: gateway.clock.now };
  const { data, errors } =
    await gateway.query(`{ one: ${CUSTOMER} { ${balances} locks { totalCount } }
    customers { nodes { ${balances} } }
    balance(customerId: "cus", featureId: "messages") { remaining held asOf }
    check(input: { customerId: "cus", featureId: "messages", requiredBalance: 100 }) {
      ... on CheckPayload { allowed } } }`);
  expect(errors).toBeUndefined();
  expect(data.one).toEqual({ balances: [now], locks: { totalCount: 0 } });
  expect(data.customers.nodes).toEqual([{ balances: [now] }]);
  expect(data.balance).toEqual(now);
  expect(data.check).toEqual({ allowed: true });
});

test.each([
  ["the ledger", "ledger { nodes { seq: kind } }"],
  ["a series", 'balance(featureId: "messages") { series(window: DAY) { usage } }'],
  ["locks that have ended", "locks(status: EXPIRED) { nodes { lockId } }"],
])("%s, which would not fit them, fails with the store's fault", async (_title, fields) => {
  const { data, errors } = await gateway.query(`{ ${CUSTOMER} { customerId ${fields} } }`);
  expect(errors[0].extensions).toMatchObject({ code: "STORE_FULL", retryable: true });
  expect(data?.customer?.ledger ?? null).toBeNull();
});

test("once the store commits again, all of it is there", async () => {
  isFull = false;
  const { data, errors } = await gateway.query(`{ ${CUSTOMER} {
    ledger(first: 3) { nodes { kind } } locks(status: EXPIRED) { nodes { lockId } } } }`);
  expect(errors).toBeUndefined();
  expect(data.customer.ledger.nodes.map(({ kind }: { kind: string }) => kind)).toContain("RESET");
  expect(data.customer.locks.nodes).toEqual([{ lockId: "l" }]);
  isFull = true;
});
