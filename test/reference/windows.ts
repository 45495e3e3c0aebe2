import type { UsageLimit } from "../../src/engine/customer.ts";
import { dayOf, lengthOf, monthsLater } from "./calendar.ts";
import { systemsOf, visibleRows } from "./look.ts";
import type { Row, State } from "./state.ts";

export interface Window {
  readonly startsAt: number;
  readonly endsAt: number;
}

const DAY = 86_400_000;

/** W8: from the anchor step by step, forwards or back, until now lies between two steps. */
export function windowOf(state: State, owner: string | null, limit: UsageLimit): Window {
  const anchor = anchorOf(state, owner, limit);
  let steps = 0;
  while (stepped(limit, anchor, steps) <= state.now) steps += 1;
  while (stepped(limit, anchor, steps - 1) > state.now) steps -= 1;
  return { startsAt: stepped(limit, anchor, steps - 1), endsAt: stepped(limit, anchor, steps) };
}

interface Anchor {
  readonly at: number;
  readonly day: number;
}

/** In days (A19). */
const LENGTHS = { day: 1, week: 7, month: 30, year: 365 } as const;

const MONDAY = Date.UTC(2026, 0, 5);

/** What pays: its origin where the limit is the longer, else its next reset (A17, A19); or the calendar. */
function anchorOf(state: State, owner: string | null, limit: UsageLimit): Anchor {
  const row = limit.anchor === "utc" ? undefined : anchorRow(state, limit.featureId, owner);
  if (row && row.nextResetAt !== null) {
    const isLonger = LENGTHS[limit.interval] * DAY > lengthOf(row.interval ?? "one_off", row.count);
    return { at: isLonger ? row.origin : row.nextResetAt, day: dayOf(row.origin) };
  }
  const january = Date.UTC(new Date(state.now).getUTCFullYear(), 0, 1);
  return { at: limit.interval === "week" ? MONDAY : january, day: 1 };
}

function stepped({ interval }: UsageLimit, { at, day }: Anchor, steps: number): number {
  if (interval === "day") return at + steps * DAY;
  if (interval === "week") return at + steps * 7 * DAY;
  return monthsLater(at, (interval === "year" ? 12 : 1) * steps, day);
}

/** The feature's own rows, or where none of them resets those of its credit systems. */
function anchorRow(state: State, featureId: string, owner: string | null): Row | undefined {
  const own = visibleRows(state, featureId, owner);
  const paying = systemsOf(state, featureId).flatMap((system) =>
    visibleRows(state, system.featureId, owner),
  );
  return preferred(own) ?? preferred(paying);
}

function preferred(rows: readonly Row[]): Row | undefined {
  const [first] = rows
    .filter((row) => row.nextResetAt !== null)
    .sort(
      (left, right) =>
        Number(left.planId === null) - Number(right.planId === null) ||
        Number(left.addOn) - Number(right.addOn) ||
        left.number - right.number,
    );
  return first;
}
