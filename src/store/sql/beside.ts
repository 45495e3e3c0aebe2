/** What a command has to know beside its own customer. */
import type { Command, CustomerCommand, FeatureCommand, Request } from "../../engine/command.ts";
import type { World } from "../../engine/decide.ts";
import { LONGEST_HOLD } from "../../engine/lock.ts";
import { text } from "./column.ts";
import type { Opening } from "./opening.ts";
import { ask, type Call, call, type Program } from "./program.ts";

export function isOfCatalog(command: Command): command is FeatureCommand {
  const { type } = command;
  return type === "createFeature" || type === "updateFeature" || type === "deleteFeature";
}

/** Whether it looks beyond its own customer, or makes or ends one, so that it shares its transaction with none. */
export function standsAlone(command: Command): boolean {
  switch (command.type) {
    case "createFeature":
    case "updateFeature":
    case "deleteFeature":
    case "createCustomer":
    case "deleteCustomer":
    case "createLock":
    case "finalizeLock":
      return true;
    case "updateCustomer":
      return newIdOf(command) !== null;
    default:
      return false;
  }
}

/** The customer of the command; null where it names none but a lock that nobody holds. */
export function* holderOf({ command, now }: Request<CustomerCommand>): Program<string | null> {
  if (command.type !== "finalizeLock") return command.customerId;
  const [row] = yield* ask("lockHolder", command.lockId, now, LONGEST_HOLD);
  return row ? text.read(row[0]) : null;
}

/** The questions, to be asked together with all others. */
export function besideCalls({ command, now }: Request): readonly Call[] {
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
export function besideIn({ rowsOf }: Opening): Pick<World, "newIdTaken" | "lockIdTaken"> {
  return {
    newIdTaken: rowsOf("customerExists").length > 0,
    lockIdTaken: rowsOf("lockIdTaken").length > 0,
  };
}

function newIdOf(command: CustomerCommand | FeatureCommand): string | null {
  if (command.type !== "updateCustomer") return null;
  const { customerId, newCustomerId = customerId } = command;
  return newCustomerId === customerId ? null : newCustomerId;
}
