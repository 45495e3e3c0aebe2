/** No amount that is stored or shown reaches 1e18: a command that would make one is refused (A33). */
import {
  type Amount,
  amount,
  greater,
  LIMIT,
  minus,
  positivePart,
  SMALLEST,
  sizeOf,
  withinLimit,
  ZERO,
} from "./amount.ts";
import { extentOf, MEASURES } from "./extent.ts";
import { isLong, MANY } from "./known-terms.ts";
import type { Entry, Grant, Ledger, Lock } from "./ledger.ts";
import { limitedFeature } from "./limits.ts";
import { magnitudeIn } from "./magnitude.ts";
import { invalid, type Refusal } from "./refusal.ts";

/** A command's ledger before it (null: there was no customer) and after it, with its entry. */
export interface Outcome {
  readonly before: Ledger | null;
  readonly after: Ledger;
  readonly entry: Entry | null;
}

/**
 * Why the command may not stand: it makes an amount of 1e18 or more. What stood beyond the range before, as
 * older versions could write it, may stay there and shrink, but not grow.
 */
export function beyondRange(outcome: Outcome): Refusal | null {
  const isInRange = isEntryInRange(outcome.entry);
  if (isInRange && hasSmallAmountsOnly(outcome.after)) return null;
  return (
    tooLargeSum(outcome) ?? tooLargeCounter(outcome) ?? (isInRange ? null : tooLargeEntry(outcome))
  );
}

/**
 * How much may still be added to what is granted and remains of the feature, by a rollover or an undone lock,
 * before an amount reaches 1e18; 0 where nothing may. Of a row that resets, ask once it has been refilled.
 */
export function roomFor(ledger: Ledger, featureId: string): Amount {
  const { granted, remaining } = extentOf(ledger, featureId);
  return positivePart(minus(minus(LIMIT, SMALLEST), greater(granted, remaining)));
}

/** How much an entry may still move: one reset can refill one slice and carry what another has left. */
export function roomBeside(moved: Amount): Amount {
  return positivePart(minus(minus(LIMIT, SMALLEST), positivePart(moved)));
}

/**
 * By how much a change that cannot be refused, such as the end of a lock, would bring an amount of the feature to
 * 1e18: to be left out of it.
 */
export function excessOf(before: Ledger, after: Ledger, featureId: string): Amount {
  if (isFarBelow(after, featureId)) return ZERO;
  const [was, is] = [extentOf(before, featureId), extentOf(after, featureId)];
  return MEASURES.map((measure) =>
    minus(is[measure], greater(was[measure], minus(LIMIT, SMALLEST))),
  ).reduce(greater, ZERO);
}

/** Whether all that the feature's rows hold together is so little that they need not be looked at closely. */
export function isFarBelow({ grants }: Ledger, featureId: string): boolean {
  return magnitudeIn(grants, featureId) < FAR_BELOW;
}

const FAR_BELOW = amount("1e17");

function tooLargeSum({ before, after }: Outcome): Refusal | null {
  for (const featureId of featuresOf(after)) {
    const was = before && extentOf(before, featureId);
    const is = extentOf(after, featureId);
    const grown = MEASURES.find(
      (measure) => !withinLimit(is[measure]) && is[measure] > (was?.[measure] ?? ZERO),
    );
    if (grown) return tooLarge(`${grown} of ${featureId}`);
  }
  return null;
}

function tooLargeCounter({ before, after }: Outcome): Refusal | null {
  const risen = after.counters.find(({ key, usage }) => {
    const old = before?.counters.find((counter) => counter.key === key)?.usage ?? ZERO;
    return !withinLimit(usage) && usage > old;
  });
  return risen ? tooLarge(`counted usage of ${limitedFeature(risen.key)}`) : null;
}

/** What brings a ledger back into the range may have to move more than fits into it. */
function tooLargeEntry({ before, entry }: Outcome): Refusal | null {
  const isInRange = featuresOf(before).every((featureId) => {
    const was = before && extentOf(before, featureId);
    return MEASURES.every((measure) => withinLimit(was?.[measure] ?? ZERO));
  });
  const remedy = entry?.kind === "DELETE" ? "delete the balances of one feature first" : undefined;
  return isInRange ? tooLarge("amount that this change moves", remedy) : null;
}

function isEntryInRange(entry: Entry | null): boolean {
  return (
    !entry ||
    (withinLimit(entry.value) && entry.deductions.every(({ value }) => withinLimit(value)))
  );
}

function featuresOf(ledger: Ledger | null): readonly string[] {
  return [...new Set(ledger?.grants.map(({ featureId }) => featureId))];
}

function tooLarge(what: string, remedy = "use smaller amounts"): Refusal {
  return invalid("input", `would bring the ${what} to 1e18 or more: ${remedy}`);
}

/** Ten million places of such amounts, four in each, stay in the range: nothing has to be added up. */
const SMALL = amount("1e10");

function hasSmallAmountsOnly({ grants, counters, locks }: Ledger): boolean {
  return (
    grants.every(isSmallGrant) &&
    counters.every(({ usage }) => isSmall(usage)) &&
    (small.has(locks) || hasSmallReceipts(locks))
  );
}

function hasSmallReceipts(locks: readonly Lock[]): boolean {
  const isSo = locks.every(({ receipt }) => receipt.every(({ value }) => isSmall(value)));
  if (isSo && isLong(locks)) small.add(locks);
  return isSo;
}

/** Grants and lists of locks that hold small amounts only. They never change, so each is checked once. */
const small = new WeakSet<Grant | readonly Lock[]>();

function isSmallGrant(grant: Grant): boolean {
  const { allowance, prepaid, maxPurchase, slices, rollovers } = grant;
  const hasMany = slices.length + rollovers.length >= MANY;
  if (hasMany && small.has(grant)) return true;
  const isSo =
    isSmall(allowance) &&
    isSmall(prepaid) &&
    isSmall(maxPurchase ?? ZERO) &&
    slices.every(({ balance, adjustment }) => isSmall(balance) && isSmall(adjustment)) &&
    rollovers.every(({ balance, usage }) => isSmall(balance) && isSmall(usage));
  if (hasMany && isSo) small.add(grant);
  return isSo;
}

function isSmall(value: Amount): boolean {
  return sizeOf(value) < SMALL;
}
