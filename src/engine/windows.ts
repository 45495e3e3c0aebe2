/** The windows of time that usage limits count in (W8). */
import type { UsageLimit } from "./customer.ts";
import { type Feature, relevantFeatures } from "./feature.ts";
import { isLong, knownPlaces } from "./known-terms.ts";
import type { Grant } from "./ledger.ts";
import { addMonths, dayOfMonth, periodLength } from "./period.ts";
import { holdingsOf, isPooled, type View } from "./view.ts";

export interface Bounds {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** The limit's window at the view's moment: in step with the balance's periods, or the UTC calendar. */
export function windowOf(view: View, limit: UsageLimit, feature: Feature): Bounds {
  const anchor = limit.anchor === "billing_cycle" ? anchorOf(view, limit, feature) : null;
  return windowFrom(anchor ?? CALENDAR[limit.interval], limit, view.at);
}

/** An instant at which a window ends, and the day that month steps keep. */
interface Anchor {
  readonly endsAt: number;
  readonly day: number;
}

const MONDAY = Date.UTC(1970, 0, 5);
const JANUARY = Date.UTC(1970, 0, 1);

const CALENDAR: Record<UsageLimit["interval"], Anchor> = {
  day: { endsAt: JANUARY, day: 1 },
  week: { endsAt: MONDAY, day: 1 },
  month: { endsAt: JANUARY, day: 1 },
  year: { endsAt: JANUARY, day: 1 },
};

const DAY = 24 * 60 * 60 * 1000;

function windowFrom({ endsAt, day }: Anchor, { interval }: UsageLimit, at: number): Bounds {
  if (interval === "day" || interval === "week") {
    const length = interval === "day" ? DAY : 7 * DAY;
    const startsAt = endsAt + Math.floor((at - endsAt) / length) * length;
    return { startsAt, endsAt: startsAt + length };
  }
  const months = interval === "month" ? 1 : 12;
  const boundary = (count: number) => addMonths(endsAt, count * months, day);
  let count = Math.floor((at - endsAt) / (31 * DAY * months));
  while (boundary(count) <= at) count += 1;
  while (boundary(count - 1) > at) count -= 1;
  return { startsAt: boundary(count - 1), endsAt: boundary(count) };
}

/**
 * The reset of the feature's own rows; without one, of the credit systems that can pay for it. A limit longer
 * than the row's period steps from the row's origin, so that no reset moves its windows (A19).
 */
function anchorOf(view: View, limit: UsageLimit, feature: Feature): Anchor | null {
  const [own, ...systems] = relevantFeatures(view.catalog, feature);
  const grant = resetting(view, own ? [own] : []) ?? resetting(view, systems);
  if (grant?.nextResetAt == null) return null;
  const { originAt, nextResetAt, interval, intervalCount } = grant;
  const isLonger =
    periodLength(limit.interval, 1) > periodLength(interval ?? "one_off", intervalCount);
  return { endsAt: isLonger ? originAt : nextResetAt, day: dayOfMonth(originAt) };
}

/** Plans before standalone rows, main ones before add-ons, the oldest first. */
function resetting(view: View, features: readonly Feature[]): Grant | undefined {
  const { grants } = view.ledger;
  const ids = features.map(({ featureId }) => featureId);
  const find = () => {
    const inView = new Set(holdingsOf(view, ids).map(({ grant }) => grant));
    return grants
      .flatMap((grant, place) => (grant.nextResetAt !== null && inView.has(grant) ? place : []))
      .sort((left, right) => bySource(grants[left], grants[right])); // Stable: the oldest first.
  };
  const name = JSON.stringify(["resetting", view.entityId, isPooled(view.ledger), ids]);
  const places = isLong(grants) ? knownPlaces(grants, { ...view, name }, find) : find();
  return grants[places[0] ?? grants.length];
}

function bySource(left: Grant | undefined, right: Grant | undefined): number {
  return (
    Number(left?.planId === null) - Number(right?.planId === null) ||
    Number(left?.addOn) - Number(right?.addOn)
  );
}
