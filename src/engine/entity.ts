/** Entities come and go: a seat is taken, slices are dealt out, and back (section 20). */
import { type Amount, minus, negate, ONE, plus } from "./amount.ts";
import { fill, fullOf, pour, sliceBuckets, units } from "./bucket.ts";
import type {
  CreateEntity,
  DeletedAnswer,
  DeleteEntity,
  EntityAnswer,
  UpdateEntity,
} from "./command.ts";
import { mergedControls } from "./control-rules.ts";
import { byEntity, freshSlice } from "./create.ts";
import { isSeat } from "./create-rules.ts";
import { type Entity, NO_CONTROLS } from "./customer.ts";
import { findFeature } from "./feature.ts";
import { findEntity, type Grant, type Ledger } from "./ledger.ts";
import { entityNotFound, featureNotFound, invalid } from "./refusal.ts";
import { type Act, isRefusal, type Scene } from "./scene.ts";
import { changeGrants } from "./select.ts";
import { type Holding, holdingsOf } from "./view.ts";

/** Takes one seat and adds a full slice to each grant that is dealt out to such entities (EN1, EN2). */
export function createEntity(scene: Scene, command: CreateEntity): Act<EntityAnswer> {
  const { ledger, catalog, at } = scene;
  const { entityId, featureId } = command;
  const seat = findFeature(catalog, featureId);
  if (!seat) return featureNotFound(featureId);
  if (!isSeat(seat)) return invalid("input.featureId", "must be a feature that is not consumable");
  if (entityId === null) {
    const issues = [{ path: ["input", "entityId"], message: "must be given" }];
    return { code: "ENTITY_ID_REQUIRED", issues };
  }
  if (findEntity(ledger, entityId)) {
    return { code: "ENTITY_ALREADY_EXISTS", message: `Entity ${entityId} exists already` };
  }
  const billingControls = mergedControls(NO_CONTROLS, command.billingControls);
  if (isRefusal(billingControls)) return billingControls;
  const seats = seatsOf(scene, featureId);
  if (seats && isFull(seats.grant)) {
    return { code: "FEATURE_LIMIT_REACHED", message: `No ${featureId} is left for ${entityId}` };
  }
  const entity: Entity = {
    entityId,
    featureId,
    name: command.name,
    createdAt: at,
    billingControls,
  };
  const grants = ledger.grants.map((grant) => withSlice(grant, entity));
  const seated = seats ? takeSeat({ ...ledger, grants }, seats) : { ...ledger, grants };
  return {
    ledger: { ...seated, entities: [...ledger.entities, entity] },
    result: { entityId },
    note: { kind: "CREATE", featureId, entityId, value: ONE },
  };
}

/** Replaces what is given. */
export function updateEntity(scene: Scene, command: UpdateEntity): Act<EntityAnswer> {
  const { entityId, name, billingControls } = command;
  const entity = findEntity(scene.ledger, entityId);
  if (!entity) return entityNotFound(entityId);
  const controls = mergedControls(entity.billingControls, billingControls ?? {});
  if (isRefusal(controls)) return controls;
  const changed: Entity = {
    ...entity,
    name: name === undefined ? entity.name : name,
    billingControls: controls,
  };
  const entities = scene.ledger.entities.map((other) => (other === entity ? changed : other));
  return { ledger: { ...scene.ledger, entities }, result: { entityId }, note: null };
}

/** Gives the seat back; the entity's own rows, slices and rollovers go with it (EN2). */
export function deleteEntity(scene: Scene, { entityId }: DeleteEntity): Act<DeletedAnswer> {
  const { ledger } = scene;
  const entity = findEntity(ledger, entityId);
  if (!entity) return entityNotFound(entityId);
  const { featureId } = entity;
  const grants = ledger.grants
    .filter((grant) => grant.entityId !== entityId)
    .map((grant) => withoutEntity(grant, entityId));
  const entities = ledger.entities.filter((other) => other !== entity);
  return {
    ledger: giveSeatBack({ ...scene, ledger: { ...ledger, entities, grants } }, featureId),
    result: { deletedId: entityId },
    note: { kind: "DELETE", featureId, entityId, value: negate(ONE) },
  };
}

/** The row that seats are taken from: a plan's before a standalone one (EN2). */
function seatsOf(scene: Scene, featureId: string): Holding | undefined {
  const rows = holdingsOf({ ...scene, entityId: null }, [featureId]).filter(
    ({ grant }) => grant.perEntityFeatureId === null,
  );
  return rows.find(({ grant }) => grant.planId !== null) ?? rows[0];
}

/** Whether one more seat would stand below zero by more than grant and ceiling together (EN2). */
function isFull(grant: Grant): boolean {
  const [slice] = grant.slices;
  if (!slice || grant.unlimited || grant.maxPurchase === null) return false;
  const ceiling: Amount = plus(plus(grant.allowance, grant.prepaid), grant.maxPurchase);
  return minus(ONE, slice.balance) > ceiling;
}

function takeSeat(ledger: Ledger, seats: Holding): Ledger {
  return changeGrants(ledger, [seats], (grant) => ({
    ...grant,
    slices: grant.slices.map((slice) => ({ ...slice, balance: minus(slice.balance, ONE) })),
  }));
}

function giveSeatBack(scene: Scene, featureId: string): Ledger {
  const seats = seatsOf(scene, featureId);
  const [slice] = seats?.slices ?? [];
  if (!seats || !slice) return scene.ledger;
  const ceiling = seats.grant.unlimited ? null : fullOf(seats.grant, slice);
  const { buckets } = fill(
    sliceBuckets([seats], () => ONE),
    units(ONE),
    () => ceiling,
  );
  return pour(scene.ledger, buckets);
}

function withSlice(grant: Grant, { entityId, featureId }: Entity): Grant {
  if (grant.perEntityFeatureId !== featureId) return grant;
  return { ...grant, slices: [...grant.slices, freshSlice(grant, entityId)].sort(byEntity) };
}

function withoutEntity(grant: Grant, entityId: string): Grant {
  if (grant.perEntityFeatureId === null) return grant;
  const isOther = (part: { readonly entityId: string | null }) => part.entityId !== entityId;
  if (grant.slices.every(isOther) && grant.rollovers.every(isOther)) return grant;
  return {
    ...grant,
    slices: grant.slices.filter(isOther),
    rollovers: grant.rollovers.filter(isOther),
  };
}
