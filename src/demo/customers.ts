/** The demo customers and what happened to them, oldest first. */
import { amount, ONE } from "../engine/amount.ts";
import {
  control,
  credit,
  DAILY,
  grant,
  join,
  MONTHLY,
  rollover,
  type Scene,
  use,
} from "./steps.ts";

export interface DemoCustomer {
  readonly customerId: string;
  readonly name: string;
  readonly email: string;
  readonly plan: string;
  readonly scenes: readonly Scene[];
}

/** Credits shared by three features, with rollover from earlier months and a top-up. */
const NIMBUS: DemoCustomer = {
  customerId: "nimbus-ai",
  name: "Nimbus AI",
  email: "ops@nimbus.example",
  plan: "pro",
  scenes: [
    [72, grant("pro-credits", "ai_credits", proTerms())],
    [72, grant("exports", "report_exports", { included: 40, reset: MONTHLY, planId: "pro" })],
    [72, grant("sso", "single_sign_on", { planId: "pro" })],
    [70, use(180, "chat_messages", { properties: { model: "nimbus-small" } })],
    [66, use(30, "image_generations", { properties: { size: "1024x1024" } })],
    [58, use(6000, "embeddings")],
    [50, use(160, "chat_messages")],
    [38, use(90, "chat_messages")],
    [33, use(25, "image_generations")],
    [29, use(190, "chat_messages", { properties: { model: "nimbus-large" } })],
    [24, use(9500, "embeddings")],
    [16, use(110, "chat_messages")],
    [8, use(160, "chat_messages")],
    [6, grant("top-up", "ai_credits", { included: 500, planId: "top-up", addOn: true })],
    [5, use(12, "image_generations", { properties: { size: "512x512" } })],
    [3, use(4265, "embeddings")],
    [2, use(15, "report_exports")],
    [1.2, use(74, "chat_messages")],
    [0.1, use(3, "image_generations", { properties: { size: "1024x1024" } })],
  ],
};

/** Seats, each with its own allowance of calls, and a pool that all of them share. */
const ORBIT: DemoCustomer = {
  customerId: "orbit-team",
  name: "Orbit Logistics",
  email: "billing@orbit.example",
  plan: "team",
  scenes: [
    [40, grant("team-seats", "seats", { included: 5, planId: "team" })],
    [40, grant("seat-calls", "api_calls", perSeat(1000))],
    [40, grant("shared-calls", "api_calls", { included: 2000, reset: MONTHLY, planId: "team" })],
    [39, join("ada", "Ada Moreno")],
    [39, join("grace", "Grace Okafor")],
    [38, join("linus", "Linus Berg")],
    [30, use(640, "api_calls", { entityId: "ada" })],
    [26, use(1180, "api_calls", { entityId: "grace" })],
    [7, use(415, "api_calls", { entityId: "ada" })],
    [5, use(1250, "api_calls", { entityId: "grace" })],
    [4, use(88.5, "api_calls", { entityId: "linus" })],
    [2, use(300, "api_calls")],
    [0.3, use(21, "api_calls", { entityId: "ada" })],
  ],
};

/** Past its allowance: it pays for each call beyond, up to a limit. */
const COMET: DemoCustomer = {
  customerId: "comet-analytics",
  name: "Comet Analytics",
  email: "finance@comet.example",
  plan: "scale",
  scenes: [
    [22, grant("scale-calls", "api_calls", payAsYouGo())],
    [22, grant("exports", "report_exports", { included: 50, reset: MONTHLY, planId: "scale" })],
    [19, use(3200, "api_calls")],
    [14, use(2900, "api_calls")],
    [11, use(12, "report_exports")],
    [9, use(4100, "api_calls")],
    [4, use(1425.5, "api_calls")],
    [0.5, use(214.5, "api_calls")],
  ],
};

/** Nothing runs out; usage is counted all the same. */
const ATLAS: DemoCustomer = {
  customerId: "atlas-enterprise",
  name: "Atlas Enterprise",
  email: "platform@atlas.example",
  plan: "enterprise",
  scenes: [
    [95, grant("enterprise-credits", "ai_credits", { unlimited: true, planId: "enterprise" })],
    [95, grant("enterprise-calls", "api_calls", { unlimited: true, planId: "enterprise" })],
    [95, grant("sso", "single_sign_on", { planId: "enterprise" })],
    [61, use(48_200, "chat_messages")],
    [34, use(1900, "image_generations")],
    [12, use(125_000, "api_calls")],
    [0.7, use(6310, "chat_messages")],
  ],
};

/** A trial whose credits are nearly used, and expire in three days. */
const EMBER: DemoCustomer = {
  customerId: "ember-trial",
  name: "Ember Studio",
  email: "hello@ember.example",
  plan: "trial",
  scenes: [
    [
      11,
      grant("trial-credits", "ai_credits", { included: 200, planId: "trial", expiresInDays: 3 }),
    ],
    [10, use(15, "chat_messages")],
    [7, use(9, "image_generations")],
    [4, use(57, "chat_messages")],
    [3, credit(25, "ai_credits")],
    [1, use(1250, "embeddings")],
  ],
};

/** A free plan by the day: today's messages are used up, so a check is refused. */
const FABLE: DemoCustomer = {
  customerId: "fable-free",
  name: "Fable",
  email: "sam@fable.example",
  plan: "free",
  scenes: [
    [9.5, grant("free-messages", "chat_messages", { included: 20, reset: DAILY, planId: "free" })],
    [9.4, control({ usageAlerts: [alertAt("chat_messages", 80)] })],
    [4.1, use(14, "chat_messages")],
    [2.2, use(20, "chat_messages")],
    [0.2, use(17, "chat_messages")],
    [0.01, use(3, "chat_messages")],
  ],
};

export const CUSTOMERS: readonly DemoCustomer[] = [NIMBUS, ORBIT, COMET, ATLAS, EMBER, FABLE];

function proTerms() {
  return { included: 1000, reset: MONTHLY, planId: "pro", rollover: rollover(500, 2) };
}

function perSeat(included: number) {
  return { included, reset: MONTHLY, planId: "team", perEntityFeatureId: "seats" };
}

function payAsYouGo() {
  const price = {
    amount: amount("0.004"),
    tiers: null,
    tierBehavior: null,
    billingUnits: ONE,
    billingMethod: "usage_based",
  } as const;
  const terms = { overageAllowed: true, maxPurchase: 5000, price };
  return { included: 10_000, reset: MONTHLY, planId: "scale", ...terms };
}

function alertAt(featureId: string, percent: number) {
  const threshold = amount(percent);
  const name = `${percent} percent used`;
  return { featureId, enabled: true, threshold, thresholdType: "usage_percentage", name } as const;
}
