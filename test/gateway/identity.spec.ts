import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeNodeId, nodeKey } from "../../src/schema/node-id.ts";
import { NOON, trackOf } from "../store/requests.ts";
import { did } from "../store/stage.ts";
import { DAY } from "../support/engine.ts";
import type { TestGateway } from "../support/gateway.ts";
import { CALLS, openStage } from "./calls.ts";
import { expectSameAgain, idsIn, nodeOf, objectsIn } from "./objects.ts";
import { allOf, documentOf, leavesOf } from "./selection.ts";

const HOUR = DAY / 24;
const NOW = NOON + 2 * HOUR;

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openStage();
  gateway.clock.now = NOW;
  await did(gateway.store, trackOf("cus", "30"), { now: NOW });
});

afterEach(() => gateway.close());

/** What committed entries and features are, they are at every moment. */
const OF_EVERY_MOMENT = new Set(["LedgerEntry", "Feature"]);
const [PAST, FUTURE] = [NOON + HOUR, NOON + 40 * DAY];

const CUSTOMER = allOf("Customer").replace(
  "{",
  `{ ledger { totalCount nodes { __typename ${leavesOf("LedgerEntry").join(" ")} } } entity(entityId: "ada") ${allOf("Entity", 3)}`,
);

const customerIdAt = (at: number) =>
  encodeNodeId("Customer", nodeKey({ kind: "instant", at }, "cus"));

async function asked(document: string, variables = {}) {
  const { data, errors } = await gateway.query(document, variables);
  expect(errors).toBeUndefined();
  return data;
}

const live = () => asked(`{ customer(customerId: "cus") ${CUSTOMER} }`);

const customerAt = (at: number) =>
  asked(`query ($id: ID!) { node(id: $id) { ... on Customer ${CUSTOMER} } }`, {
    id: customerIdAt(at),
  });

const balanceAt = (at: number, entityId: string | null = null) =>
  asked(
    `query ($at: Timestamp, $entityId: ID) { balance(
      customerId: "cus", featureId: "messages", at: $at, entityId: $entityId
    ) ${allOf("Balance")} }`,
    { at, entityId },
  );

const dryRun = (name: string) =>
  asked(documentOf(name), { input: { ...CALLS[name]?.input, dryRun: true } });

function momentary(answer: unknown): ReadonlySet<string> {
  const own = objectsIn(answer).filter(({ __typename }) => !OF_EVERY_MOMENT.has(__typename));
  return new Set(own.map(({ id }) => id));
}

function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] {
  return [...one].filter((id) => other.has(id));
}

describe("an id", () => {
  test("is another at each moment, and answers that moment again", async () => {
    const answers = [
      await live(),
      await customerAt(PAST),
      await customerAt(NOW),
      await customerAt(FUTURE),
    ];
    for (const answer of answers)
      expect(await expectSameAgain(gateway, answer)).toBeGreaterThan(15);
    const ids = answers.map(momentary);
    for (const [index, one] of ids.entries()) {
      for (const other of ids.slice(index + 1)) expect(shared(one, other)).toEqual([]);
    }
    expect(new Set(objectsIn(answers).map(({ __typename }) => __typename)).size).toBe(9);
  });

  test.for([
    ["the customer's", PAST, null],
    ["an entity's", PAST, "ada"],
    ["the customer's to come", FUTURE, null],
    ["the customer's at this very instant", NOW, null],
  ] as const)("of balance(at:), %s, is that instant's at every level", async ([, at, entityId]) => {
    const answer = await balanceAt(at, entityId);
    expect(await expectSameAgain(gateway, answer)).toBeGreaterThan(2);
    expect(shared(momentary(answer), idsIn(await customerAt(at)))).toEqual([...momentary(answer)]);
    expect(shared(momentary(answer), idsIn(await live()))).toEqual([]);
  });

  test("of an instant keeps to it, whatever happens after", async () => {
    const [then, ahead] = [await customerAt(PAST), await balanceAt(FUTURE)];
    gateway.clock.now += HOUR;
    await did(gateway.store, trackOf("cus", "5"), { now: gateway.clock.now });
    await asked(`mutation { finalizeLock(input: { lockId: "first", action: CONFIRM }) { __typename }
      updateCustomer(input: { customerId: "cus", name: "Changed", newCustomerId: "cus2" }) { __typename } }`);
    const renamed = objectsIn(then).filter(({ __typename }) => !OF_EVERY_MOMENT.has(__typename));
    for (const { id } of renamed) expect(await nodeOf(gateway, id)).toBeNull();
    await asked(`mutation { updateCustomer(input: {
      customerId: "cus2", newCustomerId: "cus" }) { __typename } }`);
    expect(await expectSameAgain(gateway, withoutTodays(then))).toBeGreaterThan(10);
    const { remaining } = (await balanceAt(FUTURE)).balance;
    expect(remaining).toBe(ahead.balance.remaining);
  });

  test("of an instant that nobody can tell of names nothing", async () => {
    for (const at of [NOON - 1, NOON + 4000 * DAY]) {
      expect(await nodeOf(gateway, customerIdAt(at))).toBeNull();
    }
  });
});

describe("a customer of another instant", () => {
  test("has the entries up to then, and the locks as they then stood", async () => {
    gateway.clock.now += HOUR;
    await asked(
      'mutation { finalizeLock(input: { lockId: "first", action: CONFIRM }) { __typename } }',
    );
    for (const lockId of ["second", "third"]) {
      await asked(`mutation { createLock(input: { customerId: "cus", featureId: "messages",
        lockId: "${lockId}" }) { __typename } }`);
    }
    await asked(
      'mutation { finalizeLock(input: { lockId: "third", action: RELEASE }) { __typename } }',
    );
    gateway.clock.now += HOUR;
    await asked(
      'mutation { finalizeLock(input: { lockId: "second", action: CONFIRM }) { __typename } }',
    );

    expect(await locksAt(PAST)).toEqual({
      held: ["first"],
      confirmed: [],
      released: [],
      entries: 5,
    });
    expect(await locksAt(NOW + HOUR)).toEqual({
      held: ["second"],
      confirmed: ["first"],
      released: ["third"],
      entries: 9,
    });
    expect(await locksAt(FUTURE)).toEqual({
      held: [],
      confirmed: ["first", "second"],
      released: ["third"],
      entries: 9,
    });
  });

  test("pages through them by the cursors of its own lists", async () => {
    for (const lockId of ["a", "b", "c"]) {
      await asked(`mutation { createLock(input: { customerId: "cus", featureId: "messages",
        lockId: "${lockId}" }) { __typename } }`);
      await asked(
        `mutation { finalizeLock(input: { lockId: "${lockId}", action: CONFIRM }) { __typename } }`,
      );
    }
    const at = gateway.clock.now;
    gateway.clock.now += HOUR;
    await asked(
      'mutation { finalizeLock(input: { lockId: "first", action: CONFIRM }) { __typename } }',
    );
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { node } = await asked(
        `query ($id: ID!, $after: String) { node(id: $id) { ... on Customer {
          locks(status: CONFIRMED, first: 1, after: $after) {
            totalCount nodes { lockId } pageInfo { hasNextPage endCursor } } } } }`,
        { id: customerIdAt(at), after },
      );
      expect(node.locks.totalCount).toBe(3);
      seen.push(...node.locks.nodes.map(({ lockId }: { lockId: string }) => lockId));
      if (!node.locks.pageInfo.hasNextPage) break;
      after = node.locks.pageInfo.endCursor;
    }
    expect(seen).toEqual(["a", "b", "c"]);
  });

  test("counts in its series what was committed by then", async () => {
    const series = async (id: string) => {
      const { node } = await asked(
        `query ($id: ID!, $to: Timestamp) { node(id: $id) { ... on Balance {
          series(window: DAY, from: ${NOON}, to: $to) { usage } } } }`,
        { id, to: NOW + 2 * DAY },
      );
      return node.series.map(({ usage }: { usage: number }) => usage);
    };
    const key = (moment: Parameters<typeof nodeKey>[0]) =>
      encodeNodeId("Balance", nodeKey(moment, "cus", "messages", null));
    expect(await series(key({ kind: "instant", at: PAST }))).toEqual([10, 0, 0]);
    expect(await series(key({ kind: "instant", at: FUTURE }))).toEqual([40, 0, 0]);
    expect(await series(key(null))).toEqual([40, 0, 0]);
  });
});

describe("a dry run", () => {
  test.for(Object.keys(CALLS))("of %s has preview ids, which nothing else has", async (name) => {
    const before = idsIn(await live());
    const [answer, again] = [await dryRun(name), await dryRun(name)];
    const previews = objectsIn(answer).filter(({ id }) => !before.has(id));
    const known = objectsIn(answer).filter(({ id }) => before.has(id));
    expect(known.filter(({ __typename }) => __typename !== "Feature")).toEqual([]);
    for (const { id, __typename } of previews.filter(({ id }) => isPreview(id))) {
      expect([__typename, await nodeOf(gateway, id)]).toEqual([__typename, null]);
    }
    const own = new Set(previews.filter(({ id }) => isPreview(id)).map(({ id }) => id));
    expect(shared(own, idsIn(again))).toEqual([]);
    expect(own.size > 0).toBe(!name.startsWith("delete") || name === "deleteBalance");
    const others = previews.filter(({ id }) => !isPreview(id));
    expect(others.filter(({ __typename }) => __typename !== "Feature")).toEqual([]);
  });

  test("of a batch has ids of its own for each item, which is a moment of its own", async () => {
    const { trackBatch } = await dryRun("trackBatch");
    const [first, , refused, last] = trackBatch.results;
    const ids = [first, refused, last].map(momentary);
    expect(ids.map(({ size }) => size > 0)).toEqual([true, true, true]);
    for (const [index, one] of ids.entries()) {
      for (const other of ids.slice(index + 1)) expect(shared(one, other)).toEqual([]);
    }
  });

  test("whose customer lists the ledger shows what is committed, under its own ids", async () => {
    const { track } = await asked(`mutation { updateBalance(input: {
      customerId: "cus", featureId: "messages", addToBalance: 1000, dryRun: true
    }) { ... on BalancePayload { entry { id } customer { id ledger { nodes { __typename id kind at } } } } } }`).then(
      ({ updateBalance }) => ({ track: updateBalance }),
    );
    const committed = objectsIn((await live()).customer.ledger).map(({ id }) => id);
    expect(objectsIn(track.customer.ledger).map(({ id }) => id)).toEqual(committed);
    expect(committed).not.toContain(track.entry.id);
  });

  test("of a key that was used is a replay, of live objects", async () => {
    const input = { customerId: "cus", featureId: "messages", value: 1, idempotencyKey: "key" };
    const first = await asked(documentOf("track"), { input });
    const again = await asked(documentOf("track"), { input: { ...input, dryRun: true } });
    expect(idsIn(again)).toEqual(idsIn(first));
  });

  test("of a batch that replays an item of its own has no entry of the ledger's", async () => {
    const item = { customerId: "cus", featureId: "messages", idempotencyKey: "item" };
    const { trackBatch } = await asked(documentOf("trackBatch"), {
      input: { items: [item, item], dryRun: true },
    });
    const [one, other] = trackBatch.results.map(({ entry }: { entry: { id: string } }) => entry.id);
    expect([one, other].map(isPreview)).toEqual([true, true]);
  });
});

function isPreview(id: string): boolean {
  return Buffer.from(id, "base64url").toString().includes(":?");
}

/** Without the customer itself, whose revision is today's. */
function withoutTodays({ node }: { node: object }): unknown {
  return Object.values(node);
}

async function locksAt(at: number) {
  const page = (status: string) =>
    `${status.toLowerCase()}: locks(status: ${status}) { totalCount nodes { lockId status } }`;
  const { node } = await asked(
    `query ($id: ID!) { node(id: $id) { ... on Customer {
      ${["HELD", "CONFIRMED", "RELEASED"].map(page).join(" ")} ledger { totalCount nodes { at } } } } }`,
    { id: customerIdAt(at) },
  );
  const namesOf = (name: string) => {
    const { totalCount, nodes } = node[name];
    expect(totalCount).toBe(nodes.length);
    for (const { status } of nodes) expect(status).toBe(name.toUpperCase());
    return nodes.map(({ lockId }: { lockId: string }) => lockId);
  };
  const { totalCount, nodes } = node.ledger;
  expect(totalCount).toBe(nodes.length);
  for (const entry of nodes) expect(Number(entry.at)).toBeLessThanOrEqual(at);
  return {
    ...{ held: namesOf("held"), confirmed: namesOf("confirmed"), released: namesOf("released") },
    entries: totalCount,
  };
}
