/** Whether a balance suffices, and by which rule (C2, C3, A20). */
import { type Amount, minus, ZERO } from "./amount.ts";
import type { DenialReason } from "./command.ts";
import type { Cover } from "./cover.ts";
import type { Cap } from "./limits.ts";
import type { OverageRule } from "./overage.ts";

/** What must be there. */
export interface Requirement {
  /** In units of the feature. */
  readonly value: Amount;
  /** In units of the payer. */
  readonly required: Amount;
}

/** The answer, with the figures that it was decided by. */
export interface Verdict extends Requirement {
  readonly cover: Cover;
  /** Null where it is allowed. */
  readonly reason: DenialReason | null;
  readonly ground: Ground;
}

/** The rule that decides, with its figures. */
export type Ground =
  | { readonly kind: "UNLIMITED" | "GIVING_BACK" | "ENOUGH" }
  /** `uncounted` is what rollovers pay of it: the cap does not see that (W2). */
  | { readonly kind: "USAGE_LIMIT"; readonly cap: Cap; readonly uncounted: Amount }
  | OverageRule;

/** Holds the requirement against the cover. The first rule that applies decides (C2). */
export function judge(cover: Cover, requirement: Requirement): Verdict {
  const missing = minus(requirement.required, cover.remaining);
  const ground = groundOf(cover, requirement, missing);
  return { ...requirement, cover, ground, reason: reasonOf(ground, missing) };
}

function groundOf(cover: Cover, { value, required }: Requirement, missing: Amount): Ground {
  const { unlimited, onUnits, onCredits, carried, overdraft } = cover;
  if (unlimited) return { kind: "UNLIMITED" };
  if (required < ZERO) return { kind: "GIVING_BACK" };
  if (onUnits && value > onUnits.headroom) {
    return { kind: "USAGE_LIMIT", cap: onUnits, uncounted: ZERO };
  }
  if (onCredits && minus(required, carried) > onCredits.headroom) {
    return { kind: "USAGE_LIMIT", cap: onCredits, uncounted: carried };
  }
  return missing <= ZERO ? { kind: "ENOUGH" } : overdraft.rule;
}

function reasonOf(ground: Ground, missing: Amount): DenialReason | null {
  switch (ground.kind) {
    case "USAGE_LIMIT":
      return "USAGE_LIMIT";
    case "NO_OVERAGE":
      return "INSUFFICIENT_BALANCE";
    case "SPEND_LIMIT":
    case "PURCHASE_LIMIT":
      return missing > ground.ceiling.left ? ground.kind : null;
    default:
      return null;
  }
}
