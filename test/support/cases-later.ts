import type { Action, Case } from "./cases-format.ts";
import type { Controls } from "./cases-inputs.ts";

/** What a case needs that there is not yet; null where it can run. */
export function laterReason(setting: Case): string | null {
  const actions: readonly Action[] = setting.steps.flatMap((step) =>
    step.op === "concurrent" ? step.input.ops : [step],
  );
  return actions.map(neededBy).find((reason) => reason !== null) ?? null;
}

function neededBy(action: Action): string | null {
  switch (action.op) {
    case "finalizeLock":
      return "locks";
    case "check":
      return action.input.lock ? "locks" : null;
    case "usageLimits":
      return "usage limits";
    case "updateCustomer":
    case "updateEntity":
      return setsUsageLimits(action.input.billingControls) ? "usage limits" : null;
    case "batchTrack":
      return "trackBatch";
    default:
      return null;
  }
}

function setsUsageLimits(controls: Controls | undefined): boolean {
  return controls?.usageLimits !== undefined;
}
