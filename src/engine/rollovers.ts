/** Lists of rollovers: what they hold in sum, and how one grows without being added up again. */
import { type Amount, minus, plus, sumOf, ZERO } from "./amount.ts";
import { CEILINGS } from "./ceilings.ts";
import type { Rollover } from "./ledger.ts";
import { NEVER } from "./period.ts";

type Rollovers = readonly Rollover[];

/** What the rollovers of one list hold together. */
export interface Carried {
  readonly balance: Amount;
  readonly usage: Amount;
  /** When the first of them expires; never: infinity. */
  readonly soonest: number;
}

/** A list never changes, so its sums are found once. */
const known = new WeakMap<Rollovers, Carried>();

/** The sums of a list. Those of a list that `appended` made cost nothing, however long it is. */
export function carriedIn(rollovers: Rollovers): Carried {
  const found = known.get(rollovers);
  if (found) return found;
  const carried = addedUp(rollovers);
  known.set(rollovers, carried);
  return carried;
}

function addedUp(rollovers: Rollovers): Carried {
  return {
    balance: sumOf(rollovers, ({ balance }) => balance),
    usage: sumOf(rollovers, ({ usage }) => usage),
    soonest: soonestOf(rollovers),
  };
}

/** The list without the rollovers that have expired by then (A15). */
export function unexpired(rollovers: Rollovers, at: number): Rollovers {
  const { balance, usage, soonest } = carriedIn(rollovers);
  if (soonest > at) return rollovers;
  const gone = addedUp(rollovers.filter((rollover) => expiryOf(rollover) <= at));
  const left = rollovers.filter((rollover) => expiryOf(rollover) > at);
  return remembered(left, {
    balance: minus(balance, gone.balance),
    usage: minus(usage, gone.usage),
    soonest: soonestOf(left),
  });
}

/**
 * The list with one rollover more. Where its slice has as many as can live, the last of them takes up what
 * comes, and lives as long.
 */
export function appended(rollovers: Rollovers, added: Rollover): Rollovers {
  const isFull = rollovers.length >= CEILINGS.liveRollovers;
  const last = isFull ? lastOfFull(rollovers, added.entityId) : null;
  return last ? takenUp(rollovers, last, added) : grown(rollovers, added);
}

function lastOfFull(rollovers: Rollovers, entityId: string | null): Rollover | null {
  const own =
    entityId === null ? rollovers : rollovers.filter((rollover) => rollover.entityId === entityId);
  return own.length < CEILINGS.liveRollovers ? null : (own.at(-1) ?? null);
}

function grown(rollovers: Rollovers, added: Rollover): Rollovers {
  const { balance, usage, soonest } = carriedIn(rollovers);
  return remembered([...rollovers, added], {
    balance: plus(balance, added.balance),
    usage: plus(usage, added.usage),
    soonest: Math.min(soonest, expiryOf(added)),
  });
}

function takenUp(rollovers: Rollovers, last: Rollover, added: Rollover): Rollovers {
  const { expiresAt } = added;
  const list = [...rollovers];
  list[rollovers.lastIndexOf(last)] = {
    ...last,
    balance: plus(last.balance, added.balance),
    usage: plus(last.usage, added.usage),
    expiresAt,
  };
  if (expiresAt !== last.expiresAt) return list;
  const { balance, usage, soonest } = carriedIn(rollovers);
  return remembered(list, {
    balance: plus(balance, added.balance),
    usage: plus(usage, added.usage),
    soonest,
  });
}

function remembered(rollovers: Rollovers, carried: Carried): Rollovers {
  known.set(rollovers, carried);
  return rollovers;
}

/** The list with as much more in the rollover that is there, `one`; else with the new one. */
export function enlarged(
  rollovers: Rollovers,
  one: Rollover | undefined,
  added: Rollover,
): Rollovers {
  if (!one) return appended(rollovers, added);
  const balance = plus(one.balance, added.balance);
  return rollovers.map((other) => (other === one ? { ...one, balance } : other));
}

/** The list with `excess` taken off, soonest expiry first; what is emptied goes (RO3). */
export function trimmed(rollovers: Rollovers, excess: Amount, inOrder: Rollovers): Rollovers {
  let left = excess;
  const cut = new Map<Rollover, Rollover | null>();
  for (const rollover of inOrder) {
    if (left <= ZERO) break;
    const isEmptied = rollover.balance <= left;
    const balance = minus(rollover.balance, left);
    cut.set(rollover, isEmptied ? null : { ...rollover, balance });
    left = minus(left, rollover.balance);
  }
  return rollovers.flatMap((rollover) => {
    const changed = cut.get(rollover);
    return changed === undefined ? rollover : (changed ?? []);
  });
}

function soonestOf(rollovers: Rollovers): number {
  return rollovers.reduce((at, rollover) => Math.min(at, expiryOf(rollover)), NEVER);
}

function expiryOf({ expiresAt }: Rollover): number {
  return expiresAt ?? NEVER;
}
