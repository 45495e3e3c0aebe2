/** The case format's inputs as the engine's commands, with the defaults that the schema gives. */
import type { CustomerCommand } from "../../src/engine/command.ts";
import type { Action } from "./cases-format.ts";
import { controlsOf } from "./targets-controls.ts";
import { exact, instant, oneOr } from "./targets-door.ts";
import { createBalance } from "./targets-grants.ts";

/** The command that an action is; null where it is none, or names what no command can express. */
export function commandOf(
  customerId: string,
  grantId: string,
  action: Action,
): CustomerCommand | null {
  switch (action.op) {
    case "track":
      return track(action.input.customerId ?? customerId, action.input);
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
    expiresAt: input.expiresAt === null ? null : instant(input.expiresAt),
  } as const;
}

function checkAndTake(customerId: string, input: Input<"check">): CustomerCommand | null {
  const question = questionOf(customerId, input);
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
  const commands = items.flatMap((item) => track(item.customerId ?? customerId, item) ?? []);
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
    value: oneOr(input.value),
    properties: input.properties ?? null,
    timestamp: instant(input.timestamp) ?? null,
    overageBehavior: input.overageBehavior ?? "cap",
  };
}

/** What a check asks, and what a taking check asks. */
export function questionOf(customerId: string, input: Input<"check">) {
  return {
    customerId,
    featureId: input.featureId,
    entityId: input.entityId ?? null,
    requiredBalance: oneOr(input.requiredBalance),
    properties: input.properties ?? null,
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
