import { type Amount, amount, ZERO } from "../../src/engine/amount.ts";
import type { CreateBalance, CreateLock, FinalizeLock } from "../../src/engine/command.ts";
import type { Dice } from "../support/cases-dice.ts";
import type { Event } from "../support/cases-random.ts";
import { DAY } from "../support/engine.ts";
import { AMOUNTS, ENTITIES, otherCredits, PROPERTIES } from "./nasty.ts";
import { spoiledControls } from "./spoiled-controls.ts";

/** What a history has come to. */
export interface Setting {
  readonly dice: Dice;
  readonly now: number;
  readonly entities: readonly string[];
  /** The locks asked for and not settled, the latest last. */
  readonly lockIds: readonly string[];
  /** Whether all amounts are of the last digit, where rounding shows. */
  readonly isFine: boolean;
  /** Whether all is about one feature and its credits: more of what happens meets something. */
  readonly isNarrow: boolean;
}

/** The same event with amounts that do not divide, other credits, or instants that coincide. */
export function spoiled(given: Event, setting: Setting): Event {
  const { dice } = setting;
  const event = setting.isNarrow ? narrowed(given) : given;
  const entityId = "entityId" in event && event.entityId ? entityIn(setting) : null;
  switch (event.type) {
    case "createBalance":
      return spoiledGrant({ ...event, entityId }, setting);
    case "updateCustomer":
      return { ...event, billingControls: spoiledControls(dice, event.billingControls) };
    case "updateEntity": {
      const billingControls = spoiledControls(dice, event.billingControls);
      return { ...event, entityId: entityIn(setting), billingControls };
    }
    case "track":
    case "deleteBalance": {
      const featureId = event.featureId && otherCredits(dice, event.featureId);
      if (event.type === "deleteBalance") {
        return { ...event, entityId, featureId, all: dice.once(3) };
      }
      const value = spoiledAmount(setting, event.value);
      const told = { properties: dice.pick(PROPERTIES), timestamp: anyTimestamp(setting) };
      return { ...event, entityId, featureId, value, ...told };
    }
    case "checkAndTrack": {
      const requiredBalance = spoiledAmount(setting, event.requiredBalance);
      return { ...event, entityId, requiredBalance, properties: dice.pick(PROPERTIES) };
    }
    case "createLock":
      return spoiledLock({ ...event, entityId }, setting);
    case "finalizeLock":
      return spoiledFinalize(event, setting);
    case "recalculateBalances":
      return { ...event, entityId, featureId: otherCredits(dice, event.featureId) };
    case "updateBalance": {
      const at = setting.now + dice.pick([-31 * DAY, 0, 1, DAY, 31 * DAY, toMonthEnd(setting.now)]);
      const moved = event.nextResetAt === undefined ? {} : { nextResetAt: at };
      const expiry = typeof event.expiresAt === "number" ? { expiresAt: at } : {};
      const featureId = otherCredits(dice, event.featureId);
      return { ...event, ...moved, ...expiry, entityId, featureId };
    }
    case "createEntity": {
      const entityId = dice.once(30) ? null : dice.pick(ENTITIES);
      return { ...event, entityId, featureId: dice.once(30) ? "messages" : event.featureId };
    }
    case "deleteEntity":
      return { ...event, entityId: entityIn(setting) };
    default:
      return event;
  }
}

const YEAR_2000 = Date.UTC(2000, 0, 1);

/** Mostly none; else at the borders, or in seconds (A32). */
function anyTimestamp({ dice, now }: Setting): number | null {
  if (!dice.once(6)) return null;
  const late = now + 5 * 60_000;
  return dice.pick([YEAR_2000, YEAR_2000 - 1, late, late + 1, now, Math.floor(now / 1000), 0]);
}

function narrowed(event: Event): Event {
  if (!("featureId" in event) || event.type === "createEntity") return event;
  const isOther = event.featureId === "actions" || event.featureId === "users";
  return isOther ? { ...event, featureId: "messages" } : event;
}

/** One that is there, most of the time. */
function entityIn({ dice, entities }: Setting): string {
  return dice.pick(entities.length === 0 || dice.once(6) ? ENTITIES : entities);
}

function spoiledAmount({ dice, isFine }: Setting, value: Amount): Amount {
  if (isFine) return amount(`${value < ZERO ? "-" : ""}${1 + dice.below(9)}e-10`);
  return dice.once(3) ? amount(dice.pick(AMOUNTS)) : value;
}

function spoiledGrant(grant: CreateBalance, setting: Setting): CreateBalance {
  const { dice, now } = setting;
  const late = now + dice.pick([DAY / 24, DAY, 7 * DAY, 31 * DAY, 59 * DAY, toMonthEnd(now)]);
  return {
    ...grant,
    featureId: otherCredits(dice, grant.featureId),
    balanceId: dice.once(6) ? "own" : grant.balanceId,
    reset: grant.reset && dice.once(5) ? dice.pick(RESETS) : grant.reset,
    price: dice.once(5) ? { ...dice.pick(PRICES), billingMethod: dice.pick(METHODS) } : null,
    includedGrant: dice.once(30)
      ? null
      : grant.includedGrant && spoiledAmount(setting, grant.includedGrant),
    expiresAt: grant.expiresAt === null ? null : dice.once(2) ? late : now + 400 * DAY,
    nextResetAt: grant.nextResetAt === null ? null : late,
    rollovers: grant.rollovers.map((it) => ({ ...it, expiresAt: dice.once(3) ? null : late })),
  };
}

/** On seats, or for too long, now and then; and for more than there is. */
function spoiledLock(event: CreateLock, setting: Setting): CreateLock {
  const { dice, now } = setting;
  const instants = [now, now + 1, now + DAY / 24, now + DAY, now + DAY + 1];
  return {
    ...event,
    featureId: dice.once(20) ? "users" : otherCredits(dice, event.featureId),
    expiresAt: event.expiresAt && dice.once(4) ? dice.pick(instants) : event.expiresAt,
    requiredBalance: spoiledAmount(setting, event.requiredBalance),
    properties: dice.pick(PROPERTIES),
  };
}

/** Of the latest lock, most of the time. */
function spoiledFinalize(event: FinalizeLock, setting: Setting): FinalizeLock {
  const { dice, lockIds } = setting;
  return {
    ...event,
    lockId: dice.once(4) ? event.lockId : (lockIds.at(-1) ?? event.lockId),
    action: dice.once(20) ? "release" : event.action,
    overrideValue: event.overrideValue && spoiledAmount(setting, event.overrideValue),
    properties: dice.pick(PROPERTIES),
  };
}

/** How long until the last day of the month, at the same time of day; a month more where it is today. */
export function toMonthEnd(now: number): number {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const end = Date.UTC(year, month + 1, 0) + (now % DAY);
  return (end > now ? end : Date.UTC(year, month + 2, 0) + (now % DAY)) - now;
}

const RESETS: readonly CreateBalance["reset"][] = [
  { interval: "one_off", intervalCount: 1 },
  { interval: "minute", intervalCount: 500 },
  { interval: "month", intervalCount: 3 },
  { interval: "week", intervalCount: 4 },
  { interval: "semi_annual", intervalCount: 1 },
  { interval: "year", intervalCount: 100 },
  { interval: "year", intervalCount: 101 },
  { interval: "month", intervalCount: 1_300 },
];

const TIER = { amount: amount("2"), flatAmount: null };
const OPEN = { ...TIER, to: null };
const PLAIN = { amount: amount("10"), tiers: null, tierBehavior: null, billingUnits: amount("1") };

/** The later ones mean nothing, and are refused (A34). */
const PRICES = [
  PLAIN,
  PLAIN,
  PLAIN,
  PLAIN,
  { ...PLAIN, amount: null, tiers: [{ ...TIER, to: amount("10") }, OPEN] },
  { ...PLAIN, amount: null },
  { ...PLAIN, tiers: [OPEN] },
  { ...PLAIN, amount: null, tiers: [] },
  { ...PLAIN, amount: null, tiers: [{ ...TIER, to: amount("10") }] },
  { ...PLAIN, amount: null, tiers: [OPEN, { ...TIER, to: amount("10") }] },
  { ...PLAIN, billingUnits: amount("0") },
];
const METHODS = ["prepaid", "usage_based"] as const;
