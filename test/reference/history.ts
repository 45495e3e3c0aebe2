import { amount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import type { Catalog } from "../../src/engine/feature.ts";
import { Dice } from "../support/cases-dice.ts";
import { type Event, entityNamed, eventOf, grantOf } from "../support/cases-random.ts";
import { CATALOG, DAY, feature } from "../support/engine.ts";

export interface History {
  readonly catalog: Catalog;
  readonly start: number;
  readonly events: readonly Event[];
}

/** A customer's history, the same for the same seed; nastier than chance alone would make it. */
export function historyOf(seed: number): History {
  const dice = new Dice(seed);
  const start = dice.pick(STARTS);
  const entities = ENTITIES.slice(0, dice.below(ENTITIES.length + 1)).map(entityNamed);
  const events: Event[] = [...entities];
  let now = start;
  const grants = 1 + dice.below(4);
  const turns = grants + (dice.once(10) ? 60 : 12);
  for (let turn = 0; turn < turns; turn += 1) {
    const event = turn < grants ? grantOf(dice.below(2 ** 31), turn) : eventAt(dice, turn, now);
    const nasty = spoiled(dice, event, now);
    if (nasty.type === "pass") now += nasty.milliseconds;
    events.push(nasty);
  }
  const catalog = { ...REFERENCE_CATALOG, persistFreeOverage: dice.once(2) };
  return { catalog, start, events };
}

/** Credits cost 0.2, 3, 0.3 and 7: most of what is paid does not divide. */
const REFERENCE_CATALOG: Catalog = {
  ...CATALOG,
  features: [
    feature("messages", { eventNames: ["spoke"] }),
    feature("actions", { eventNames: ["spoke"] }),
    feature("users", { consumable: false }),
    feature("credits", {
      type: "credit_system",
      creditSchema: [
        { meteredFeatureId: "actions", creditCost: amount("0.2") },
        { meteredFeatureId: "messages", creditCost: amount("3") },
      ],
    }),
    feature("tokens", {
      type: "credit_system",
      creditSchema: [
        { meteredFeatureId: "messages", creditCost: amount("0.3") },
        { meteredFeatureId: "actions", creditCost: amount("7") },
      ],
    }),
  ],
};

const ENTITIES = ["e1", "e2", "e3", "E10", "é"];

const STARTS = [
  Date.UTC(2026, 0, 15),
  Date.UTC(2026, 0, 31, 23, 59, 59, 999),
  Date.UTC(2026, 1, 28, 12),
  Date.UTC(2028, 1, 29),
  Date.UTC(2026, 7, 30, 1),
];

const AMOUNTS = ["1e-10", "3e-10", "0.0000000007", "0.3", "7", "0.1", "99.9999999999", "1", "2"];

const RESETS: readonly CreateBalance["reset"][] = [
  { interval: "one_off", intervalCount: 1 },
  { interval: "minute", intervalCount: 500 },
  { interval: "month", intervalCount: 3 },
  { interval: "week", intervalCount: 4 },
  { interval: "semi_annual", intervalCount: 1 },
];

const PRICE = {
  amount: amount("10"),
  tiers: null,
  tierBehavior: null,
  billingUnits: amount("1"),
};
const METHODS = ["prepaid", "usage_based"] as const;

function eventAt(dice: Dice, number: number, now: number): Event {
  if (dice.once(12)) {
    return { type: "pass", milliseconds: dice.pick([1, DAY / 24, 7 * DAY, 28 * DAY, 31 * DAY]) };
  }
  if (dice.once(16)) return { type: "pass", milliseconds: toMonthEnd(now) };
  return eventOf(dice.below(2 ** 31), number);
}

/** The same event with amounts that do not divide, other credits, or instants that coincide. */
function spoiled(dice: Dice, event: Event, now: number): Event {
  if (event.type === "pass") return event;
  const tiny = amount(dice.pick(AMOUNTS));
  const entityId = "entityId" in event && event.entityId ? dice.pick(ENTITIES) : null;
  if (event.type === "createBalance") return spoiledGrant(dice, event, { now, tiny, entityId });
  if (event.type === "updateCustomer" || event.type === "updateEntity")
    return spoiledControls(dice, event);
  if (event.type === "track") {
    const featureId = event.featureId && otherCredits(dice, event.featureId);
    return { ...event, entityId, featureId, value: dice.once(3) ? tiny : event.value };
  }
  if (event.type === "checkAndTrack" && dice.once(3)) return { ...event, requiredBalance: tiny };
  if (event.type === "deleteBalance") {
    const featureId = event.featureId && otherCredits(dice, event.featureId);
    return { ...event, entityId, featureId };
  }
  if (event.type === "recalculateBalances") {
    return { ...event, entityId, featureId: otherCredits(dice, event.featureId) };
  }
  if (event.type === "updateBalance") {
    const at = now + dice.pick([-31 * DAY, 0, 1, DAY, 31 * DAY, toMonthEnd(now)]);
    const moved = event.nextResetAt === undefined ? {} : { nextResetAt: at };
    const expiry = typeof event.expiresAt === "number" ? { expiresAt: at } : {};
    const featureId = otherCredits(dice, event.featureId);
    return { ...event, ...moved, ...expiry, entityId, featureId };
  }
  if (event.type === "createEntity" || event.type === "deleteEntity") {
    return { ...event, entityId: dice.pick(ENTITIES) };
  }
  return event;
}

function spoiledGrant(
  dice: Dice,
  grant: CreateBalance,
  given: { now: number; tiny: bigint; entityId: string | null },
): CreateBalance {
  const { now, tiny, entityId } = given;
  const late = now + dice.pick([DAY / 24, DAY, 7 * DAY, 31 * DAY, 59 * DAY, toMonthEnd(now)]);
  return {
    ...grant,
    entityId: grant.entityId === null ? null : entityId,
    featureId: otherCredits(dice, grant.featureId),
    reset: grant.reset && dice.once(5) ? dice.pick(RESETS) : grant.reset,
    price: dice.once(5) ? { ...PRICE, billingMethod: dice.pick(METHODS) } : null,
    includedGrant: grant.unlimited || !dice.once(4) ? grant.includedGrant : amount(`${tiny}e-10`),
    expiresAt: grant.expiresAt === null ? null : dice.once(2) ? late : now + 400 * DAY,
    nextResetAt: grant.nextResetAt === null ? null : late,
    rollovers: grant.rollovers.map((it) => ({ ...it, expiresAt: dice.once(3) ? null : late })),
  };
}

/** Limits on both credit systems, on flat amounts too small to divide, and switched off now and then. */
function spoiledControls(
  dice: Dice,
  event: Extract<Event, { type: "updateCustomer" | "updateEntity" }>,
): Event {
  const { overageAllowed, spendLimits } = event.billingControls ?? {};
  const limits = spendLimits?.map((limit) => ({
    ...limit,
    featureId: limit.featureId && otherCredits(dice, limit.featureId),
    enabled: !dice.once(5),
    overageLimit: dice.once(3) ? amount(dice.pick(AMOUNTS)) : limit.overageLimit,
  }));
  const controls = overageAllowed?.map((control) => ({
    ...control,
    featureId: otherCredits(dice, control.featureId),
  }));
  const billingControls = { overageAllowed: controls, spendLimits: limits };
  if (event.type === "updateCustomer") return { ...event, billingControls };
  return { ...event, entityId: dice.pick(ENTITIES), billingControls };
}

function otherCredits(dice: Dice, featureId: string): string {
  return featureId === "credits" && dice.once(2) ? "tokens" : featureId;
}

/** How long until the last day of the month, at the same time of day; a month more where it is today. */
function toMonthEnd(now: number): number {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const end = Date.UTC(year, month + 1, 0) + (now % DAY);
  return (end > now ? end : Date.UTC(year, month + 2, 0) + (now % DAY)) - now;
}
