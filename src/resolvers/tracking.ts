import type { Context } from "../context.ts";
import { ONE } from "../engine/amount.ts";
import type { Track } from "../engine/command.ts";
import { newPreview } from "../loaders/moment.ts";
import { failureOf, NotFoundError, type Told, toFailure } from "../schema/failures.ts";
import type { TrackInput } from "../schema/track-input.ts";
import type { Tracked } from "../schema/track-result.ts";
import type { Applied, BatchApplied, Outcome } from "../store/port.ts";
import { balanceIn, calledOf, customerAfter, entryIn } from "./perform.ts";

/** The command that an input asks for. */
export function trackOf(input: typeof TrackInput.$inferInput): Track {
  return {
    type: "track",
    customerId: input.customerId,
    featureId: input.featureId ?? null,
    eventName: input.eventName ?? null,
    entityId: input.entityId ?? null,
    value: input.value ?? ONE,
    properties: input.properties ?? null,
    timestamp: input.timestamp ?? null,
    overageBehavior: input.overageBehavior ?? "cap",
  };
}

/** The payload of usage that was recorded. */
export async function trackedBy(
  context: Context,
  { customerId, entityId, eventName }: Track,
  applied: Applied<Track>,
): Promise<Tracked> {
  const { value, deductions, balanceFeatureId, balanceFeatureIds } = applied.result;
  const after = await customerAfter(context, applied);
  return {
    ...calledOf(applied),
    ...{ customerId, entityId, eventName, value, deductions },
    balance: balanceIn(after, balanceFeatureId, entityId),
    balances: balanceFeatureIds.map((featureId) => ({
      featureId,
      balance: balanceIn(after, featureId, entityId),
    })),
    entry: entryIn(after, applied),
  };
}

/**
 * What became of an item of a batch. What a dry run shows of a refused one is a preview too, for the items
 * before it left it so; a replay shows the balance as it is now.
 */
export async function itemAfter(
  context: Context,
  command: Track,
  { result, replayed, dryRun }: ItemOutcome,
): Promise<Tracked | Told> {
  if (result.kind === "applied") return trackedBy(context, command, result).catch(told);
  if (!replayed) return failureOf(result, dryRun ? newPreview() : null);
  return toFailure(result.refusal, await context.loaders.readings.load(command.customerId));
}

interface ItemOutcome extends Pick<BatchApplied, "replayed" | "dryRun"> {
  readonly result: Outcome<Track>;
}

/** That the customer is gone is an item's answer; whatever else was thrown goes on. */
function told(error: unknown): NotFoundError {
  if (error instanceof NotFoundError) return error;
  throw error;
}
