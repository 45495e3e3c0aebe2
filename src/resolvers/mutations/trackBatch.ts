import { invariant } from "../../engine/invariant.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { ConflictError, failureOf, InvalidInputError, type Told } from "../../schema/failures.ts";
import { type Called, DRY_RUN, REPLAYED } from "../../schema/results.ts";
import { batchRule } from "../../schema/rules.ts";
import { TrackInput } from "../../schema/track-input.ts";
import { type Tracked, TrackResult } from "../../schema/track-result.ts";
import { inTurn } from "../in-turn.ts";
import { keyOf } from "../perform.ts";
import { itemAfter, trackOf } from "../tracking.ts";

const TrackBatchInput = builder.inputType("TrackBatchInput", {
  description:
    "Usage to be recorded, item by item. A malformed item refuses the whole batch, a refused item fails alone.",
  fields: (t) => ({
    items: t.field({
      type: [TrackInput],
      required: true,
      description:
        "1 to 1000 items, recorded in this order. Together they may make at most 10,000 deductions. Each item may have its own idempotency key. Set dryRun on the batch, not on an item.",
      validate: batchRule,
    }),
    ...callFields(t),
  }),
});

interface TrackedBatch extends Called {
  /** In their order, each in its turn. */
  readonly results: () => readonly Promise<Tracked | Told>[];
}

const TrackBatchPayload = builder.objectRef<TrackedBatch>("TrackBatchPayload").implement({
  description: "What became of each item, told after the commit of them all.",
  fields: (t) => ({
    results: t.field({
      type: [TrackResult],
      description: "Usage recorded, or why not: one for each item, in their order.",
      resolve: ({ results }) => results(),
    }),
    replayed: t.exposeBoolean("replayed", { description: REPLAYED }),
    dryRun: t.exposeBoolean("dryRun", { description: DRY_RUN }),
  }),
});

const TrackBatchResult = builder.errorUnion("TrackBatchResult", {
  description: "A batch recorded, or why none of it was.",
  types: [TrackBatchPayload, InvalidInputError, ConflictError],
  resolveType: () => "TrackBatchPayload",
});

builder.mutationField("trackBatch", (t) =>
  t.field({
    type: TrackBatchResult,
    description:
      "Records usage of many customers in one commit, as if by one track after the other.",
    args: { input: t.arg({ type: TrackBatchInput, required: true, description: "The usage." }) },
    resolve: async (_root, { input }, context): Promise<TrackedBatch> => {
      const { items, idempotencyKey, dryRun } = input;
      refuseDryItems(items, dryRun);
      const commands = items.map((item) => ({
        command: trackOf(item),
        idempotencyKey: item.idempotencyKey ?? null,
      }));
      const outcome = await context.store.applyBatch({
        items: commands,
        now: context.now(),
        idempotencyKey: keyOf(context, idempotencyKey),
        dryRun: dryRun ?? false,
        actor: context.viewer.actor,
      });
      if (outcome.kind === "refused") throw failureOf(outcome);
      for (const each of outcome.outcomes) if (each.kind === "applied") context.committed(each);
      const results = commands.map(({ command }, index) => {
        const result = outcome.outcomes[index];
        invariant(result, "a batch answers each of its items");
        return () => itemAfter(context, command, { ...outcome, result });
      });
      return {
        results: () => inTurn(results),
        replayed: outcome.replayed,
        dryRun: outcome.dryRun,
      };
    },
  }),
);

/** One transaction is saved or is not: an item alone cannot be tried out. */
function refuseDryItems(
  items: readonly { readonly dryRun?: boolean | null | undefined }[],
  dryRun: boolean | null | undefined,
): void {
  const issues = items.flatMap((item, index) =>
    item.dryRun && !dryRun
      ? [{ path: ["input", "items", String(index), "dryRun"], message: DRY_ITEM }]
      : [],
  );
  if (issues.length > 0) throw new InvalidInputError("INVALID_INPUT", issues);
}

const DRY_ITEM = "must be set on the batch: it is saved as a whole or not at all";
