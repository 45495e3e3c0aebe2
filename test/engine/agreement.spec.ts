import assert from "node:assert/strict";
import { expect, test } from "vitest";
import {
  type Amount,
  amount,
  formatAmount,
  minus,
  plus,
  SMALLEST,
  ZERO,
} from "../../src/engine/amount.ts";
import { check } from "../../src/engine/check.ts";
import type { Checked } from "../../src/engine/command.ts";
import type { BillingControls } from "../../src/engine/customer.ts";
import {
  type Catalog,
  type Feature,
  type Json,
  relevantFeatures,
} from "../../src/engine/feature.ts";
import { isRefusal } from "../../src/engine/scene.ts";
import { checkAndTrack } from "../../src/engine/take.ts";
import { track } from "../../src/engine/track.ts";
import { holdingsOf, type View } from "../../src/engine/view.ts";
import { Dice } from "../support/cases-dice.ts";
import { entityNamed, grantOf } from "../support/cases-random.ts";
import { Bench, CATALOG, feature, usageLimit } from "../support/engine.ts";
import { viewsOf } from "../support/histories.ts";
import { cases, SEED } from "../support/property.ts";

const LEDGERS = cases(600, 200);
const QUESTIONS = 20;

test(`A20 check and taking agree, and what is available is what is allowed (seed ${SEED})`, () => {
  const counts = new Map<string, number>();
  const tally = (outcome: string) => counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const dice = new Dice(SEED);
  for (let number = 0; number < LEDGERS; number += 1) {
    const bench = randomBench(dice);
    const views = viewsOf(bench);
    for (let asked = 0; asked < QUESTIONS; asked += 1) {
      const question = questionFor(dice.pick(views), dice);
      expectAgreement(question, `ledger ${number}, question ${asked}`, tally);
    }
  }
  const total = ["one", "several", "none"].map((kind) => counts.get(kind) ?? 0);
  expect(total.reduce((sum, count) => sum + count, 0)).toBe(LEDGERS * QUESTIONS);
  for (const [outcome, least] of LEAST) {
    expect(counts.get(outcome) ?? 0, outcome).toBeGreaterThan(least * LEDGERS);
  }
});

/** How often each kind of case must come up for each ledger, lest the property be about nothing. */
const LEAST = new Map([
  ...["one", "several", "allowed", "refused", "without end"].map((kind) => [kind, 1.5] as const),
  ...["USAGE_LIMIT", "SPEND_LIMIT", "PURCHASE_LIMIT", "INSUFFICIENT_BALANCE"].map(
    (reason) => [reason, 0.3] as const,
  ),
  ["allowed beyond the check", 0.05],
  ["rounded to 0", 0.1],
]);

interface Question {
  readonly view: View;
  readonly feature: Feature;
  readonly value: Amount;
  readonly properties: Json | null;
}

function expectAgreement(question: Question, where: string, tally: (outcome: string) => void) {
  const { view, feature, value } = question;
  const payers = payersOf(view, feature);
  const kind = payers.length > 1 ? "several" : payers.length === 1 ? "one" : "none";
  const answer = ask(question);
  const taken = takes(question);
  const story = `${where}: ${formatAmount(value)} of ${feature.featureId}; ${answer.explanation}`;
  tally(kind);
  tally(answer.allowed ? "allowed" : "refused");
  if (answer.available === null) tally("without end");
  if (answer.reason) tally(answer.reason);
  if (value > ZERO && answer.requiredBalance === ZERO) tally("rounded to 0");
  assert.equal(taken.allowed, taken.tracked, story);
  if (kind === "one") assert.equal(taken.allowed, answer.allowed, story);
  if (answer.allowed) assert.ok(taken.allowed, story);
  if (!answer.allowed && taken.allowed && kind === "several") tally("allowed beyond the check");
  expectAvailable(question, answer, payers, story);
  if (taken.available === null || answer.available === null) return;
  if (kind === "one") assert.equal(taken.available, answer.available, story);
  else assert.ok(taken.available >= answer.available, story);
}

function payersOf(view: View, feature: Feature): readonly Feature[] {
  return relevantFeatures(view.catalog, feature).filter(
    ({ featureId }) => holdingsOf(view, [featureId]).length > 0,
  );
}

/** Up to it all is allowed; beyond it nothing but what a payer rounds away. */
function expectAvailable(
  question: Question,
  { available }: Checked,
  payers: readonly Feature[],
  story: string,
) {
  const told = `${story} available: ${available === null ? "without end" : formatAmount(available)}`;
  const allowed = (value: Amount) => ask({ ...question, value }).allowed;
  if (available === null) {
    assert.ok(allowed(amount("1e17")), told);
    return;
  }
  if (payers.length > 0) assert.ok(allowed(available), told);
  assert.ok(available >= ZERO, told);
  const steps = payers.map((payer) => stepOf(payer, question.feature));
  const step = steps.reduce((widest, one) => (one > widest ? one : widest), SMALLEST);
  assert.ok(!allowed(plus(available, step)), told);
}

/** The least that costs a payer more of its own: half of its 1e-10, and one unit's 1e-10 more. */
function stepOf(payer: Feature, feature: Feature): Amount {
  if (payer === feature) return SMALLEST;
  const cost = payer.creditSchema.find(({ meteredFeatureId }) => {
    return meteredFeatureId === feature.featureId;
  });
  const half = cost ? amount("1") / (2n * cost.creditCost) : 0n;
  return plus(amount(half.toString()), amount("2e-10"));
}

function ask({ view, feature: { featureId }, value, properties }: Question): Checked {
  const { entityId } = view;
  const wish = { customerId: "cus", featureId, entityId, properties, requiredBalance: value };
  const answer = check(view, wish);
  if (isRefusal(answer)) throw new Error(answer.code);
  return answer;
}

function takes({ view, feature: { featureId }, value, properties }: Question) {
  const given = { customerId: "cus", featureId, entityId: view.entityId, properties };
  const act = checkAndTrack(view, { type: "checkAndTrack", ...given, requiredBalance: value });
  if (isRefusal(act)) throw new Error(act.code);
  const event = { type: "track", eventName: null, timestamp: null, value } as const;
  const tracked = track(view, { ...event, ...given, overageBehavior: "reject" });
  if (!isRefusal(tracked)) return { allowed: act.result.allowed, tracked: true, available: null };
  if (tracked.code !== "INSUFFICIENT_BALANCE") throw new Error(tracked.code);
  return { allowed: act.result.allowed, tracked: false, available: tracked.available };
}

/** Of something that is owned, more often than not; near what is available, or anywhere. */
function questionFor(view: View, dice: Dice): Question {
  const { features } = view.catalog;
  const owned = features.filter((candidate) => payersOf(view, candidate).length > 0);
  const feature = dice.pick(owned.length === 0 || dice.once(20) ? features : owned);
  const properties = dice.pick([null, { model: "x" }, { model: "y" }]);
  const question = { view, feature, properties, value: dice.signed() };
  const { available } = ask(question);
  const near = available ?? amount("1000");
  const value = dice.pick([
    question.value,
    near,
    plus(near, SMALLEST),
    minus(near, SMALLEST),
    plus(near, dice.amount()),
    amount("0.1"),
  ]);
  return { ...question, value };
}

/** A few grants of one feature, or of what can pay for one, under any controls, some of it used. */
function randomBench(dice: Dice): Bench {
  const bench = new Bench(randomCatalog(dice));
  for (const entityId of ["e1", "e2"]) if (dice.once(2)) bench.run(entityNamed(entityId));
  const featureIds = dice.pick([
    ...[["messages"], ["credits"], ["actions"], ["users"]],
    ...[
      ["messages", "credits"],
      ["actions", "credits", "tokens"],
      ["messages", "tokens"],
    ],
  ]);
  const more = Array.from({ length: dice.below(3) }, () => dice.pick(featureIds));
  [...featureIds, ...more].forEach((featureId, index) => {
    const grant = grantOf(dice.below(2 ** 31), index);
    bench.run({ ...grant, featureId, maxPurchase: dice.once(2) ? dice.amount() : null });
  });
  const event = { eventName: null, timestamp: null, overageBehavior: "overflow" } as const;
  for (const featureId of featureIds) {
    const billingControls = randomControls(featureId, dice);
    bench.run({ type: "updateCustomer", customerId: "cus", billingControls });
    const properties = dice.pick([null, { model: "x" }]);
    if (dice.once(2)) bench.track(formatAmount(dice.amount()), { featureId, properties, ...event });
  }
  return bench;
}

function randomControls(featureId: string, dice: Dice): Partial<BillingControls> {
  const filter = dice.once(2) ? null : { properties: { model: "x" } };
  const limitType = dice.pick(["absolute", "usage_percentage"] as const);
  const spend = { featureId, enabled: true, limitType, skipOverageBilling: false };
  return {
    ...(dice.once(3) && { overageAllowed: [{ featureId, enabled: !dice.once(4) }] }),
    ...(dice.once(3) && { spendLimits: [{ ...spend, overageLimit: dice.amount() }] }),
    ...(dice.once(3) && {
      usageLimits: [usageLimit(featureId, formatAmount(dice.amount()), { filter })],
    }),
  };
}

/** Two credit systems that pay for messages and actions, at any cost. */
function randomCatalog(dice: Dice): Catalog {
  const costs = ["0.2", "3", "1", "1.4", "0.3333333333", "0.02", "1e-10"];
  const system = (featureId: string) =>
    feature(featureId, {
      type: "credit_system",
      creditSchema: ["messages", "actions"].map((meteredFeatureId) => ({
        meteredFeatureId,
        creditCost: amount(dice.pick(costs)),
      })),
    });
  const plain = CATALOG.features.filter(({ type }) => type === "metered");
  return { ...CATALOG, features: [...plain, system("credits"), system("tokens")] };
}
