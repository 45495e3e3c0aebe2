/** What a decision about one customer may look at, read within its transaction. */
import type { CustomerCommand } from "../../engine/command.ts";
import type { World } from "../../engine/decide.ts";
import type { Catalog } from "../../engine/feature.ts";
import { LONGEST_HOLD } from "../../engine/lock.ts";
import { lockNotFound, type Refusal } from "../../engine/refusal.ts";
import { text } from "./column.ts";
import { ask, type Program } from "./program.ts";
import { ledgerFromRow } from "./rows.ts";

export function* worldOf(command: CustomerCommand, catalog: Catalog, now: number): Program<World> {
  const [row] = yield* ask("ledgers", JSON.stringify([command.customerId]));
  return {
    catalog,
    ledger: row ? ledgerFromRow(row) : null,
    newIdTaken: yield* isNewIdTaken(command),
    lockIdTaken: yield* isLockIdTaken(command, now),
  };
}

/** The command with the customer whose lock is to be finalized, for its caller names the lock alone. */
export function* addressed(
  command: CustomerCommand,
  now: number,
): Program<CustomerCommand | Refusal> {
  if (command.type !== "finalizeLock") return command;
  const { lockId } = command;
  const [row] = yield* ask("lockHolder", lockId, now, LONGEST_HOLD);
  if (!row) return lockNotFound(lockId);
  return { ...command, customerId: text.read(row[0]) };
}

function* isNewIdTaken(command: CustomerCommand): Program<boolean> {
  if (command.type !== "updateCustomer" || command.newCustomerId === undefined) return false;
  if (command.newCustomerId === command.customerId) return false;
  return (yield* ask("customerExists", command.newCustomerId)).length > 0;
}

function* isLockIdTaken(command: CustomerCommand, now: number): Program<boolean> {
  if (command.type !== "createLock") return false;
  const { lockId, customerId } = command;
  return (yield* ask("lockIdTaken", lockId, now, LONGEST_HOLD, customerId)).length > 0;
}
