import { ONE } from "../engine/amount.ts";
import type { Track } from "../engine/command.ts";
import type { TrackInput } from "../schema/track-input.ts";
import type { Tracked } from "../schema/track-result.ts";
import type { Applied } from "../store/port.ts";
import { balanceIn, calledOf, entryAfter, readingAfter } from "./perform.ts";

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
export function trackedBy(
  { customerId, entityId, eventName }: Track,
  applied: Applied<Track>,
): Tracked {
  const { value, deductions, balanceFeatureId, balanceFeatureIds } = applied.result;
  const after = readingAfter(applied);
  return {
    ...calledOf(applied),
    ...{ customerId, entityId, eventName, value, deductions },
    balance: balanceIn(after, balanceFeatureId, entityId),
    balances: balanceFeatureIds.map((featureId) => ({
      featureId,
      balance: balanceIn(after, featureId, entityId),
    })),
    entry: entryAfter(applied),
  };
}
