import type { Context } from "../context.ts";
import type {
  Command,
  CreateBalance,
  CreateEntity,
  CreateLock,
  DeleteBalance,
  FinalizeLock,
  RecalculateBalances,
  UpdateBalance,
  UpdateEntity,
} from "../engine/command.ts";
import { invariant } from "../engine/invariant.ts";
import { type BalanceRead, type Reading, readBalance, readingOf } from "../loaders/reading.ts";
import { readEntity } from "../schema/entity.ts";
import { failureOf, InvalidInputError } from "../schema/failures.ts";
import type { EntryRead } from "../schema/ledger-entry.ts";
import type { Locked } from "../schema/lock-result.ts";
import type { BalanceChanged, Called, EntityChanged } from "../schema/results.ts";
import { idRule } from "../schema/rules.ts";
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
    idempotencyKey: keyOf(context, idempotencyKey),
    dryRun: dryRun ?? false,
    actor: context.viewer.actor,
  });
  if (outcome.kind === "refused") throw failureOf(outcome);
  context.committed(outcome);
  return outcome;
}

/** The key of the call: its input's, or its request's Idempotency-Key header, which must be the same. */
export function keyOf(context: Context, key: string | null | undefined): string | null {
  const { idempotencyKey: header } = context;
  if (header === null) return key ?? null;
  const problems = key == null || key === header ? faultsOf(header) : ["is another one"];
  if (problems.length === 0) return header;
  const path = ["input", "idempotencyKey"];
  const issues = problems.map((problem) => ({
    path,
    message: `Idempotency-Key header ${problem}`,
  }));
  throw new InvalidInputError("INVALID_INPUT", issues);
}

function faultsOf(key: string): readonly string[] {
  return (idRule.schema.safeParse(key).error?.issues ?? []).map(({ message }) => message);
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

/** The balance that an answer names, in what the command left; null where it names none. */
export function balanceIn(
  after: Reading,
  featureId: string | null,
  entityId: string | null,
): BalanceRead | null {
  return featureId === null ? null : readBalance(after, featureId, entityId);
}

/** The command's own entry; null where it moved nothing. */
export function entryAfter(applied: Applied<Command>): EntryRead | null {
  const { entry, ledger } = applied;
  return entry && ledger && { ...entry, customerId: ledger.customer.customerId };
}

/** The payload of a command that changed a balance. */
export function changedBalance(applied: Applied<BalanceCommand>): BalanceChanged {
  const { featureId, entityId } = applied.result;
  const customer = readingAfter(applied);
  return {
    ...calledOf(applied),
    balance: balanceIn(customer, featureId, entityId),
    customer,
    entry: entryAfter(applied),
  };
}

/** The payload of a command that took or settled a lock. */
export function lockAfter(applied: Applied<CreateLock | FinalizeLock>): Locked {
  const { lock, allowed, deductions, reason, explanation, balanceFeatureId, entityId } =
    applied.result;
  const after = readingAfter(applied);
  const { customerId } = after.ledger.customer;
  return {
    ...calledOf(applied),
    ...{ allowed, deductions, reason, explanation },
    lock: lock && { ...lock, customerId },
    balance: balanceIn(after, balanceFeatureId, entityId),
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
