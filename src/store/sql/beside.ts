/** What a command has to know beside its own customer. */
import type { Command, CustomerCommand, FeatureCommand, Request } from "../../engine/command.ts";
import type { World } from "../../engine/decide.ts";
import { LONGEST_HOLD } from "../../engine/lock.ts";
import { text } from "./column.ts";
import type { Opening } from "./opening.ts";
import { type Call, call, type Program } from "./program.ts";

export function isOfCatalog(command: Command): command is FeatureCommand {
  const { type } = command;
  return type === "createFeature" || type === "updateFeature" || type === "deleteFeature";
}

/**
 * Whether the two cannot share a transaction: one makes or ends a customer or a feature, or both name
 * one lock, whose holder is looked up before either is decided.
 */
export function clash(one: Command, other: Command): boolean {
  if (standsAlone(one) || standsAlone(other)) return true;
  const lockId = lockIdOf(one);
  return lockId !== null && lockId === lockIdOf(other);
}

function standsAlone(command: Command): boolean {
  switch (command.type) {
    case "createFeature":
    case "updateFeature":
    case "deleteFeature":
    case "createCustomer":
    case "deleteCustomer":
      return true;
    case "updateCustomer":
      return newIdOf(command) !== null;
    default:
      return false;
  }
}

/** The customer of each; null where it names none but a lock that nobody holds. */
export function* customersOf(
  requests: readonly Request<CustomerCommand>[],
): Program<readonly (string | null)[]> {
  const questions = requests.flatMap(({ command, now }) =>
    command.type === "finalizeLock" ? call("lockHolder", command.lockId, now, LONGEST_HOLD) : [],
  );
  const answers = questions.length > 0 ? yield questions : [];
  const holders = answers.map(([row]) => (row ? text.read(row[0]) : null));
  return requests.map(({ command }) => {
    if (command.type !== "finalizeLock") return command.customerId;
    return holders[questions.findIndex(({ values: [id] }) => id === command.lockId)] ?? null;
  });
}

/**
 * The questions, to be asked together with all others. In order of lock id, so that two transactions
 * cannot wait for each other.
 */
export function besideCalls(requests: readonly Request[]): readonly Call[] {
  return requests.toSorted(byLockId).flatMap(questionsOf);
}

function byLockId(left: Request, right: Request): number {
  const [one, other] = [lockIdOf(left.command) ?? "", lockIdOf(right.command) ?? ""];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function questionsOf({ command, now }: Request): readonly Call[] {
  if (command.type === "createLock") {
    const { lockId, customerId } = command;
    const taken = call("lockIdTaken", lockId, now, LONGEST_HOLD, customerId);
    return [call("claimLockId", lockId), taken];
  }
  if (command.type === "updateFeature" || command.type === "deleteFeature") {
    return [call("featureInUse", command.featureId)];
  }
  const newId = newIdOf(command);
  return newId === null ? [] : [call("customerExists", newId)];
}

/** The answers, as a decision is given them. */
export function besideIn(
  { rowsOf }: Opening,
  command: Command,
): Pick<World, "newIdTaken" | "lockIdTaken"> {
  return {
    newIdTaken: rowsOf("customerExists").length > 0,
    lockIdTaken: rowsOf("lockIdTaken", lockIdOf(command)).length > 0,
  };
}

function lockIdOf(command: Command): string | null {
  return "lockId" in command ? command.lockId : null;
}

function newIdOf(command: CustomerCommand | FeatureCommand): string | null {
  if (command.type !== "updateCustomer") return null;
  const { customerId, newCustomerId = customerId } = command;
  return newCustomerId === customerId ? null : newCustomerId;
}
