/** The most that a check would allow. */
import { type Amount, LIMIT, lesser, minus, SMALLEST, ZERO } from "./amount.ts";
import { unitsPaidBy } from "./conversion.ts";
import { type Cover, mostCovered, tighter } from "./cover.ts";

/**
 * In units of the feature; null: without end. `covers` are what can pay, in the order in which a check chooses:
 * the feature's own balance, then credit systems. The choice holds the units against each balance, the verdict
 * what they cost of the one chosen (C4). So each balance answers for a range of amounts of its own, and the
 * highest range that allows anything tells the most.
 */
export function availableOf(covers: readonly Cover[]): Amount | null {
  let most = ZERO;
  let answered = ZERO;
  for (const cover of covers) {
    const chosenTo = withinLimits(cover, mostCovered(cover));
    if (chosenTo === null) return null;
    const reached = lesser(chosenTo, paidBy(cover));
    if (reached > answered) most = reached;
    if (chosenTo > answered) answered = chosenTo;
  }
  const last = covers.find(({ payer, feature }) => payer !== feature);
  const beyond = last ? paidBy(last) : ZERO;
  return lesser(beyond > answered ? beyond : most, LARGEST);
}

/** The most that may be asked for, and that it may cost (A33). */
const LARGEST = minus(LIMIT, SMALLEST);

/** Units that the cover pays for, at a cost that can be told (A33). Only for one that has an end. */
function paidBy(cover: Cover): Amount {
  const most = mostCovered(cover);
  const paid =
    most === null ? null : unitsPaidBy(lesser(most, LARGEST), cover.payer, cover.feature);
  return withinLimits(cover, paid) ?? ZERO;
}

function withinLimits({ unlimited, onUnits }: Cover, units: Amount | null): Amount | null {
  return unlimited ? null : tighter(units, onUnits?.headroom ?? null);
}
