/** The case format's inputs as the engine's commands, with the defaults that the schema gives. */
import { amount } from "../../src/engine/amount.ts";
import type { Check, CustomerCommand } from "../../src/engine/command.ts";
import type { Action } from "./cases-format.ts";
import type { Controls } from "./cases-inputs.ts";
import { createBalance, exact, instant } from "./targets-grants.ts";

/** The command that an action is; null where it is none, or names what no command can express. */
export function commandOf(
  customerId: string,
  grantId: string,
  action: Action,
): CustomerCommand | null {
  switch (action.op) {
    case "track":
      return track(customerId, action.input);
    case "check":
      return checkAndTake(customerId, action.input);
    case "finalizeLock":
      return finalizeLock(customerId, action.input);
    case "createBalance":
      return createBalance(action.input.customerId ?? customerId, grantId, action.input);
    case "updateBalance":
      return updateBalance(customerId, action.input);
    case "deleteBalance":
      return deleteBalance(customerId, action.input);
    case "recalculateBalances":
      return { type: action.op, customerId, entityId: null, ...action.input };
    case "createEntity":
      return { type: action.op, customerId, ...action.input, name: null, billingControls: {} };
    case "updateEntity":
      return updateEntity(customerId, action.input);
    case "deleteEntity":
      return { type: action.op, customerId, ...action.input };
    case "updateCustomer":
      return updateCustomer(customerId, action.input);
    default:
      return null;
  }
}

export function createCustomer(customerId: string): CustomerCommand {
  return {
    type: "createCustomer",
    customerId,
    name: null,
    email: null,
    fingerprint: null,
    metadata: {},
    billingControls: {},
    config: {},
    testClock: null,
  };
}

type Input<Op extends Action["op"]> = Extract<Action, { op: Op }>["input"];

function updateBalance(customerId: string, input: Input<"updateBalance">) {
  return {
    type: "updateBalance",
    customerId,
    featureId: input.featureId,
    entityId: input.entityId ?? null,
    balanceId: input.balanceId ?? null,
    interval: input.interval ?? null,
    remaining: exact(input.remaining),
    addToBalance: exact(input.addToBalance),
    usage: exact(input.usage),
    includedGrant: exact(input.includedGrant),
    nextResetAt: instant(input.nextResetAt),
    expiresAt: instant(input.expiresAt),
  } as const;
}

function checkAndTake(customerId: string, input: Input<"check">): CustomerCommand | null {
  const question = { ...questionOf(customerId, input), properties: null };
  const { sendEvent, lock } = input;
  if (!lock) return sendEvent ? { type: "checkAndTrack", ...question } : null;
  const expiresAt = instant(lock.expiresAt) ?? null;
  return { type: "createLock", ...question, lockId: lock.lockId, expiresAt };
}

function finalizeLock(customerId: string, input: Input<"finalizeLock">): CustomerCommand {
  const { lockId, action } = input;
  const overrideValue = exact(input.overrideValue) ?? null;
  return { type: "finalizeLock", customerId, lockId, action, overrideValue, properties: null };
}

/** The commands of a batch; null where it is empty, or an item is none. */
export function batchOf(
  customerId: string,
  { items }: Input<"batchTrack">,
): readonly CustomerCommand[] | null {
  const commands = items.flatMap((item) => track(customerId, item) ?? []);
  return items.length > 0 && commands.length === items.length ? commands : null;
}

function track(customerId: string, input: Input<"track">): CustomerCommand | null {
  if ((input.featureId === undefined) === (input.eventName === undefined)) return null;
  return {
    type: "track",
    customerId,
    featureId: input.featureId ?? null,
    eventName: input.eventName ?? null,
    entityId: input.entityId ?? null,
    value: amount(input.value ?? 1),
    properties: null,
    timestamp: instant(input.timestamp) ?? null,
    overageBehavior: input.overageBehavior ?? "cap",
  };
}

export function questionOf(customerId: string, input: Input<"check">): Check {
  return {
    customerId,
    featureId: input.featureId,
    entityId: input.entityId ?? null,
    requiredBalance: amount(input.requiredBalance ?? 1),
  };
}

function deleteBalance(customerId: string, input: Input<"deleteBalance">) {
  return {
    type: "deleteBalance",
    customerId,
    featureId: input.featureId ?? null,
    entityId: null,
    balanceId: input.balanceId ?? null,
    interval: null,
    recalculateBalances: input.recalculateBalances ?? false,
  } as const;
}

function updateCustomer(
  customerId: string,
  input: Input<"updateCustomer">,
): CustomerCommand | null {
  const { newCustomerId, billingControls, ...rest } = input;
  if (newCustomerId === null) return null;
  return { type: "updateCustomer", customerId, newCustomerId, ...rest, ...controlsOf(input) };
}

function updateEntity(customerId: string, input: Input<"updateEntity">): CustomerCommand {
  return { type: "updateEntity", customerId, entityId: input.entityId, ...controlsOf(input) };
}

/** The lists given. */
function controlsOf({ billingControls: controls }: { billingControls?: Controls | undefined }) {
  if (!controls) return {};
  const usageLimits = controls.usageLimits?.map(({ enabled = true, ...limit }) => ({
    ...limit,
    enabled,
    limit: amount(limit.limit),
    anchor: "billing_cycle" as const,
    filter: null,
  }));
  const spendLimits = controls.spendLimits?.map(({ limitType = "absolute", ...limit }) => ({
    ...limit,
    overageLimit: amount(limit.overageLimit),
    limitType,
    skipOverageBilling: false,
  }));
  const autoTopups = controls.autoTopups?.map((topup) => ({
    ...topup,
    threshold: amount(topup.threshold),
    quantity: amount(topup.quantity),
  }));
  const { overageAllowed } = controls;
  return { billingControls: { usageLimits, spendLimits, autoTopups, overageAllowed } };
}
