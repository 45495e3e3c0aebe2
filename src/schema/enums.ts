import type { EntryKind } from "../engine/ledger.ts";
import type { Interval } from "../engine/period.ts";
import { builder } from "./builder.ts";

/** Upper case outside, lower case inside, the same words. */
export const FeatureTypeEnum = builder.enumType("FeatureType", {
  description: "What kind of thing a feature is.",
  values: {
    BOOLEAN: { value: "boolean", description: "Granted or not; it has flags, never balances." },
    METERED: { value: "metered", description: "Counted: used up (messages) or held (seats)." },
    CREDIT_SYSTEM: {
      value: "credit_system",
      description: "A currency that several metered features are paid in.",
    },
    AI_CREDIT_SYSTEM: {
      value: "ai_credit_system",
      description: "A currency priced by models and tokens.",
    },
  } as const,
});

export const IntervalEnum = builder.enumType("Interval", {
  description: "How long a period is; months keep their day, in UTC.",
  values: {
    ONE_OFF: { value: "one_off", description: "No period: it never resets." },
    MINUTE: { value: "minute", description: "60 seconds." },
    HOUR: { value: "hour", description: "60 minutes." },
    DAY: { value: "day", description: "24 hours." },
    WEEK: { value: "week", description: "7 days." },
    MONTH: { value: "month", description: "A calendar month." },
    QUARTER: { value: "quarter", description: "3 calendar months." },
    SEMI_ANNUAL: { value: "semi_annual", description: "6 calendar months." },
    YEAR: { value: "year", description: "12 calendar months." },
  } as const satisfies Record<string, { value: Interval; description: string }>,
});

export const BillingMethodEnum = builder.enumType("BillingMethod", {
  description: "When a price is charged.",
  values: {
    PREPAID: { value: "prepaid", description: "Before use." },
    USAGE_BASED: { value: "usage_based", description: "For what was used." },
  } as const,
});

export const TierBehaviorEnum = builder.enumType("TierBehavior", {
  description: "How tiers apply to a quantity.",
  values: {
    GRADUATED: { value: "graduated", description: "Each tier prices the units within it." },
    VOLUME: { value: "volume", description: "The tier reached prices all units." },
  } as const,
});

export const RolloverDurationEnum = builder.enumType("RolloverDuration", {
  description: "How long what is carried over lives.",
  values: {
    MONTH: { value: "month", description: "A number of months." },
    FOREVER: { value: "forever", description: "It never expires." },
  } as const,
});

export const OverageBehaviorEnum = builder.enumType("OverageBehavior", {
  description: "What happens to usage that no balance covers.",
  values: {
    CAP: { value: "cap", description: "What fits is deducted, the rest is dropped." },
    REJECT: { value: "reject", description: "All or nothing." },
    OVERFLOW: {
      value: "overflow",
      description: "All is deducted, below zero where need be; only a spend limit stops it.",
    },
  } as const,
});

export const LimitTypeEnum = builder.enumType("LimitType", {
  description: "How a spend limit is measured.",
  values: {
    ABSOLUTE: { value: "absolute", description: "In units of overage." },
    USAGE_PERCENTAGE: {
      value: "usage_percentage",
      description: "In percent of what the main recurring plans include.",
    },
  } as const,
});

export const LimitIntervalEnum = builder.enumType("LimitInterval", {
  description: "How long a usage limit's window is.",
  values: {
    DAY: { value: "day", description: "A day." },
    WEEK: { value: "week", description: "A week." },
    MONTH: { value: "month", description: "A calendar month." },
    YEAR: { value: "year", description: "A calendar year." },
  } as const,
});

export const LimitAnchorEnum = builder.enumType("LimitAnchor", {
  description: "Where a usage limit's windows begin.",
  values: {
    BILLING_CYCLE: { value: "billing_cycle", description: "With the balance's own periods." },
    UTC: { value: "utc", description: "With the UTC calendar." },
  } as const,
});

export const AlertThresholdEnum = builder.enumType("AlertThreshold", {
  description: "What a usage alert watches.",
  values: {
    USAGE: { value: "usage", description: "Units used." },
    USAGE_PERCENTAGE: { value: "usage_percentage", description: "Percent of the grant used." },
    REMAINING: { value: "remaining", description: "Units remaining." },
    REMAINING_PERCENTAGE: {
      value: "remaining_percentage",
      description: "Percent of the grant remaining.",
    },
  } as const,
});

export const LockActionEnum = builder.enumType("LockAction", {
  description: "How a lock is settled.",
  values: {
    CONFIRM: { value: "confirm", description: "What was held, or the value given, is used." },
    RELEASE: { value: "release", description: "What was held is given back." },
  } as const,
});

export const LockStatusEnum = builder.enumType("LockStatus", {
  description: "What became of a lock.",
  values: {
    HELD: { value: "HELD", description: "It holds its amount." },
    CONFIRMED: { value: "CONFIRMED", description: "Its amount was used." },
    RELEASED: { value: "RELEASED", description: "Its amount was given back." },
    EXPIRED: { value: "EXPIRED", description: "Nobody settled it in time." },
  } as const,
});

const kind = (value: EntryKind, description: string) => ({ value, description });

export const LedgerEntryKindEnum = builder.enumType("LedgerEntryKind", {
  description: "What changed a balance.",
  values: {
    TRACK: kind("TRACK", "Usage was reported."),
    CHECK: kind("CHECK", "A check took what it allowed."),
    LOCK: kind("LOCK", "An amount was held."),
    FINALIZE: kind("FINALIZE", "A held amount was settled or given back."),
    UPDATE: kind("UPDATE", "A balance was set by hand."),
    CREATE: kind("CREATE", "A balance or an entity was created."),
    DELETE: kind("DELETE", "A balance or an entity was deleted."),
    RESET: kind("RESET", "A new period began."),
    EXPIRE: kind("EXPIRE", "A balance or a rollover expired."),
    RECALCULATE: kind("RECALCULATE", "Overage was settled from other balances."),
  },
});

export const BackendEnum = builder.enumType("Backend", {
  description: "Where balances are kept.",
  values: {
    SQLITE: { value: "SQLITE", description: "An embedded SQLite file." },
    POSTGRES: { value: "POSTGRES", description: "A PostgreSQL database." },
    AUTUMN: { value: "AUTUMN", description: "The Autumn API." },
  } as const,
});

export const FreshnessEnum = builder.enumType("Freshness", {
  description: "How current a reading is.",
  values: {
    LIVE: { value: "LIVE", description: "Read from where it is kept, now." },
    CACHED: { value: "CACHED", description: "Read a short while ago." },
    LAST_KNOWN: { value: "LAST_KNOWN", description: "The source did not answer; as last read." },
  } as const,
});

export const DenialReasonEnum = builder.enumType("DenialReason", {
  description: "Why a check was refused.",
  values: {
    NO_BALANCE: { value: "NO_BALANCE", description: "Nothing of the feature is owned." },
    INSUFFICIENT_BALANCE: {
      value: "INSUFFICIENT_BALANCE",
      description: "Too little remains, and no overage is allowed.",
    },
    USAGE_LIMIT: { value: "USAGE_LIMIT", description: "A usage limit's window is exhausted." },
    SPEND_LIMIT: { value: "SPEND_LIMIT", description: "A spend limit leaves too little overage." },
    PURCHASE_LIMIT: {
      value: "PURCHASE_LIMIT",
      description: "A purchase ceiling leaves too little overage.",
    },
  } as const,
});
