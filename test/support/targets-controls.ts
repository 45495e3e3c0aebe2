/** The billing controls of a case as the engine's, with the defaults that the schema gives. */
import type { Controls } from "./cases-parts.ts";
import { exact, figureOf } from "./targets-door.ts";

/** The lists given; those left out stay as they are. */
export function controlsOf({ billingControls }: { billingControls?: Controls | undefined }) {
  if (!billingControls) return {};
  const { usageLimits, spendLimits, overageAllowed, usageAlerts, autoTopups } = billingControls;
  return {
    billingControls: {
      usageLimits: usageLimits?.map(
        ({ enabled = true, anchor = "billing_cycle", filter = null, ...limit }) => ({
          ...limit,
          enabled,
          anchor,
          filter,
          limit: figureOf(limit.limit),
        }),
      ),
      spendLimits: spendLimits?.map((limit) => ({
        featureId: limit.featureId ?? null,
        enabled: limit.enabled ?? false,
        overageLimit: exact(limit.overageLimit) ?? null,
        limitType: limit.limitType ?? ("absolute" as const),
        skipOverageBilling: limit.skipOverageBilling ?? false,
      })),
      overageAllowed: overageAllowed?.map(({ featureId, enabled = false }) => ({
        featureId,
        enabled,
      })),
      usageAlerts: usageAlerts?.map((alert) => ({
        featureId: alert.featureId ?? null,
        enabled: alert.enabled ?? true,
        threshold: figureOf(alert.threshold),
        thresholdType: alert.thresholdType,
        name: alert.name ?? null,
      })),
      autoTopups: autoTopups?.map(({ featureId, enabled = false, threshold, quantity }) => ({
        featureId,
        enabled,
        threshold: figureOf(threshold),
        quantity: figureOf(quantity),
      })),
    },
  };
}
