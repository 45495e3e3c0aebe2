/** updateBalance: one row's or one feature's figures set by hand (section 14). */

import { add, setRemaining, setUsage } from "./adjust.ts";
import { type Amount, minus, sum, ZERO } from "./amount.ts";
import { type Bucket, pour } from "./bucket.ts";
import type { BalanceAnswer, UpdateBalance } from "./command.ts";
import { minuteOf, nameOf } from "./explanation.ts";
import { findFeature } from "./feature.ts";
import { type Grant, type Ledger, revisionOf } from "./ledger.ts";
import { firstPeriodAfter, NEVER, stepOf } from "./period.ts";
import { withResetMoved } from "./receipt.ts";
import { balanceNotFound, invalid, type Refusal } from "./refusal.ts";
import { replaceGrant, withReset } from "./reset.ts";
import { unexpired } from "./rollovers.ts";
import { type Act, isRefusal, type Scene } from "./scene.ts";
import { changeGrants, select } from "./select.ts";
import type { Holding } from "./view.ts";

/** Applies what is given, in the order of `STEPS`, each on the state that the former left (U1). */
export function updateBalance(scene: Scene, command: UpdateBalance): Act<BalanceAnswer> {
  const { featureId, entityId } = command;
  const refusal = refusalOf(scene, command);
  if (refusal) return refusal;
  let { ledger } = scene;
  for (const step of STEPS) {
    const targets = select({ ...scene, ledger }, featureId, command);
    if (isRefusal(targets)) return targets;
    if (targets.every(({ slices }) => slices.length === 0)) return balanceNotFound(featureId);
    const next = step({ ...scene, ledger, targets, command });
    if (isRefusal(next)) return next;
    ledger = next;
  }
  return {
    ledger,
    result: { featureId, entityId },
    note: { kind: "UPDATE", featureId, entityId },
  };
}

interface Update extends Scene {
  readonly targets: readonly Holding[];
  readonly command: UpdateBalance;
}

type UpdateStep = (update: Update) => Ledger | Refusal;

const STEPS: readonly UpdateStep[] = [
  byAmount(setRemaining, ({ remaining }) => remaining),
  byAmount(add, ({ addToBalance }) => addToBalance),
  byAmount(setUsage, ({ usage }) => usage),
  setIncludedGrant,
  setNextResetAt,
  setExpiresAt,
];

function byAmount(
  adjust: (targets: readonly Holding[], value: Amount) => readonly Bucket[],
  given: (command: UpdateBalance) => Amount | undefined,
): UpdateStep {
  return ({ ledger, targets, command }) => {
    const value = given(command);
    return value === undefined ? ledger : pour(ledger, adjust(targets, value));
  };
}

/** The first row's adjustment makes up the difference; its balance stays, so that usage shifts (U8). */
function setIncludedGrant({ ledger, targets, command }: Update): Ledger | Refusal {
  const { includedGrant } = command;
  if (includedGrant === undefined) return ledger;
  if (targets.some(({ grant }) => grant.unlimited)) {
    return invalid("input.includedGrant", "must not be given for an unlimited balance");
  }
  const allowances = targets.flatMap(({ grant, slices }) => slices.map(() => grant.allowance));
  const adjustment = minus(includedGrant, sum(allowances));
  const first = targets.find(({ slices }) => slices.length > 0);
  const adjusted = first?.slices[0];
  if (!first) return ledger;
  return changeGrants(ledger, [first], (grant) => ({
    ...grant,
    slices: grant.slices.map((slice) => (slice === adjusted ? { ...slice, adjustment } : slice)),
  }));
}

/**
 * Of the rows that reset, the one that does so soonest. An instant that has come already resets it once, now; the
 * periods go on from that instant, which is the row's origin from then on (U9, A28).
 */
function setNextResetAt(update: Update): Ledger | Refusal {
  const { ledger, catalog, targets, at, command } = update;
  const { nextResetAt } = command;
  if (nextResetAt === undefined) return ledger;
  const soonest = earliest(
    targets.filter(({ grant }) => grant.nextResetAt !== null),
    (grant) => grant.nextResetAt,
  );
  if (!soonest) return invalid("input.nextResetAt", "must not be given: no matching row resets");
  const { grant } = soonest;
  const issue = resetIssue(update, grant, nextResetAt);
  if (issue) return invalid("input.nextResetAt", issue);
  const moved = { ...grant, nextResetAt, originAt: nextResetAt };
  const ahead = replaceGrant(withResetMoved(ledger, grant, nextResetAt), grant, moved);
  return nextResetAt > at ? ahead : resetByHand({ ledger: ahead, catalog, at }, moved);
}

/** What is wrong with the instant for this row; null: nothing (A28). */
function resetIssue(update: Update, grant: Grant, nextResetAt: number): string | null {
  const { createdAt, resetAt } = grant;
  const expiresAt = expiryAfter(update, grant);
  if (nextResetAt <= createdAt) return `must be later than the creation of ${nameOf(grant)}`;
  if (resetAt !== null && nextResetAt <= resetAt) {
    return `must be later than the latest reset of ${nameOf(grant)}, ${minuteOf(resetAt)}`;
  }
  if (expiresAt === null || nextResetAt < expiresAt) return null;
  return `must be earlier than the expiry of ${nameOf(grant)}, ${minuteOf(expiresAt)}`;
}

/** The expiry that the row has once the whole command is done. */
function expiryAfter({ targets, command }: Update, grant: Grant): number | null {
  const isSet = command.expiresAt !== undefined && soonestExpiring(targets)?.grant === grant;
  return isSet ? (command.expiresAt ?? null) : grant.expiresAt;
}

/** Resets the row now, as of the instant given; what is carried over lives from that instant on. */
function resetByHand({ ledger, catalog, at }: Scene, grant: Grant): Ledger {
  const boundary = grant.nextResetAt ?? at;
  const reset = withReset(ledger, grant, boundary, catalog);
  const rollovers = unexpired(reset.grant.rollovers, at);
  const nextResetAt = firstPeriodAfter(boundary, at, stepOf(grant));
  const after = { ...reset.grant, rollovers, nextResetAt, resetAt: at };
  return replaceGrant(reset.ledger, reset.grant, after);
}

/** Of the rows, the one that expires soonest (U10); null takes its expiry away (A13). */
function setExpiresAt({ ledger, targets, at, command }: Update): Ledger | Refusal {
  const { expiresAt } = command;
  if (expiresAt === undefined) return ledger;
  if (expiresAt !== null && expiresAt <= at) {
    return invalid("input.expiresAt", "must be in the future");
  }
  const soonest = soonestExpiring(targets);
  if (!soonest) return ledger;
  const { price, interval } = soonest.grant;
  if (price !== null && interval !== null && interval !== "one_off") {
    return invalid("input.expiresAt", "must not be given for a paid balance that recurs");
  }
  return changeGrants(ledger, [soonest], (grant) => ({ ...grant, expiresAt }));
}

function soonestExpiring(targets: readonly Holding[]): Holding | undefined {
  return earliest(targets, (grant) => grant.expiresAt);
}

/** The first of the earliest; those without an instant count as latest. */
function earliest(
  holdings: readonly Holding[],
  of: (grant: Grant) => number | null,
): Holding | undefined {
  const instant = ({ grant }: Holding) => of(grant) ?? NEVER;
  const soonest = Math.min(...holdings.map(instant));
  return holdings.find((holding) => instant(holding) === soonest);
}

function refusalOf({ ledger, catalog }: Scene, command: UpdateBalance): Refusal | null {
  const { remaining, addToBalance, usage, includedGrant, nextResetAt, expiresAt } = command;
  const targets = [remaining, addToBalance, usage].filter((value) => value !== undefined);
  if (targets.length > 1) {
    return invalid("input", "must have at most one of remaining, addToBalance and usage");
  }
  const others = [includedGrant, nextResetAt, expiresAt].filter((value) => value !== undefined);
  if (targets.length + others.length === 0) return invalid("input", "must name a change");
  if (includedGrant !== undefined && includedGrant < ZERO) {
    return invalid("input.includedGrant", "must not be below 0");
  }
  const isFlag = findFeature(catalog, command.featureId)?.type === "boolean";
  if (isFlag && (targets.length > 0 || includedGrant !== undefined)) {
    return invalid("input.featureId", "must not be a boolean feature, which has no amounts");
  }
  const revision = revisionOf(ledger, command.featureId);
  if (command.ifRevision === undefined || command.ifRevision === revision) return null;
  return {
    code: "REVISION_MISMATCH",
    message: `The balance is at revision ${revision}, not ${command.ifRevision}`,
  };
}
