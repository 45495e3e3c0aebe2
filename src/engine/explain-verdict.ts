/** A verdict in words: what is required, what each source has left for it, and the rule that decides. */
import {
  type Amount,
  formatAmount,
  minus,
  negativePart,
  positivePart,
  sum,
  ZERO,
} from "./amount.ts";
import { rolloversInOrder } from "./breakdown.ts";
import { fullOf } from "./bucket.ts";
import type { Ceiling } from "./controls.ts";
import { type Cover, remainingOf, takesEverything } from "./cover.ts";
import { outOfReach } from "./explain-reach.ts";
import { minuteOf, nameOf } from "./explanation.ts";
import { type Feature, relevantFeatures } from "./feature.ts";
import { type Cap, filterEntries } from "./limits.ts";
import type { OverageRule } from "./overage.ts";
import type { Verdict } from "./verdict.ts";
import { type Holding, holdingsOf, type View } from "./view.ts";

/**
 * The sources stand in deduction order, and what they have left adds up to the remaining that is told. A
 * denial also tells what there is besides, and why it does not count.
 */
export function explainVerdict(view: View, verdict: Verdict): string {
  const { reason } = verdict;
  const { feature, payer, holdings } = verdict.cover;
  const parts = [
    `${requirementOf(verdict)}, ${standingOf(view, holdings)}`,
    ...decisionOf(verdict),
    ...(reason === null ? [] : besides(view, feature, payer)),
  ];
  return `${parts.join("; ")}.`;
}

/** The same of a feature for which nothing in view can pay (C1). */
export function explainNothingOwned(view: View, feature: Feature, value: Amount): string {
  const needed = `${formatAmount(value)} of ${feature.featureId} required`;
  const parts = [
    `${needed}, nothing that pays for it is owned (C1)`,
    ...besides(view, feature, null),
  ];
  return `${parts.join("; ")}.`;
}

/** "120 of messages required", "3 of actions cost 0.6 of credits". */
function requirementOf({ value, required, cover }: Verdict): string {
  const { feature, payer }: Cover = cover;
  const needed = `${formatAmount(required)} of ${payer.featureId}`;
  if (payer === feature) return `${needed} required`;
  return `${formatAmount(value)} of ${feature.featureId} cost ${needed}`;
}

/** "20 remaining: pro-monthly 20 of 100, top-up 0 of 5", "unlimited: enterprise". */
function standingOf(view: View, holdings: readonly Holding[]): string {
  if (takesEverything(holdings)) {
    const unlimited = holdings.filter(({ grant }) => grant.unlimited);
    return `unlimited: ${unlimited.map(({ grant }) => nameOf(grant)).join(", ")}`;
  }
  return `${formatAmount(remainingOf(holdings))} remaining: ${listed(sourcesOf(view, holdings))}`;
}

/** What a row or a rollover has left for the requirement. */
interface Source {
  readonly name: string;
  readonly left: Amount;
  readonly full: Amount;
  readonly below: Amount;
}

function sourcesOf(view: View, holdings: readonly Holding[]): readonly Source[] {
  const carried = rolloversInOrder(view, holdings).map(({ grant, shown }) => ({
    name: `rollover of ${nameOf(grant)}`,
    left: shown.balance,
    full: shown.granted,
    below: ZERO,
  }));
  const rows = holdings.map(({ grant, slices }) => ({
    name: nameOf(grant),
    left: sum(slices.map(({ balance }) => positivePart(balance))),
    full: sum(slices.map((slice) => fullOf(grant, slice))),
    below: sum(slices.map(({ balance }) => negativePart(balance))),
  }));
  return [...carried, ...rows];
}

/** The first few by name, the others in one sum. */
function listed(sources: readonly Source[]): string {
  const named = sources.slice(0, NAMED).map((source) => `${source.name} ${figuresOf([source])}`);
  const others = sources.slice(NAMED);
  if (others.length === 0) return named.join(", ");
  return `${named.join(", ")} and ${others.length} more with ${figuresOf(others)} in sum`;
}

const NAMED = 5;

/** "20 of 100", "0 of 100 (30 below zero)". */
function figuresOf(sources: readonly Source[]): string {
  const total = (of: (source: Source) => Amount) => sum(sources.map(of));
  const below = total((source) => source.below);
  const debt = below === ZERO ? "" : ` (${formatAmount(below)} below zero)`;
  const [left, full] = [total((source) => source.left), total((source) => source.full)];
  return `${formatAmount(left)} of ${formatAmount(full)}${debt}`;
}

function decisionOf({ ground, required, cover }: Verdict): readonly string[] {
  switch (ground.kind) {
    case "ENOUGH":
      return [];
    case "UNLIMITED":
      return ["it takes everything (D4)"];
    case "GIVING_BACK":
      return ["giving back is always allowed (C2)"];
    case "USAGE_LIMIT":
      return [...uncounted(ground.uncounted, required), usageLimit(ground.cap)];
    default:
      return [`${other(minus(required, cover.remaining))} ${overage(ground)}`];
  }
}

/** "for the other 110". */
function other(amount: Amount): string {
  return `for the other ${formatAmount(amount)}`;
}

function overage(rule: OverageRule): string {
  switch (rule.kind) {
    case "NO_OVERAGE":
      return `${rule.byControl ? "a control forbids overage" : "no overage is allowed"} (D15)`;
    case "OVERAGE":
      return `${rule.byControl ? "a control allows overage" : "overage is allowed"} (D15)`;
    case "SPEND_LIMIT":
      return `the spend limit of ${ceiling(rule.ceiling)} of overage so far (O3)`;
    case "PURCHASE_LIMIT":
      return `the purchase ceiling of ${ceiling(rule.ceiling)} of it used (O1)`;
  }
}

/** "50 leaves 25, with 25". */
function ceiling(figures: Ceiling): string {
  const [most, left, used] = [figures.most, figures.left, figures.overage].map(formatAmount);
  return `${most} leaves ${left}, with ${used}`;
}

/** Of a limit on credits: what rollovers pay of the requirement does not count against it (W2). */
function uncounted(carried: Amount, required: Amount): readonly string[] {
  if (carried === ZERO) return [];
  const left = formatAmount(minus(required, carried));
  return [`rollovers pay ${formatAmount(carried)} of it, so the limit counts ${left} (W2)`];
}

/** "the usage limit of 5 a day on messages where model is large leaves 2, with 3 used, until ...". */
function usageLimit({ limit, entityId, usage, headroom, endsAt }: Cap): string {
  const filter = filterEntries(limit.filter).map(([key, text]) => `${key} is ${text}`);
  const where = filter.length === 0 ? "" : ` where ${filter.join(" and ")}`;
  const whose = entityId === null ? "" : ` for ${entityId}`;
  const name = `${formatAmount(limit.limit)} a ${limit.interval} on ${limit.featureId}${whose}${where}`;
  const left = `leaves ${formatAmount(headroom)}, with ${formatAmount(usage)} used`;
  return `the usage limit of ${name} ${left}, until ${minuteOf(endsAt)} (W10)`;
}

/** What else could pay, but not together with the payer (C4); and what is there, but not for who asks. */
function besides(view: View, feature: Feature, payer: Feature | null): readonly string[] {
  return relevantFeatures(view.catalog, feature).flatMap((candidate) => {
    const holdings = candidate === payer ? [] : holdingsOf(view, [candidate.featureId]);
    const beside = `beside it ${candidate.featureId}, ${standingOf(view, holdings)} (C4)`;
    return [...(holdings.length === 0 ? [] : [beside]), ...outOfReach(view, candidate)];
  });
}
