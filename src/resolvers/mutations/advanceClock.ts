import type { Reading } from "../../loaders/reading.ts";
import { builder } from "../../schema/builder.ts";
import { crossRule } from "../../schema/cross-rules.ts";
import { CustomerRef } from "../../schema/customer.ts";
import { parseDuration } from "../../schema/duration.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../../schema/failures.ts";
import { durationRule, idRule, instantRule } from "../../schema/rules.ts";
import { customerAfter, given, perform } from "../perform.ts";

const AdvanceClockInput = builder.inputType("AdvanceClockInput", {
  description:
    "How far to move a test clock. Give exactly one of `by` and `to`. It never moves back.",
  validate: [
    crossRule<{ readonly by?: string | null; readonly to?: number | null }>(
      null,
      "must have exactly one of by and to",
      ({ by, to }) => (by == null) !== (to == null),
    ),
  ],
  fields: (t) => ({
    customerId: t.id({
      required: true,
      description: "A customer created with a testClock.",
      validate: idRule,
    }),
    by: t.string({
      description: "An ISO 8601 duration, such as P1M2DT3H.",
      validate: durationRule,
    }),
    to: t.field({ type: "Timestamp", description: "The instant to go to.", validate: instantRule }),
  }),
});

interface Advanced {
  readonly now: number;
  readonly customer: Reading;
}

const AdvanceClockPayload = builder.objectRef<Advanced>("AdvanceClockPayload").implement({
  description: "The customer at its new now.",
  fields: (t) => ({
    now: t.expose("now", {
      type: "Timestamp",
      description: "Where this call set the clock.",
    }),
    customer: t.expose("customer", { type: CustomerRef, description: "The customer." }),
  }),
});

const AdvanceClockResult = builder.errorUnion("AdvanceClockResult", {
  description: "A clock moved, or why not.",
  types: [AdvanceClockPayload, InvalidInputError, NotFoundError, ConflictError],
  resolveType: () => "AdvanceClockPayload",
});

builder.mutationField("advanceClock", (t) =>
  t.field({
    type: AdvanceClockResult,
    description:
      "Sandbox only: moves one customer's test clock; everything that falls due on the way happens, as if time had passed. An Idempotency-Key header makes a retry safe here too.",
    args: { input: t.arg({ type: AdvanceClockInput, required: true, description: "How far." }) },
    resolve: async (_root, { input }, context) => {
      const applied = await perform(
        context,
        {
          type: "advanceClock",
          customerId: input.customerId,
          by: input.by == null ? undefined : (parseDuration(input.by) ?? undefined),
          to: given(input.to),
        },
        {},
      );
      const customer = await customerAfter(context, applied);
      return { now: applied.replayed ? applied.at : customer.at, customer };
    },
  }),
);
