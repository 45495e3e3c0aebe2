/** Usage alerts and auto top-ups: which of them a change crossed (K6). Nobody is told and nothing bought here. */
import { type Amount, exceeds, minus, reaches, shareOf, ZERO } from "./amount.ts";
import { entityExists } from "./check.ts";
import type { BillingControls, UsageAlert } from "./customer.ts";
import { changedFeatures } from "./deduction.ts";
import type { Catalog, Feature } from "./feature.ts";
import { type Figures, figuresOf } from "./figures.ts";
import type { Crossing, EntryKind, Ledger } from "./ledger.ts";

/** A ledger before and after one change, both settled at its instant. */
export interface Transition {
  readonly kind: EntryKind;
  readonly at: number;
  readonly before: Ledger;
  readonly after: Ledger;
  readonly catalog: Catalog;
}

/**
 * What the change crossed: the enabled controls whose condition holds after it and did not before. The
 * customer's own come first, then each entity's; of one owner feature by feature, alerts before the top-up.
 */
export function crossingsOf(transition: Transition): readonly Crossing[] {
  const { before, after, catalog } = transition;
  const owners = ownersIn(after);
  if (owners.length === 0) return NONE;
  const moved = changedFeatures(before, after);
  const features = catalog.features.filter(({ featureId }) => moved.includes(featureId));
  return owners.flatMap((owner) =>
    features.flatMap((feature) => crossedIn(transition, owner, feature)),
  );
}

const NONE: readonly Crossing[] = [];

/** Who watches balances: the customer, or an entity, which sees its own view of them. */
interface Owner {
  readonly entityId: string | null;
  readonly billingControls: BillingControls;
}

/** What there is to say of a control once its condition has come to hold. */
interface Watch {
  readonly crossing: Crossing;
  readonly holds: (figures: Figures) => boolean;
}

/** Those who have alerts or top-ups at all, which few have. */
function ownersIn({ customer, entities }: Ledger): readonly Owner[] {
  const own = { entityId: null, billingControls: customer.billingControls };
  return [own, ...entities].filter(
    ({ billingControls: { usageAlerts, autoTopups } }) =>
      usageAlerts.length > 0 || autoTopups.length > 0,
  );
}

function crossedIn(
  { kind, at, before, after, catalog }: Transition,
  owner: Owner,
  feature: Feature,
): readonly Crossing[] {
  const alerts = alertsOn(owner, feature.featureId);
  const watches = TAKES.has(kind) ? [...alerts, ...topupsOn(owner, feature.featureId)] : alerts;
  if (watches.length === 0) return NONE;
  const [was, is] = [before, after].map((ledger) => {
    const view = { ledger, catalog, entityId: owner.entityId, at };
    return entityExists(view) ? figuresOf(view, feature) : null;
  });
  if (!was || !is || is.unlimited) return NONE; // A31
  return watches
    .filter(({ holds }) => holds(is) && (was.unlimited || !holds(was)))
    .map(({ crossing }) => crossing);
}

/** What takes from a balance by use: a top-up makes up for nothing else. */
const TAKES: ReadonlySet<EntryKind> = new Set<EntryKind>(["TRACK", "CHECK", "LOCK", "FINALIZE"]);

function alertsOn({ entityId, billingControls }: Owner, featureId: string): readonly Watch[] {
  return billingControls.usageAlerts
    .filter((alert) => alert.enabled && (alert.featureId ?? featureId) === featureId)
    .map((alert) => {
      const { threshold, thresholdType, name } = alert;
      const what = { featureId, entityId, threshold, thresholdType, name };
      return {
        crossing: { kind: "USAGE_ALERT", ...what, quantity: null },
        holds: (balance) => isReached(alert, balance),
      };
    });
}

function topupsOn({ entityId, billingControls }: Owner, featureId: string): readonly Watch[] {
  return billingControls.autoTopups
    .filter((topup) => topup.enabled && topup.featureId === featureId)
    .map(({ threshold, quantity }) => {
      const what = {
        featureId,
        entityId,
        threshold,
        thresholdType: "remaining",
        name: null,
      } as const;
      return {
        crossing: { kind: "AUTO_TOPUP", ...what, quantity },
        holds: (balance) => isShort(balance, threshold),
      };
    });
}

/** At the threshold it is reached. Of nothing granted there is no percentage. */
function isReached({ threshold, thresholdType }: UsageAlert, figures: Figures): boolean {
  const { granted, remaining, usage } = figures;
  if (thresholdType === "usage") return usage >= threshold;
  if (thresholdType === "remaining") return remaining <= threshold;
  if (granted <= ZERO) return false;
  const share = shareOf(granted, threshold);
  return thresholdType === "usage_percentage" ? !exceeds(share, usage) : reaches(share, remaining);
}

/** Overage counts against what remains, so that a threshold below zero can be passed too. */
function isShort({ remaining, overage }: Figures, threshold: Amount): boolean {
  return minus(remaining, overage) < threshold;
}
