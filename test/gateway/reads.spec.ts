import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { customerOf, featureOf, grantOf } from "../store/requests.ts";
import { did } from "../store/stage.ts";
import { counting } from "../support/counting.ts";
import { openGateway, type TestGateway } from "../support/gateway.ts";

/** How often the store is read, whatever is asked of a hundred customers with eight balances each. */
const CUSTOMERS = 100;
const FEATURES = ["f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7"];

let gateway: TestGateway;
const statements: string[] = [];
let calls: Readonly<Record<string, number>>;
let before: Readonly<Record<string, number>>;

beforeAll(async () => {
  gateway = await openGateway({
    onStatement: (name) => statements.push(name),
    around: (store: BalanceStore) => {
      const counted = counting(store);
      calls = counted.calls;
      return counted.store;
    },
  });
  const { store } = gateway;
  for (const featureId of FEATURES) await did(store, featureOf(featureId));
  for (let index = 0; index < CUSTOMERS; index += 1) {
    const customerId = `c${String(index).padStart(3, "0")}`;
    await did(store, customerOf(customerId));
    for (const featureId of FEATURES) {
      const rollovers = [{ balance: amount("5"), usage: amount("0"), expiresAt: null }];
      const grant = {
        featureId,
        rollovers,
        reset: { interval: "month", intervalCount: 1 },
      } as const;
      await did(store, grantOf(customerId, `${customerId}-${featureId}`, grant));
    }
  }
});

beforeEach(() => {
  before = { ...calls };
  statements.length = 0;
});

afterAll(() => gateway.close());

const DEEP = `customerId locks { nodes { id } totalCount } billingControls { usageLimits { usage } }
  balances { id remaining held usageLimits { usage } feature { name } breakdown { id remaining reset { resetsAt } }
  rollovers { id balance } } flags { id feature { name } } balance(featureId: "f3") { usage }`;

test("a page with everything on it: one read of customers, one of features", async () => {
  const { data } = await gateway.query(`{ customers(first: 100) { nodes { ${DEEP} } } }`);
  expect(data.customers.nodes).toHaveLength(CUSTOMERS);
  expect(data.customers.nodes[99].balances).toHaveLength(FEATURES.length);
  expect(spent()).toEqual({ customers: 1, features: 1 });
  expect(statements).toEqual(["customers"]);
});

test("the page's customers are not read again by other fields", async () => {
  await gateway.query(`{ customers(first: 100) { edges { node { ${DEEP} } } totalCount } }`);
  expect(spent()).toEqual({ customers: 1, countCustomers: 1, features: 1 });
});

test("a hundred customers by id: one load", async () => {
  const fields = Array.from({ length: CUSTOMERS }, (_, index) => {
    const customerId = `c${String(index).padStart(3, "0")}`;
    return `a${index}: customer(customerId: "${customerId}") { ${DEEP} }
      b${index}: balance(customerId: "${customerId}", featureId: "f1") { remaining }
      k${index}: check(input: { customerId: "${customerId}", featureId: "f2" }) { __typename }`;
  });
  const { errors } = await gateway.query(`{ ${fields.join("\n")} }`);
  expect(errors).toBeUndefined();
  expect(spent()).toEqual({ load: 1, features: 1 });
});

test("by global id: one load", async () => {
  const { data } = await gateway.query(`{ customers(first: 20) { nodes { id balances { id } } } }`);
  const ids = data.customers.nodes.flatMap((node: { id: string; balances: { id: string }[] }) => [
    node.id,
    ...node.balances.map(({ id }) => id),
  ]);
  before = { ...calls };
  const answer = await gateway.query("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
  expect(answer.data.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
  expect(spent()).toEqual({ load: 1 });
});

test("after a mutation its payload is read off its outcome", async () => {
  const { data } =
    await gateway.query(`mutation { track(input: { customerId: "c000", featureId: "f0" }) {
    ... on TrackPayload { balance { remaining breakdown { remaining } rollovers { balance } } entry { id } } } }`);
  expect(data.track.balance.remaining).toBe(104);
  expect(spent()).toEqual({ apply: 1 });
});

/** What this test has called. */
function spent(): Readonly<Record<string, number>> {
  const entries = Object.entries(calls).map(([name, count]) => [name, count - (before[name] ?? 0)]);
  return Object.fromEntries(entries.filter(([, count]) => count !== 0));
}
