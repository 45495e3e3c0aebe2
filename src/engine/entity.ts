/** Entities come and go: a seat is taken, slices are dealt out, and back (section 20, A24). */
import { negate, ONE, ZERO } from "./amount.ts";
import { startOf } from "./bucket.ts";
import { CEILINGS } from "./ceilings.ts";
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
import { type Departed, findEntity, type Grant, type Slice } from "./ledger.ts";
import { entityNotFound, featureNotFound, invalid } from "./refusal.ts";
import { unexpired } from "./rollovers.ts";
import { type Act, isRefusal, type Scene } from "./scene.ts";
import { withSeatGivenBack, withSeatTaken } from "./seats.ts";

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
  if (ledger.entities.length >= CEILINGS.entities) {
    return invalid("input.customerId", TOO_MANY_ENTITIES);
  }
  const billingControls = mergedControls(NO_CONTROLS, command.billingControls, catalog);
  if (isRefusal(billingControls)) return billingControls;
  const seated = withSeatTaken({ ...scene, entityId: null }, featureId);
  if (!seated) {
    const message = `Entity ${entityId} needs a seat of ${featureId}, and none is left: grant more of them, or delete an entity`;
    return { code: "FEATURE_LIMIT_REACHED", message };
  }
  const entity: Entity = {
    entityId,
    featureId,
    name: command.name,
    createdAt: at,
    billingControls,
  };
  const grants = seated.grants.map((grant) => withSlice(grant, entity, at));
  return {
    ledger: { ...seated, grants, entities: [...ledger.entities, entity] },
    result: { entityId },
    note: { kind: "CREATE", featureId, entityId, value: ONE },
  };
}

const TOO_MANY_ENTITIES = `must have fewer than ${CEILINGS.entities} entities: delete those that are no longer used`;

/** Replaces what is given. */
export function updateEntity(scene: Scene, command: UpdateEntity): Act<EntityAnswer> {
  const { entityId, name, billingControls } = command;
  const entity = findEntity(scene.ledger, entityId);
  if (!entity) return entityNotFound(entityId);
  const controls = mergedControls(entity.billingControls, billingControls ?? {}, scene.catalog);
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
  const view = { ...scene, entityId: null, ledger: { ...ledger, entities, grants } };
  return {
    ledger: withSeatGivenBack(view, featureId),
    result: { deletedId: entityId },
    note: { kind: "DELETE", featureId, entityId, value: negate(ONE) },
  };
}

/** With what the entity left there, as far as it still lives; else with a full slice (EN2, A24). */
function withSlice(grant: Grant, { entityId, featureId }: Entity, at: number): Grant {
  if (grant.perEntityFeatureId !== featureId) return grant;
  const left = grant.departed.find((departed) => departed.entityId === entityId);
  const slice = left
    ? { entityId, balance: left.balance, adjustment: left.adjustment }
    : freshSlice(grant, entityId);
  const rollovers = left ? unexpired(left.rollovers, at) : [];
  return {
    ...grant,
    slices: [...grant.slices, slice].sort(byEntity),
    rollovers: [...grant.rollovers, ...rollovers],
    departed: grant.departed.filter((departed) => departed !== left),
  };
}

/** The entity's slice and rollovers are kept aside, for if it comes back; a full slice needs no keeping (A24). */
function withoutEntity(grant: Grant, entityId: string): Grant {
  if (grant.perEntityFeatureId === null) return grant;
  const isOther = (part: { readonly entityId: string | null }) => part.entityId !== entityId;
  const slice = grant.slices.find((part) => !isOther(part));
  if (!slice) return grant;
  const own = grant.rollovers.filter((part) => !isOther(part));
  const left: Departed = { entityId, ...amountsOf(slice), rollovers: own };
  const isFull = slice.balance === startOf(grant) && slice.adjustment === ZERO;
  return {
    ...grant,
    slices: grant.slices.filter(isOther),
    rollovers: grant.rollovers.filter(isOther),
    departed:
      isFull && own.length === 0 ? grant.departed : [...grant.departed, left].sort(byEntity),
  };
}

function amountsOf({ balance, adjustment }: Slice): Omit<Slice, "entityId"> {
  return { balance, adjustment };
}
