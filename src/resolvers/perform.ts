import type { Context } from "../context.ts";
import type {
  Command,
  CreateBalance,
  CreateEntity,
  CreateFeature,
  CreateLock,
  DeleteBalance,
  FinalizeLock,
  RecalculateBalances,
  UpdateBalance,
  UpdateEntity,
  UpdateFeature,
} from "../engine/command.ts";
import { invariant } from "../engine/invariant.ts";
import { entityNotFound, featureNotFound } from "../engine/refusal.ts";
import { committedReading } from "../loaders/committed.ts";
import { lockOf } from "../loaders/locks.ts";
import { newPreview } from "../loaders/moment.ts";
import { type BalanceRead, type Reading, readBalance, readingOf } from "../loaders/reading.ts";
import { readEntity } from "../schema/entity.ts";
import { failureOf, InvalidInputError, toFailure } from "../schema/failures.ts";
import type { EntryRead } from "../schema/ledger-entry.ts";
import { type LockRead, readLock } from "../schema/lock.ts";
import type { Locked } from "../schema/lock-result.ts";
import type { BalanceChanged, Called, EntityChanged, FeatureChanged } from "../schema/results.ts";
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
  if (outcome.kind === "refused") throw failureOf(outcome, dryRun ? newPreview() : null);
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

/**
 * The customer that an answer shows: as the command left it, whatever has happened since. A dry run's is a
 * preview. A replay's is the customer as it is now; a failure is thrown where that is gone.
 */
export async function customerAfter(
  { loaders, store }: Context,
  { customerId, ledger, catalog, at, entry, replayed, dryRun }: Applied<Command>,
): Promise<Reading> {
  invariant(customerId !== null, "the command leaves a customer");
  if (ledger && dryRun) {
    const lastSeq = entry ? entry.seq - 1 : ledger.seq;
    return { ...readingOf(ledger, catalog, at, newPreview()), lastSeq };
  }
  const after = ledger && (await committedReading(store, { ledger, catalog }, at));
  if (after) return after;
  invariant(replayed || ledger, "what was decided just now comes with its ledger");
  const present = await loaders.readings.load(customerId);
  // One that was created later has only the id in common.
  if (present && present.ledger.customer.createdAt <= at) return present;
  const message = `The call with this key was applied, but its customer ${customerId} was deleted or renamed since`;
  throw toFailure({ code: "CUSTOMER_NOT_FOUND", message }, null);
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
export function entryIn(
  { ledger, moment }: Reading,
  { entry, dryRun }: Applied<Command>,
): EntryRead | null {
  if (!entry) return null;
  // A dry batch replays its own items too, whose entries no ledger has.
  const isPreview = dryRun && moment === null && entry.seq > ledger.seq;
  const { customerId } = ledger.customer;
  return { ...entry, customerId, moment: isPreview ? newPreview() : moment };
}

/** The payload of a command that changed a balance. */
export async function changedBalance(
  context: Context,
  applied: Applied<BalanceCommand>,
): Promise<BalanceChanged> {
  const { featureId, entityId } = applied.result;
  const customer = await customerAfter(context, applied);
  return {
    ...calledOf(applied),
    balance: balanceIn(customer, featureId, entityId),
    customer,
    entry: entryIn(customer, applied),
  };
}

/** The payload of a command that took or settled a lock. */
export async function lockAfter(
  context: Context,
  applied: Applied<CreateLock | FinalizeLock>,
): Promise<Locked> {
  const { allowed, deductions, reason, explanation, balanceFeatureId, entityId } = applied.result;
  const customer = await customerAfter(context, applied);
  return {
    ...calledOf(applied),
    ...{ allowed, deductions, reason, explanation },
    lock: await lockIn(customer, applied, context),
    balance: balanceIn(customer, balanceFeatureId, entityId),
    entry: entryIn(customer, applied),
  };
}

/** The lock that an answer names, as it stands in the reading. */
async function lockIn(
  reading: Reading,
  { result: { lock }, replayed }: Applied<CreateLock | FinalizeLock>,
  { store }: Context,
): Promise<LockRead | null> {
  const shown = lock && replayed ? await lockOf(reading, store, lock.seq) : lock;
  return shown && readLock(reading, shown);
}

/** The payload of a command that made or changed an entity. */
export async function changedEntity(
  context: Context,
  applied: Applied<CreateEntity | UpdateEntity>,
): Promise<EntityChanged> {
  const { entityId } = applied.result;
  const customer = await customerAfter(context, applied);
  const entity = readEntity(customer, entityId);
  if (!entity) throw toFailure(entityNotFound(entityId), null);
  return { ...calledOf(applied), entity, customer };
}

/** The payload of a command that made or changed a feature. */
export async function changedFeature(
  { loaders }: Context,
  applied: Applied<CreateFeature | UpdateFeature>,
): Promise<FeatureChanged> {
  const { feature } = applied.result;
  const called = calledOf(applied);
  if (!applied.replayed) {
    return { ...called, feature: { ...feature, moment: applied.dryRun ? newPreview() : null } };
  }
  const present = await loaders.features.load(feature.featureId);
  if (!present) throw toFailure(featureNotFound(feature.featureId), null);
  return { ...called, feature: present };
}

/** Undefined where a field was left out or null: nothing is asked of it. */
export function given<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}
