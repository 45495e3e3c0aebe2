/** createBalance: a new grant, full unless it carries its state over from elsewhere (section 15). */
import { minus, ZERO } from "./amount.ts";
import { startOf } from "./bucket.ts";
import { entityExists } from "./check.ts";
import type { BalanceAnswer, CreateBalance } from "./command.ts";
import { createIssues, isSeat } from "./create-rules.ts";
import { type Feature, findFeature } from "./feature.ts";
import { balanceIdOf, type Grant, type Ledger, type Slice } from "./ledger.ts";
import { dayOfMonth, type Interval, nextPeriod } from "./period.ts";
import { entityNotFound, featureNotFound, type Refusal } from "./refusal.ts";
import type { Act, Scene } from "./scene.ts";
import { unseated } from "./seats.ts";

/** Adds the grant behind all that were created before it (G1 to G7). */
export function createBalance(scene: Scene, command: CreateBalance): Act<BalanceAnswer> {
  const { featureId, entityId, perEntityFeatureId } = command;
  const feature = findFeature(scene.catalog, featureId);
  if (!feature) return featureNotFound(featureId);
  if (perEntityFeatureId !== null && !findFeature(scene.catalog, perEntityFeatureId)) {
    return featureNotFound(perEntityFeatureId);
  }
  if (!entityExists({ ...scene, entityId })) return entityNotFound(entityId ?? "");
  const issues = createIssues(scene, feature, command);
  if (issues.length > 0) return { code: "INVALID_INPUT", issues };
  const taken = takenBy(scene.ledger, feature, command);
  if (taken) return taken;
  const grant = seatedOn(scene, feature, grantOf(scene, feature, command), command);
  return {
    ledger: { ...scene.ledger, grants: [...scene.ledger.grants, grant] },
    result: { featureId, entityId },
    note: { kind: "CREATE", featureId, entityId },
  };
}

/** When a grant created at `at` resets for the first time (G2, G3, R4). */
export function firstResetAt(at: number, feature: Feature, command: CreateBalance): number | null {
  const { reset, nextResetAt, expiresAt } = command;
  if (!reset || !feature.consumable || feature.type === "boolean") return null;
  if (nextResetAt !== null) return nextResetAt;
  if (expiresAt !== null) return null;
  const { interval, intervalCount: count } = reset;
  return nextPeriod(at, { interval, count, anchorDay: dayOfMonth(at) });
}

function takenBy(ledger: Ledger, feature: Feature, command: CreateBalance): Refusal | null {
  const { featureId, entityId, balanceId, grantId } = command;
  const id = balanceId ?? grantId;
  if (ledger.grants.some((grant) => balanceIdOf(grant) === id || grant.grantId === id)) {
    return { code: "BALANCE_ALREADY_EXISTS", message: `A balance ${id} exists already` };
  }
  const isGranted = ledger.grants.some(
    (grant) => grant.featureId === featureId && grant.entityId === entityId,
  );
  if (feature.type !== "boolean" || !isGranted) return null;
  return { code: "BALANCE_ALREADY_EXISTS", message: `${featureId} is granted already` };
}

function grantOf({ ledger, at }: Scene, feature: Feature, command: CreateBalance): Grant {
  const { balanceId, includedGrant, prepaidGrant, unlimited, reset, rollovers } = command;
  const nextResetAt = firstResetAt(at, feature, command);
  const grant: Grant = {
    grantId: command.grantId,
    externalId: balanceId,
    featureId: command.featureId,
    entityId: command.entityId,
    perEntityFeatureId: command.perEntityFeatureId,
    planId: command.planId,
    addOn: command.addOn,
    allowance: includedGrant ?? ZERO,
    prepaid: prepaidGrant ?? ZERO,
    unlimited,
    overageAllowed: command.overageAllowed,
    maxPurchase: command.maxPurchase,
    interval: intervalOf(feature, command),
    intervalCount: reset?.intervalCount ?? 1,
    nextResetAt,
    originAt: command.nextResetAt ?? at,
    expiresAt: command.expiresAt,
    rollover: command.rollover,
    price: command.price,
    createdAt: at,
    resetAt: null,
    departed: [],
    slices: [],
    rollovers: rollovers.map((rollover, index) => ({
      rolloverId: `${command.grantId}-carried-${index + 1}`,
      entityId: null,
      ...rollover,
    })),
  };
  return { ...grant, slices: slicesOf(ledger, grant, command) };
}

/** Entities that sit on no seat yet sit on a new seat row; a balance that is carried over has them (A29). */
function seatedOn(scene: Scene, feature: Feature, row: Grant, { balance }: CreateBalance): Grant {
  const isSeatRow = isSeat(feature) && row.entityId === null && row.perEntityFeatureId === null;
  if (!isSeatRow || balance !== null) return row;
  const taken = unseated({ ...scene, entityId: null }, row);
  return {
    ...row,
    slices: row.slices.map((slice) => ({ ...slice, balance: minus(slice.balance, taken) })),
  };
}

/** Consumable rows without a period are one-off; flags, seats and unlimited rows have no period (B24, A29). */
function intervalOf(feature: Feature, { unlimited, reset }: CreateBalance): Interval | null {
  if (unlimited || !feature.consumable) return null;
  return reset?.interval ?? "one_off";
}

function slicesOf(ledger: Ledger, grant: Grant, { balance }: CreateBalance): readonly Slice[] {
  const { perEntityFeatureId } = grant;
  if (perEntityFeatureId === null) {
    return [{ entityId: null, balance: balance ?? startOf(grant), adjustment: ZERO }];
  }
  return ledger.entities
    .filter((entity) => entity.featureId === perEntityFeatureId)
    .map((entity) => freshSlice(grant, entity.entityId))
    .sort(byEntity);
}

/** A full slice for a new entity (EN2). */
export function freshSlice(grant: Grant, entityId: string): Slice {
  return { entityId, balance: startOf(grant), adjustment: ZERO };
}

/** The order in which a customer's own usage walks the slices (V5). */
export function byEntity(left: Slice, right: Slice): number {
  return (left.entityId ?? "") < (right.entityId ?? "") ? -1 : 1;
}
