import type { Context } from "../context.ts";
import type {
  Command,
  CreateBalance,
  CreateEntity,
  DeleteBalance,
  RecalculateBalances,
  UpdateBalance,
  UpdateEntity,
} from "../engine/command.ts";
import { invariant } from "../engine/invariant.ts";
import { type BalanceRead, type Reading, readBalance, readingOf } from "../loaders/reading.ts";
import { readEntity } from "../schema/entity.ts";
import { failureOf } from "../schema/failures.ts";
import type { EntryRead } from "../schema/ledger-entry.ts";
import type { BalanceChanged, Called, EntityChanged } from "../schema/results.ts";
import type { Applied } from "../store/port.ts";

/** What every input has beside its command. */
export interface CallInput {
  readonly idempotencyKey?: string | null | undefined;
  readonly dryRun?: boolean | null | undefined;
}

type BalanceCommand = CreateBalance | UpdateBalance | DeleteBalance | RecalculateBalances;

/** Has the store apply the command. A refusal is thrown, for the field's result union to show. */
export async function perform<C extends Command>(
  context: Context,
  command: C,
  { idempotencyKey, dryRun }: CallInput,
): Promise<Applied<C>> {
  const outcome = await context.store.apply({
    command,
    now: context.now(),
    idempotencyKey: idempotencyKey ?? null,
    dryRun: dryRun ?? false,
    actor: context.viewer.actor,
  });
  if (outcome.kind === "refused") throw failureOf(outcome);
  context.committed(outcome);
  return outcome;
}

/** How the call went, for its payload. */
export function calledOf({ replayed, dryRun }: Applied<Command>): Called {
  return { replayed, dryRun };
}

/** The customer as the command left it, whatever has happened since. */
export function readingAfter({ ledger, catalog, at }: Applied<Command>): Reading {
  invariant(ledger, "the command leaves a customer");
  return readingOf(ledger, catalog, at);
}

/** A balance as the command left it; null where it shows none. */
export function balanceAfter(
  applied: Applied<Command>,
  featureId: string | null,
  entityId: string | null,
): BalanceRead | null {
  return featureId === null ? null : readBalance(readingAfter(applied), featureId, entityId);
}

/** The command's own entry; null where it moved nothing. */
export function entryAfter(applied: Applied<Command>): EntryRead | null {
  const { entry, ledger } = applied;
  return entry && ledger && { ...entry, customerId: ledger.customer.customerId };
}

/** The payload of a command that changed a balance. */
export function changedBalance(applied: Applied<BalanceCommand>): BalanceChanged {
  const { featureId, entityId } = applied.result;
  return {
    ...calledOf(applied),
    balance: balanceAfter(applied, featureId, entityId),
    customer: readingAfter(applied),
    entry: entryAfter(applied),
  };
}

/** The payload of a command that made or changed an entity. */
export function changedEntity(applied: Applied<CreateEntity | UpdateEntity>): EntityChanged {
  const customer = readingAfter(applied);
  const entity = readEntity(customer, applied.result.entityId);
  invariant(entity, "the command leaves its entity");
  return { ...calledOf(applied), entity, customer };
}

/** Undefined where a field was left out or null: nothing is asked of it. */
export function given<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}
