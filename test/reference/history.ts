import type { Catalog } from "../../src/engine/feature.ts";
import { alertsOf } from "../support/cases-alerts.ts";
import { Dice } from "../support/cases-dice.ts";
import { lockEventOf } from "../support/cases-locks.ts";
import { type Event, entityNamed, eventOf, grantOf } from "../support/cases-random.ts";
import { DAY } from "../support/engine.ts";
import { catalogOf } from "./catalogs.ts";
import { ENTITIES } from "./nasty.ts";
import { spoiled, toMonthEnd } from "./spoiled.ts";
import { THEMES } from "./themes/index.ts";
import type { Theme } from "./themes/theme.ts";

export interface History {
  readonly catalog: Catalog;
  readonly start: number;
  readonly events: readonly Event[];
}

/** A customer's history, the same for the same seed and number: by turns of all that may happen, and of a theme. */
export function historyOf(seed: number, number: number): History {
  const dice = new Dice(seed);
  const start = dice.pick(STARTS);
  const catalog = catalogOf(dice);
  const theme = number % 2 === 0 ? null : THEMES[Math.floor(number / 2) % THEMES.length];
  const events = theme ? themed(dice, theme, start) : mixed(dice, start);
  return { catalog, start, events };
}

/** Nastier than chance alone would make it. */
function mixed(dice: Dice, start: number): Event[] {
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
  return events;
}

/** Entities and grants of the theme, then its events; now and then another. */
function themed(dice: Dice, theme: Theme, start: number): Event[] {
  const events: Event[] = ENTITIES.slice(0, dice.below(4)).map(entityNamed);
  const turns = theme.grants + (dice.once(6) ? 40 : 14);
  let now = start;
  for (let number = 0; number < turns; number += 1) {
    const moment = { dice, now, number };
    const next = number < theme.grants ? [theme.grant(moment)] : theme.events(moment);
    const other = eventAt(dice, { drawn: dice.below(2 ** 31), turn: number, now });
    const isOther = number >= theme.grants && dice.once(12);
    for (const event of isOther ? [other] : next) {
      if (event.type === "pass") now += event.milliseconds;
      events.push(event);
    }
  }
  return events;
}

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
  if (dice.once(16)) return alertsOf(drawn);
  return eventOf(drawn, turn);
}
