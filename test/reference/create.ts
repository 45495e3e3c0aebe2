import type { CreateBalance, CreateEntity } from "../../src/engine/command.ts";
import { dayOf, later } from "./calendar.ts";
import { Fraction, floored, fractionOf, lesser, NONE, ONE } from "./fraction.ts";
import { ordered } from "./order.ts";
import { entityOf, featureOf, No, type Row, type State, startOf, visibleRows } from "./state.ts";

/** Section 15. */
export function createBalance(state: State, command: CreateBalance, now: number): void {
  const { reset, unlimited } = command;
  const feature = featureOf(state, command.featureId);
  const owner = command.entityId === null ? null : entityOf(state, command.entityId);
  refuseForbidden(command, feature.consumable, now);
  if (owner?.featureId === command.featureId) throw new No("INVALID_INPUT");
  const id = command.balanceId ?? command.grantId;
  if (state.rows.some((row) => row.id === id)) throw new No("BALANCE_ALREADY_EXISTS");
  const recurs = reset !== null && reset.interval !== "one_off";
  const first = recurs ? later(now, reset.interval, reset.intervalCount, dayOf(now)) : null;
  const nextResetAt = command.nextResetAt ?? (command.expiresAt === null ? first : null);
  const seat = command.perEntityFeatureId;
  const row: Row = {
    name: Symbol(id),
    id,
    number: (state.rows.at(-1)?.number ?? 0) + 1,
    featureId: command.featureId,
    owner: command.entityId,
    seat,
    planId: command.planId,
    addOn: command.addOn,
    allowance: fractionOf(command.includedGrant ?? 0n),
    prepaid: fractionOf(command.prepaidGrant ?? 0n),
    unlimited,
    native: command.overageAllowed,
    billed: command.price?.billingMethod ?? null,
    ceiling: command.maxPurchase === null ? null : fractionOf(command.maxPurchase),
    interval: unlimited || !feature.consumable ? null : (reset?.interval ?? "one_off"),
    count: reset?.intervalCount ?? 1,
    nextResetAt,
    day: dayOf(command.nextResetAt ?? now),
    resets: 0,
    expiresAt: command.expiresAt,
    carries: command.rollover && {
      max: command.rollover.max === null ? null : fractionOf(command.rollover.max),
      percentage:
        command.rollover.maxPercentage === null
          ? null
          : percentageOf(command.rollover.maxPercentage),
      months: command.rollover.duration === "forever" ? null : command.rollover.length,
    },
    slices: [],
    rollovers: command.rollovers.map((carried, index) => ({
      name: Symbol(`${id} ${index}`),
      entity: null,
      balance: fractionOf(carried.balance),
      usage: fractionOf(carried.usage),
      expiresAt: carried.expiresAt,
    })),
  };
  const holders =
    seat === null
      ? [null]
      : state.entities
          .filter((it) => it.featureId === seat)
          .map((it) => it.entityId)
          .sort();
  const balance = command.balance === null ? startOf(row) : fractionOf(command.balance);
  row.slices = holders.map((entity) => ({ entity, balance, adjustment: NONE }));
  state.rows.push(row);
}

const TOO_SHORT = new Set(["one_off", "minute", "hour"]);

/** G1 to G5, A4. */
function refuseForbidden(command: CreateBalance, consumable: boolean, now: number): void {
  const { reset, rollover, expiresAt, nextResetAt, includedGrant, unlimited } = command;
  const amounts = [includedGrant, command.prepaidGrant, command.maxPurchase];
  const recurs = reset !== null && reset.interval !== "one_off";
  const first = reset && later(now, reset.interval, reset.intervalCount, dayOf(now));
  const wrong =
    unlimited === (includedGrant !== null) ||
    (unlimited && reset !== null) ||
    amounts.some((amount) => amount !== null && amount < 0n) ||
    (expiresAt !== null && expiresAt <= now) ||
    (nextResetAt !== null && (!recurs || nextResetAt <= now)) ||
    (nextResetAt !== null && expiresAt !== null && nextResetAt >= expiresAt) ||
    (rollover !== null && (reset === null || !consumable || TOO_SHORT.has(reset.interval))) ||
    (rollover !== null && expiresAt !== null && expiresAt < (nextResetAt ?? first ?? 0)) ||
    command.rollovers.some((it) => it.expiresAt !== null && it.expiresAt <= now);
  if (wrong) throw new No("INVALID_INPUT");
}

/** EN1, EN2. */
export function createEntity(state: State, command: CreateEntity): void {
  const { entityId, featureId } = command;
  const feature = featureOf(state, featureId);
  if (feature.type === "boolean" || feature.consumable) throw new No("INVALID_INPUT");
  if (entityId === null) throw new No("ENTITY_ID_REQUIRED");
  if (state.entities.some((it) => it.entityId === entityId)) throw new No("ENTITY_ALREADY_EXISTS");
  const seats = seatRow(state, featureId);
  const cell = seats?.slices[0];
  if (seats && cell) {
    const after = cell.balance.minus(ONE);
    const limit = seats.ceiling === null ? null : seats.ceiling.plus(startOf(seats));
    if (!seats.unlimited && limit !== null && floored(after.negated()).isAbove(limit)) {
      throw new No("FEATURE_LIMIT_REACHED");
    }
    cell.balance = after;
  }
  const controls = { overageAllowed: [], spendLimits: [], usageLimits: [] };
  state.entities.push({ entityId, featureId, controls });
  for (const row of state.rows.filter((it) => it.seat === featureId)) {
    row.slices.push({ entity: entityId, balance: startOf(row), adjustment: NONE });
    row.slices.sort((left, right) => ((left.entity ?? "") < (right.entity ?? "") ? -1 : 1));
  }
}

/** EN2: the seat comes back as a refund would, not beyond the grant. */
export function deleteEntity(state: State, entityId: string): void {
  const { featureId } = entityOf(state, entityId);
  state.entities = state.entities.filter((it) => it.entityId !== entityId);
  state.rows = state.rows.filter((row) => row.owner !== entityId);
  for (const row of state.rows.filter((it) => it.seat !== null)) {
    row.slices = row.slices.filter((cell) => cell.entity !== entityId);
    row.rollovers = row.rollovers.filter((carried) => carried.entity !== entityId);
  }
  const seats = seatRow(state, featureId);
  const cell = seats?.slices[0];
  if (!seats || !cell) return;
  const room = floored(startOf(seats).plus(cell.adjustment).minus(cell.balance));
  cell.balance = cell.balance.plus(seats.unlimited ? ONE : lesser(ONE, room));
}

/** The plan's row of the seats, or where there is none the first. */
function seatRow(state: State, featureId: string): Row | undefined {
  const visible = visibleRows(state, featureId, null).filter((row) => row.seat === null);
  const rows = ordered(state, visible, null);
  return rows.find((row) => row.planId !== null) ?? rows[0];
}

function percentageOf(text: string): Fraction {
  const [whole = "", digits = ""] = text.split(".");
  return new Fraction(BigInt(whole + digits), 10n ** BigInt(digits.length));
}
