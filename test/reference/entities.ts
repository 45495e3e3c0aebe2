import type { CreateEntity } from "../../src/engine/command.ts";
import { changed } from "./control-rules.ts";
import { NONE } from "./fraction.ts";
import { entityOf, featureOf, startOf } from "./look.ts";
import { giveSeat, takeSeat } from "./seats.ts";
import { type Departed, No, type Row, type State, UNCONTROLLED } from "./state.ts";

/** EN1, EN2. */
export function createEntity(state: State, command: CreateEntity): void {
  const { entityId, featureId } = command;
  const feature = featureOf(state, featureId);
  if (feature.type === "boolean" || feature.consumable) throw new No("INVALID_INPUT");
  if (entityId === null) throw new No("ENTITY_ID_REQUIRED");
  if (state.entities.some((it) => it.entityId === entityId)) throw new No("ENTITY_ALREADY_EXISTS");
  takeSeat(state, featureId);
  const controls = changed(state, UNCONTROLLED, command.billingControls);
  state.entities.push({ entityId, featureId, controls });
  for (const row of state.rows.filter((it) => it.seat === featureId)) join(state, row, entityId);
}

/** A24: with what it left in this period, else with a full slice. */
function join(state: State, row: Row, entity: string): void {
  const left = row.departed.find(({ cell }) => cell.entity === entity);
  const full = { entity, balance: startOf(row), adjustment: NONE };
  row.slices = [...row.slices, left?.cell ?? full];
  row.slices.sort((one, other) => ((one.entity ?? "") < (other.entity ?? "") ? -1 : 1));
  const alive = (left?.rollovers ?? []).filter(
    ({ expiresAt }) => expiresAt === null || expiresAt > state.now,
  );
  row.rollovers = [...row.rollovers, ...alive.map((carried) => ({ ...carried }))];
  row.departed = row.departed.filter((it) => it !== left);
}

/** EN2, A24, A29. */
export function deleteEntity(state: State, entityId: string): void {
  const { featureId } = entityOf(state, entityId);
  state.entities = state.entities.filter((it) => it.entityId !== entityId);
  state.rows = state.rows.filter((row) => row.owner !== entityId);
  for (const row of state.rows) leave(row, entityId);
  giveSeat(state, featureId);
}

function leave(row: Row, entityId: string): void {
  const cell = row.slices.find(({ entity }) => entity === entityId);
  if (!cell) return;
  const rollovers = row.rollovers.filter(({ entity }) => entity === entityId);
  const left: Departed = { cell, rollovers };
  row.departed = [...row.departed, left];
  row.slices = row.slices.filter((it) => it !== cell);
  row.rollovers = row.rollovers.filter(({ entity }) => entity !== entityId);
}
