import type { InputFields } from "./builder.ts";
import { idRule } from "./rules.ts";

/** What every mutation's input has beside its own fields. */
export function callFields(t: InputFields) {
  return {
    idempotencyKey: t.id({
      description:
        "Makes a retry safe: the same key with the same input gives the first answer again, with other input a conflict. A refused or failed call frees its key; a day later the answer is no longer kept, and the key is refused. A request with a single mutation may give it as its Idempotency-Key header.",
      validate: idRule,
    }),
    dryRun: t.boolean({
      description: "Computes the same answer and saves nothing.",
    }),
  };
}
