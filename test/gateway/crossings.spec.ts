import { beforeEach, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

const CROSSINGS = /* GraphQL */ `
  crossings { kind featureId entityId threshold thresholdType name quantity }`;

const READ = `{ customer(customerId: "cus") { ledger(first: 10) { nodes { kind ${CROSSINGS} } } } }`;

const TRACK = /* GraphQL */ `
  mutation ($input: TrackInput!) {
    track(input: $input) { ... on TrackPayload { replayed dryRun entry { kind ${CROSSINGS} } } }
  }`;

const BATCH = /* GraphQL */ `
  mutation ($input: TrackBatchInput!) {
    trackBatch(input: $input) {
      ... on TrackBatchPayload { results { ... on TrackPayload { entry { ${CROSSINGS} } } } }
    }
  }`;

const ALERT = {
  featureId: "messages",
  threshold: 75,
  thresholdType: "USAGE_PERCENTAGE",
  name: "Three quarters",
};
const TOPUP = { featureId: "messages", enabled: true, threshold: 30, quantity: 500 };

/** As they are told once they are crossed; there are 120 messages to begin with. */
const CROSSED_ALERT = { kind: "USAGE_ALERT", ...ALERT, entityId: null, quantity: null };
const CROSSED_TOPUP = {
  ...{ kind: "AUTO_TOPUP", featureId: "messages", entityId: null, name: null },
  ...{ threshold: 30, thresholdType: "REMAINING", quantity: 500 },
};

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openWorld();
  await set("updateCustomer", {}, { usageAlerts: [ALERT], autoTopups: [TOPUP] });
  return () => gateway.close();
});

test("a track is answered with what it crossed, and the ledger keeps it", async () => {
  expect((await track({ value: 89 })).entry.crossings).toEqual([]);
  expect((await track({ value: 1 })).entry.crossings).toEqual([CROSSED_ALERT]);
  expect((await track({ value: 1 })).entry.crossings).toEqual([CROSSED_TOPUP]);
  expect((await track({ value: 1 })).entry.crossings).toEqual([]);
  expect((await ledger()).slice(0, 4)).toEqual([
    { kind: "TRACK", crossings: [] },
    { kind: "TRACK", crossings: [CROSSED_TOPUP] },
    { kind: "TRACK", crossings: [CROSSED_ALERT] },
    { kind: "TRACK", crossings: [] },
  ]);
});

test("the same key is answered with the same crossings, once", async () => {
  const input = { value: 91, idempotencyKey: "k" };
  const first = await track(input);
  expect(first.entry.crossings).toEqual([CROSSED_ALERT, CROSSED_TOPUP]);
  expect(await track(input)).toEqual({ ...first, replayed: true });
  expect((await crossed()).length).toBe(1);
});

test("a dry run tells what would be crossed, and crosses nothing", async () => {
  const dry = await track({ value: 91, dryRun: true });
  expect(dry.entry.crossings).toEqual([CROSSED_ALERT, CROSSED_TOPUP]);
  expect(await crossed()).toEqual([]);
  expect((await track({ value: 91 })).entry).toEqual(dry.entry);
});

test("a batch crosses once, in the entries of the items that do", async () => {
  const item = { customerId: "cus", featureId: "messages", value: 30 };
  const { data, errors } = await gateway.query(BATCH, {
    input: { items: [item, item, item, item] },
  });
  expect(errors).toBeUndefined();
  expect(data.trackBatch.results).toEqual([
    { entry: { crossings: [] } },
    { entry: { crossings: [] } },
    { entry: { crossings: [CROSSED_ALERT] } },
    { entry: { crossings: [CROSSED_TOPUP] } },
  ]);
});

test("an entity's own alert names it", async () => {
  const own = { thresholdType: "REMAINING", threshold: 100 };
  await set("updateEntity", { entityId: "ada" }, { usageAlerts: [own] });
  expect((await track({ value: 20 })).entry.crossings).toEqual([
    {
      ...{ kind: "USAGE_ALERT", featureId: "messages", entityId: "ada", name: null },
      ...{ threshold: 100, thresholdType: "REMAINING", quantity: null },
    },
  ]);
});

test("a new month arms them again, and its own entry crosses nothing", async () => {
  await track({ value: 120 });
  gateway.clock.now = Date.UTC(2026, 1, 15, 12);
  expect((await track({ value: 91 })).entry.crossings).toEqual([CROSSED_ALERT, CROSSED_TOPUP]);
  expect((await ledger()).slice(0, 2)).toEqual([
    { kind: "TRACK", crossings: [CROSSED_ALERT, CROSSED_TOPUP] },
    { kind: "RESET", crossings: [] },
  ]);
});

async function set(name: string, given: object, billingControls: object): Promise<void> {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  const { data, errors } = await gateway.query(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ... on Error { message } } }`,
    { input: { customerId: "cus", ...given, billingControls } },
  );
  expect([errors, data[name].message]).toEqual([undefined, undefined]);
}

async function track(given: object) {
  const input = { customerId: "cus", featureId: "messages", ...given };
  const { data, errors } = await gateway.query(TRACK, { input });
  expect(errors).toBeUndefined();
  return data.track;
}

interface EntryRead {
  readonly kind: string;
  readonly crossings: readonly object[];
}

/** The latest entries, latest first. */
async function ledger(): Promise<readonly EntryRead[]> {
  const { data, errors } = await gateway.query(READ);
  expect(errors).toBeUndefined();
  return data.customer.ledger.nodes;
}

async function crossed(): Promise<readonly EntryRead[]> {
  return (await ledger()).filter(({ crossings }) => crossings.length > 0);
}
