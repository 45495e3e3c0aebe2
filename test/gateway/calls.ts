import type { TestGateway, TestGatewayOptions } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

type Input = Readonly<Record<string, unknown>>;

export interface Call {
  /** Applied in the world of `openStage`. */
  readonly input: Input;
  /** What makes it another call. */
  readonly other: Input;
  /** What makes it one that is refused there. */
  readonly refused: Input;
}

const cus = { customerId: "cus" };
const messages = { ...cus, featureId: "messages" };
const nobody = { customerId: "nobody" };

/** A call of every mutation that takes an idempotency key. */
export const CALLS: Readonly<Record<string, Call>> = {
  createFeature: {
    input: { featureId: "tokens", type: "METERED", consumable: true },
    other: { name: "Tokens" },
    refused: { featureId: "messages" },
  },
  updateFeature: {
    input: { featureId: "legacy", name: "Old" },
    other: { name: "Older" },
    refused: { featureId: "nothing" },
  },
  deleteFeature: {
    input: { featureId: "legacy" },
    other: { featureId: "actions" },
    refused: { featureId: "messages" },
  },
  createCustomer: {
    input: { customerId: "new", name: "New", billingControls: { usageLimits: [limit(5)] } },
    other: { name: "Newer" },
    refused: cus,
  },
  updateCustomer: {
    input: { ...cus, metadata: { tier: 2 }, billingControls: { usageLimits: [limit(50)] } },
    other: { name: "Bea" },
    refused: nobody,
  },
  deleteCustomer: { input: cus, other: { customerId: "else" }, refused: nobody },
  createEntity: {
    input: { ...cus, entityId: "bob", featureId: "seats" },
    other: { name: "Bob" },
    refused: nobody,
  },
  updateEntity: {
    input: { ...cus, entityId: "ada", name: "Ada L." },
    other: { name: "Ada B." },
    refused: { entityId: "nobody" },
  },
  deleteEntity: {
    input: { ...cus, entityId: "ada" },
    other: { entityId: "bob" },
    refused: { entityId: "nobody" },
  },
  createBalance: {
    input: { ...messages, includedGrant: "7.5", reset: { interval: "MONTH" } },
    other: { includedGrant: 8 },
    refused: nobody,
  },
  updateBalance: { input: { ...messages, remaining: 7 }, other: { remaining: 8 }, refused: nobody },
  deleteBalance: {
    input: { ...messages, balanceId: "g1" },
    other: { balanceId: "g2" },
    refused: { balanceId: "g9" },
  },
  recalculateBalances: { input: messages, other: { featureId: "sso" }, refused: nobody },
  track: {
    input: { ...messages, value: 30, properties: { model: "large" } },
    other: { value: 31 },
    refused: nobody,
  },
  trackBatch: {
    input: {
      items: [
        { ...messages, value: 30, idempotencyKey: "item" },
        { ...messages, ...nobody },
        { ...messages, value: 500, overageBehavior: "REJECT" },
        { ...cus, eventName: "message.sent" },
      ],
    },
    other: { items: [messages] },
    refused: { items: [] },
  },
  checkAndTrack: {
    input: { ...messages, requiredBalance: 30 },
    other: { requiredBalance: 31 },
    refused: nobody,
  },
  createLock: {
    input: { ...messages, requiredBalance: 30, lockId: "second" },
    other: { requiredBalance: 31 },
    refused: { lockId: "first" },
  },
  finalizeLock: {
    input: { lockId: "first", action: "CONFIRM", overrideValue: 3 },
    other: { overrideValue: 4 },
    refused: { lockId: "nothing" },
  },
};

/** The world, in which a lock named first holds 10 messages. */
export async function openStage(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await openWorld(options);
  const { data } = await gateway.query(LOCK, {
    input: { ...messages, requiredBalance: 10, lockId: "first" },
  });
  if (data.createLock.allowed !== true) throw new Error(JSON.stringify(data));
  return gateway;
}

const LOCK = /* GraphQL */ `
  mutation ($input: CreateLockInput!) {
    createLock(input: $input) { ... on LockPayload { allowed } ... on Error { message } }
  }`;

function limit(units: number) {
  return { featureId: "messages", limit: units, interval: "MONTH" };
}
