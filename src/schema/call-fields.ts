import type { InputFields } from "./builder.ts";
import { idRule } from "./rules.ts";

/** What every mutation's input has beside its own fields. */
export function callFields(t: InputFields) {
  return {
    idempotencyKey: t.id({
      description:
        "Makes a retry safe. The same key with the same input returns what the first call decided, and changes nothing. Another input is a conflict. A refused or failed call frees its key. After a day the answer is no longer kept, and the key is refused. A request with a single mutation can send it as the Idempotency-Key header instead.",
      validate: idRule,
    }),
    dryRun: t.boolean({
      description:
        "If true, computes the answer and saves nothing. The objects in the answer have preview ids.",
    }),
  };
}
