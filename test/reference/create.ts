import type { CreateBalance } from "../../src/engine/command.ts";
import { dayOf, later } from "./calendar.ts";
import { refuseForbidden } from "./create-rules.ts";
import { type Fraction, fractionOf, NONE } from "./fraction.ts";
import { entityOf, featureOf, startOf } from "./look.ts";
import { capOf } from "./percentage.ts";
import { seatThose } from "./seats.ts";
import { No, type Row, type State } from "./state.ts";

/** Section 15. */
export function createBalance(state: State, command: CreateBalance): void {
  const feature = featureOf(state, command.featureId);
  const owner = command.entityId === null ? null : entityOf(state, command.entityId);
  refuseForbidden(state, command, feature);
  if (owner?.featureId === command.featureId) throw new No("INVALID_INPUT");
  const id = command.balanceId ?? command.grantId;
  const isTwice = feature.type === "boolean" && isGranted(state, command);
  if (isTwice || state.rows.some((row) => row.id === id)) throw new No("BALANCE_ALREADY_EXISTS");
  const row = rowOf(state, command, id, feature.consumable);
  const balance = command.balance === null ? startOf(row) : fractionOf(command.balance);
  row.slices = holders(state, row).map((entity) => ({ entity, balance, adjustment: NONE }));
  state.rows.push(row);
  if (!feature.consumable && command.balance === null) seatThose(state, row);
}

function isGranted(state: State, { featureId, entityId }: CreateBalance): boolean {
  return state.rows.some((row) => row.featureId === featureId && row.owner === entityId);
}

function holders(state: State, { seat }: Row): (string | null)[] {
  if (seat === null) return [null];
  const seated = state.entities.filter((entity) => entity.featureId === seat);
  return seated.map(({ entityId }) => entityId).sort();
}

function rowOf(state: State, command: CreateBalance, id: string, consumable: boolean): Row {
  const { reset, rollover, unlimited, price } = command;
  const recurs = consumable && reset !== null && reset.interval !== "one_off";
  const grant = fractionOf(command.includedGrant ?? 0n);
  const prepaid = fractionOf(command.prepaidGrant ?? 0n);
  const months = rollover?.duration === "forever" ? null : (rollover?.length ?? null);
  return {
    name: Symbol(`${id} ${state.now}`),
    id,
    number: (state.rows.at(-1)?.number ?? 0) + 1,
    featureId: command.featureId,
    owner: command.entityId,
    seat: command.perEntityFeatureId,
    planId: command.planId,
    addOn: command.addOn,
    allowance: grant,
    prepaid,
    unlimited,
    native: command.overageAllowed,
    billed: price?.billingMethod ?? null,
    ceiling: fractionOrNull(command.maxPurchase),
    interval: unlimited || !consumable ? null : (reset?.interval ?? "one_off"),
    count: reset?.intervalCount ?? 1,
    createdAt: state.now,
    nextResetAt: recurs ? firstReset(state, command) : null,
    origin: command.nextResetAt ?? state.now,
    pastResets: [],
    expiresAt: command.expiresAt,
    carries: rollover && { cap: capOf(rollover, grant.plus(prepaid)), months },
    slices: [],
    rollovers: command.rollovers.map((carried, index) => ({
      name: Symbol(`${id} ${index}`),
      entity: null,
      balance: fractionOf(carried.balance),
      usage: fractionOf(carried.usage),
      expiresAt: carried.expiresAt,
    })),
    departed: [],
  };
}

/** G2, G3. */
function firstReset({ now }: State, { reset, nextResetAt, expiresAt }: CreateBalance) {
  if (nextResetAt !== null || reset === null) return nextResetAt;
  return expiresAt === null ? later(now, reset.interval, reset.intervalCount, dayOf(now)) : null;
}

function fractionOrNull(value: bigint | null): Fraction | null {
  return value === null ? null : fractionOf(value);
}
