import assert from "node:assert/strict";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Amount,
  amount,
  formatAmount,
  minus,
  plus,
  sum,
  ZERO,
} from "../../src/engine/amount.ts";
import { check } from "../../src/engine/check.ts";
import type { CheckAnswer } from "../../src/engine/command.ts";
import { deriveBalance } from "../../src/engine/derive.ts";
import { findFeature } from "../../src/engine/feature.ts";
import { isRefusal } from "../../src/engine/scene.ts";
import type { View } from "../../src/engine/view.ts";
import { Dice } from "../support/cases-dice.ts";
import { type Bench, usageLimit } from "../support/engine.ts";
import { benchOf, histories, seeds, viewsOf } from "../support/histories.ts";
import { cases, checkAll, SEED } from "../support/property.ts";

const LEDGERS = cases(2_000, 500);
const MUCH = amount("1000");

test(`the words add up, and decide as the verdict does, in any ledger and view (seed ${SEED})`, () => {
  const counts = new Map<string, number>();
  const run = checkAll(
    LEDGERS,
    fc.property(histories, seeds, (history, seed) => {
      const dice = new Dice(seed);
      const bench = benchOf(history);
      if (dice.once(3)) limitUsage(bench, dice);
      for (const view of viewsOf(bench)) {
        for (const { featureId } of view.catalog.features) {
          for (const value of [dice.signed(), MUCH]) {
            const outcome = readBack(view, { featureId, value });
            counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
          }
        }
      }
    }),
  );
  expect(run).toBe(LEDGERS);
  for (const outcome of OUTCOMES) {
    expect(counts.get(outcome), outcome).toBeGreaterThan(LEDGERS / 100);
  }
});

const OUTCOMES = [
  ...["allowed", "allowed as overage", "unlimited", "NO_BALANCE"],
  ...["INSUFFICIENT_BALANCE", "USAGE_LIMIT", "SPEND_LIMIT", "PURCHASE_LIMIT"],
];

interface Question {
  readonly featureId: string;
  readonly value: Amount;
}

/** Holds what the words say against the answer and the balance; answers how it ended. */
function readBack(view: View, question: Question): string {
  const { featureId, value } = question;
  const { entityId } = view;
  const answer = check(view, { customerId: "cus", featureId, entityId, requiredBalance: value });
  if (isRefusal(answer)) throw new Error(answer.code);
  const { allowed, reason, requiredBalance, balanceFeatureId, explanation } = answer;
  const cost = `${formatAmount(requiredBalance)} of ${balanceFeatureId ?? featureId}`;
  const isConverted = balanceFeatureId !== null && balanceFeatureId !== featureId;
  const first = isConverted
    ? `${formatAmount(value)} of ${featureId} cost ${cost}`
    : `${cost} required`;
  assert.equal(explanation.split(", ")[0], first);
  if (balanceFeatureId === null) {
    assert.ok(explanation.includes(", nothing that pays for it is owned (C1)"), explanation);
    return reason ?? "";
  }
  if (explanation.includes(", unlimited: ")) {
    assert.ok(allowed, explanation);
    return "unlimited";
  }
  const remaining = remainingTold(explanation);
  expectShown(view, answer, remaining);
  const limit = figures(/the usage limit of .* on (\w+).* leaves ([\d.]+), with/, explanation);
  if (limit) {
    const [carried = "0"] = figures(/rollovers pay ([\d.]+) of it/, explanation) ?? [];
    const counted = limit[0] === featureId ? value : requiredBalance;
    assert.ok(minus(counted, amount(carried)) > amount(limit[1] ?? ""), explanation);
    assert.equal(reason, "USAGE_LIMIT", explanation);
    return "USAGE_LIMIT";
  }
  const beyond = overageTold(explanation);
  const fits = beyond === null || plus(remaining, beyond) >= requiredBalance;
  assert.equal(allowed, fits, explanation);
  return reason ?? (remaining < requiredBalance ? "allowed as overage" : "allowed");
}

/** What the words say remains: what they say of each source adds up to it. */
function remainingTold(explanation: string): Amount {
  const [remaining = "", list = ""] = figures(/, ([\d.]+) remaining: ([^;]+)/, explanation) ?? [];
  const left = [...list.matchAll(/([\d.]+) of -?[\d.]+/g)].map(([, figure = ""]) => amount(figure));
  assert.equal(formatAmount(sum(left)), remaining, explanation);
  const below = [...list.matchAll(/\(([\d.]+) below zero\)/g)];
  const overage = figures(/, with ([\d.]+) of overage so far/, explanation);
  const debt = sum(below.map(([, figure = ""]) => amount(figure)));
  if (overage) assert.equal(formatAmount(debt), overage[0], explanation);
  const ceiling = figures(/ ceiling of ([\d.]+) leaves ([\d.]+), with ([\d.]+) of it/, explanation);
  const [most = "", leaves = "", used = ""] = ceiling ?? ["0", "0", "0"];
  assert.equal(plus(amount(leaves), amount(used)), amount(most), explanation);
  return amount(remaining);
}

/** What the rule adds to the remaining; null where that is without end. */
function overageTold(explanation: string): Amount | null {
  if (/ (overage is allowed|a control allows overage) \(/.test(explanation)) {
    return explanation.includes(" no overage is allowed (") ? ZERO : null;
  }
  const [left] = figures(/ leaves ([\d.]+), with [\d.]+ of (?:overage|it)/, explanation) ?? [];
  return left === undefined ? ZERO : amount(left);
}

/** The balance shows what remains and, to the customer, what a denial says is not for it (V6). */
function expectShown(view: View, answer: CheckAnswer, remaining: Amount): void {
  const { balanceFeatureId: payerId, allowed, explanation } = answer;
  const payer = findFeature(view.catalog, payerId ?? "");
  const shown = payer && deriveBalance(view, payer);
  if (!shown || shown.unlimited || (allowed && view.entityId === null)) return;
  const elsewhere = new RegExp(
    ` with ([\\d.]+) of ${payerId} left (?:is|are) not for the customer`,
  );
  const [hidden = "0"] = figures(elsewhere, explanation) ?? [];
  assert.equal(plus(remaining, amount(hidden)), shown.remaining, explanation);
}

function figures(pattern: RegExp, text: string): readonly string[] | undefined {
  return pattern.exec(text)?.slice(1);
}

function limitUsage(bench: Bench, dice: Dice): void {
  const featureId = dice.pick(["messages", "actions", "credits"]);
  const usageLimits = [usageLimit(featureId, formatAmount(dice.amount()))];
  bench.run({ type: "updateCustomer", customerId: "cus", billingControls: { usageLimits } });
}
