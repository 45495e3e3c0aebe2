import { explain } from "../engine/explain.ts";
import type { Explanation } from "../engine/explanation.ts";
import { findFeature } from "../engine/feature.ts";
import { type BalanceRead, viewOf } from "../loaders/reading.ts";
import { builder } from "./builder.ts";

export const ExplanationRef = builder.objectRef<Explanation>("Explanation").implement({
  description:
    "One line of a balance's explanation: what one source adds to one of its figures. The lines of a figure add up to it.",
  fields: (t) => ({
    field: t.exposeString("field", {
      description: "The figure: granted, remaining, usage or overage.",
    }),
    source: t.exposeString("source", {
      description:
        "What adds to it: grant, prepaid, adjustment, rollover, overage, unlimited, lock (what live locks hold), pool (the shared pool, switched off), entity rows or entity rollovers.",
    }),
    sourceId: t.exposeID("sourceId", {
      nullable: true,
      description:
        "The balanceId of the source, or a rollover's id; null where several sources are meant together.",
    }),
    amount: t.expose("amount", {
      type: "Amount",
      description:
        "Units that it adds to the figure, below 0 where it takes off; 0 where the line only gives a reason.",
    }),
    text: t.exposeString("text", {
      description: "The same in words, with the rule's number at the end.",
    }),
  }),
});

/** The lines of the balance, as of the reading that it was derived from. */
export function explanationOf({ reading, featureId, entityId }: BalanceRead): Explanation[] {
  const feature = findFeature(reading.catalog, featureId);
  return feature ? [...explain(viewOf(reading, entityId), feature)] : [];
}
