import { amount } from "../../src/engine/amount.ts";
import type { Catalog } from "../../src/engine/feature.ts";
import { Dice } from "../support/cases-dice.ts";
import { lockEventOf } from "../support/cases-locks.ts";
import { type Event, entityNamed, eventOf, grantOf } from "../support/cases-random.ts";
import { CATALOG, DAY, feature } from "../support/engine.ts";
import { ENTITIES } from "./nasty.ts";
import { spoiled, toMonthEnd } from "./spoiled.ts";

export interface History {
  readonly catalog: Catalog;
  readonly start: number;
  readonly events: readonly Event[];
}

/** A customer's history, the same for the same seed; nastier than chance alone would make it. */
export function historyOf(seed: number): History {
  const dice = new Dice(seed);
  const start = dice.pick(STARTS);
  const entities = ENTITIES.slice(0, dice.below(ENTITIES.length + 1));
  const events: Event[] = entities.map(entityNamed);
  let lockIds: readonly string[] = [];
  const [isBrisk, isFine, isNarrow] = [dice.once(2), dice.once(4), dice.once(2)];
  if (isBrisk) events.push(armed(dice));
  const mood = { dice, isFine, isNarrow };
  let now = start;
  const grants = 1 + dice.below(4);
  const turns = grants + (dice.once(10) ? 60 : 12);
  for (let turn = 0; turn < turns; turn += 1) {
    const drawn = dice.below(2 ** 31);
    const ofLocks = dice.once(isBrisk ? 2 : 4);
    const later = ofLocks ? lockEventOf(drawn, now) : eventAt(dice, { drawn, turn, now });
    const event = turn < grants ? grantOf(drawn, turn) : later;
    const nasty = spoiled(event, { ...mood, now, entities, lockIds });
    if (nasty.type === "createLock") lockIds = [...lockIds, nasty.lockId];
    if (nasty.type === "finalizeLock") lockIds = lockIds.filter((id) => id !== nasty.lockId);
    const next = isBrisk && nasty.type === "pass" ? hurried(dice) : nasty;
    if (next.type === "pass") now += next.milliseconds;
    events.push(next);
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

const STARTS = [
  Date.UTC(2026, 0, 15),
  Date.UTC(2026, 0, 31, 23, 59, 59, 999),
  Date.UTC(2026, 1, 28, 12),
  Date.UTC(2028, 1, 29),
  Date.UTC(2026, 7, 30, 1),
];

/** Short enough for a lock to live through it. */
function hurried(dice: Dice): Event {
  return { type: "pass", milliseconds: dice.pick([1, 60_000, DAY / 24, DAY / 5]) };
}

/** Limits from the start: of what is used, and of what pays for it. */
function armed(dice: Dice): Event {
  const limited = [dice.pick(["messages", "actions"]), dice.pick(["credits", "tokens"])];
  const anchor = dice.pick(["utc", "billing_cycle"] as const);
  const window = { enabled: true, interval: "month", anchor, filter: null } as const;
  const usageLimits = limited.map((featureId) => ({ ...window, featureId, limit: dice.amount() }));
  return { type: "updateCustomer", customerId: "cus", billingControls: { usageLimits } };
}

interface Turn {
  readonly drawn: number;
  readonly turn: number;
  readonly now: number;
}

function eventAt(dice: Dice, { drawn, turn, now }: Turn): Event {
  if (dice.once(12)) {
    return { type: "pass", milliseconds: dice.pick([1, DAY / 24, 7 * DAY, 28 * DAY, 31 * DAY]) };
  }
  if (dice.once(16)) return { type: "pass", milliseconds: toMonthEnd(now) };
  return eventOf(drawn, turn);
}
