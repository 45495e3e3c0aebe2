import {
  type AutoTopup,
  type BillingControls,
  type Customer,
  type CustomerConfig,
  type Entity,
  NO_CONTROLS,
  type OverageControl,
  type SpendLimit,
  type UsageAlert,
  type UsageLimit,
} from "../../engine/customer.ts";
import type { Json } from "../../engine/feature.ts";
import {
  type Column,
  decimal,
  flag,
  integer,
  jsonText,
  list,
  nullable,
  oneOf,
  opaque,
  text,
} from "./column.ts";
import { shape } from "./shape.ts";
import { filterIn } from "./stored-filter.ts";

const limitFilter = nullable<Json | null>({
  ...opaque,
  read: (cell) => filterIn(opaque.read(cell)),
  write: (filter) => filter,
});

const USAGE_LIMIT = shape<UsageLimit>({
  featureId: text,
  enabled: flag,
  limit: decimal,
  interval: oneOf({ day: true, week: true, month: true, year: true }),
  anchor: oneOf({ billing_cycle: true, utc: true }),
  filter: limitFilter,
});

const SPEND_LIMIT = shape<SpendLimit>({
  featureId: nullable(text),
  enabled: flag,
  overageLimit: nullable(decimal),
  limitType: oneOf({ absolute: true, usage_percentage: true }),
  skipOverageBilling: flag,
});

const OVERAGE_CONTROL = shape<OverageControl>({ featureId: text, enabled: flag });

export const thresholdType = oneOf<UsageAlert["thresholdType"]>({
  usage: true,
  usage_percentage: true,
  remaining: true,
  remaining_percentage: true,
});

const USAGE_ALERT = shape<UsageAlert>({
  featureId: nullable(text),
  enabled: flag,
  threshold: decimal,
  thresholdType,
  name: nullable(text),
});

const AUTO_TOPUP = shape<AutoTopup>({
  featureId: text,
  enabled: flag,
  threshold: decimal,
  quantity: decimal,
});

const CONTROLS = shape<BillingControls>({
  usageLimits: list(USAGE_LIMIT.object),
  spendLimits: list(SPEND_LIMIT.object),
  overageAllowed: list(OVERAGE_CONTROL.object),
  usageAlerts: list(USAGE_ALERT.object),
  autoTopups: list(AUTO_TOPUP.object),
});

const CONFIG = shape<CustomerConfig>({ disablePooledBalance: flag, disableOverageBilling: flag });

/** Most have none set, and these need no parsing. */
const controlsText: Column<BillingControls> = {
  kind: "json",
  read: (cell) => (cell === NO_CONTROLS_TEXT ? NO_CONTROLS : anyControls.read(cell)),
  write: (controls) => anyControls.write(controls),
};

const anyControls = jsonText(CONTROLS.object);
const NO_CONTROLS_TEXT = anyControls.write(NO_CONTROLS);

/** The customer with the number of the latest entry. */
export const CUSTOMER = shape<Customer & { readonly seq: number }>({
  customerId: text,
  name: nullable(text),
  email: nullable(text),
  fingerprint: nullable(text),
  stripeId: nullable(text),
  metadata: jsonText(opaque),
  sendEmailReceipts: flag,
  createdAt: integer,
  testClock: nullable(integer),
  revision: integer,
  billingControls: controlsText,
  config: jsonText(CONFIG.object),
  seq: integer,
});

export const ENTITY = shape<Entity>({
  entityId: text,
  featureId: text,
  name: nullable(text),
  createdAt: integer,
  billingControls: controlsText,
});
