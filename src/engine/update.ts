/** updateBalance: one row's or one feature's figures set by hand (section 14). */

import { add, setRemaining, setUsage } from "./adjust.ts";
import { type Amount, minus, sum, ZERO } from "./amount.ts";
import { type Bucket, pour } from "./bucket.ts";
import type { BalanceAnswer, UpdateBalance } from "./command.ts";
import { findFeature } from "./feature.ts";
import { type Grant, type Ledger, revisionOf } from "./ledger.ts";
import { withResetMoved } from "./receipt.ts";
import { balanceNotFound, invalid, type Refusal } from "./refusal.ts";
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
    const next = step({ ledger, targets, at: scene.at, command });
    if (isRefusal(next)) return next;
    ledger = next;
  }
  return {
    ledger,
    result: { featureId, entityId },
    note: { kind: "UPDATE", featureId, entityId },
  };
}

interface Update {
  readonly ledger: Ledger;
  readonly targets: readonly Holding[];
  readonly at: number;
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

/** Of the rows that reset, the one that does so soonest; a past instant makes it due at once (U9). */
function setNextResetAt({ ledger, targets, command }: Update): Ledger | Refusal {
  const { nextResetAt } = command;
  if (nextResetAt === undefined) return ledger;
  const soonest = earliest(
    targets.filter(({ grant }) => grant.nextResetAt !== null),
    (grant) => grant.nextResetAt,
  );
  if (!soonest) return invalid("input.nextResetAt", "must not be given: no matching row resets");
  return changeGrants(withResetMoved(ledger, soonest.grant, nextResetAt), [soonest], (grant) => ({
    ...grant,
    nextResetAt,
    originAt: nextResetAt,
  }));
}

/** Of the rows, the one that expires soonest (U10); null takes its expiry away (A13). */
function setExpiresAt({ ledger, targets, at, command }: Update): Ledger | Refusal {
  const { expiresAt } = command;
  if (expiresAt === undefined) return ledger;
  if (expiresAt !== null && expiresAt <= at) {
    return invalid("input.expiresAt", "must be in the future");
  }
  const soonest = earliest(targets, (grant) => grant.expiresAt);
  if (!soonest) return ledger;
  const { price, interval } = soonest.grant;
  if (price !== null && interval !== null && interval !== "one_off") {
    return invalid("input.expiresAt", "must not be given for a paid balance that recurs");
  }
  return changeGrants(ledger, [soonest], (grant) => ({ ...grant, expiresAt }));
}

/** The first of the earliest; those without an instant count as latest. */
function earliest(
  holdings: readonly Holding[],
  of: (grant: Grant) => number | null,
): Holding | undefined {
  const instant = ({ grant }: Holding) => of(grant) ?? Number.POSITIVE_INFINITY;
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
