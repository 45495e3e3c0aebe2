import type {
  Departed,
  Grant,
  Price,
  PriceTier,
  Rollover,
  RolloverConfig,
  Slice,
} from "../../engine/ledger.ts";
import type { Interval } from "../../engine/period.ts";
import {
  decimal,
  entityOrNone,
  flag,
  integer,
  jsonText,
  list,
  nullable,
  oneOf,
  percentage,
  text,
} from "./column.ts";
import { shape } from "./shape.ts";

export const interval = nullable(
  oneOf<Interval>({
    one_off: true,
    minute: true,
    hour: true,
    day: true,
    week: true,
    month: true,
    quarter: true,
    semi_annual: true,
    year: true,
  }),
);

const ROLLOVER_CONFIG = shape<RolloverConfig>({
  max: nullable(decimal),
  maxPercentage: nullable(percentage),
  duration: oneOf({ month: true, forever: true }),
  length: integer,
});

const PRICE_TIER = shape<PriceTier>({
  to: nullable(decimal),
  amount: decimal,
  flatAmount: nullable(decimal),
});

const PRICE = shape<Price>({
  amount: nullable(decimal),
  tiers: nullable(list(PRICE_TIER.object)),
  tierBehavior: nullable(oneOf({ graduated: true, volume: true })),
  billingUnits: decimal,
  billingMethod: oneOf({ prepaid: true, usage_based: true }),
});

/** Follows the grant's id in its row. */
export const SLICE = shape<Slice>({
  entityId: entityOrNone,
  balance: decimal,
  adjustment: decimal,
});

/** Follows the grant's id in its row. */
export const ROLLOVER = shape<Rollover>({
  rolloverId: text,
  entityId: entityOrNone,
  balance: decimal,
  usage: decimal,
  expiresAt: nullable(integer),
});

const DEPARTED = shape<Departed>({
  entityId: text,
  balance: decimal,
  adjustment: decimal,
  rollovers: list(ROLLOVER.object),
});

/** A grant without its parts, which have tables of their own. */
export const GRANT = shape<Omit<Grant, "slices" | "rollovers">>({
  grantId: text,
  externalId: nullable(text),
  featureId: text,
  entityId: nullable(text),
  perEntityFeatureId: nullable(text),
  planId: nullable(text),
  addOn: flag,
  allowance: decimal,
  prepaid: decimal,
  unlimited: flag,
  overageAllowed: flag,
  maxPurchase: nullable(decimal),
  interval,
  intervalCount: integer,
  nextResetAt: nullable(integer),
  originAt: integer,
  expiresAt: nullable(integer),
  rollover: nullable(jsonText(ROLLOVER_CONFIG.object)),
  price: nullable(jsonText(PRICE.object)),
  createdAt: integer,
  resetAt: nullable(integer),
  departed: jsonText(list(DEPARTED.object)),
});
