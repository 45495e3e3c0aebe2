import { expect, test } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import type { UsageAlert } from "../../src/engine/customer.ts";
import { parsePercentage } from "../../src/engine/percentage.ts";
import { Dice } from "../support/cases-dice.ts";
import type { Event } from "../support/cases-random.ts";
import { DAY, START } from "../support/engine.ts";
import { SEED } from "../support/property.ts";
import { catalogOf } from "./catalogs.ts";
import { compare, told } from "./compare.ts";
import {
  controlled,
  finalized,
  grantWith,
  locked,
  passed,
  tracked,
  updated,
} from "./themes/theme.ts";

/** What each event of a history answered, the same by engine and model; fails where they differ. */
function both(events: readonly Event[]): string[] {
  const done = new Map<string, number>();
  const history = { catalog: catalogOf(new Dice(SEED)), start: START, events };
  const difference = compare(history, done);
  expect(difference && told(difference)).toBeNull();
  return [...done.keys()];
}

const DAILY = { interval: "day", intervalCount: 1 } as const;
const WEEKLY = { interval: "week", intervalCount: 1 } as const;
const FIVE = amount("5");
const FOREVER = { max: null, maxPercentage: null, duration: "forever", length: 1 } as const;

test("the thousandth rollover that never expires takes up what is carried after it", () => {
  both([
    grantWith(0, { reset: DAILY, rollover: FOREVER }),
    passed(998 * DAY),
    locked({ lockId: "L1", expiresAt: null, requiredBalance: amount("7") }),
    passed(DAY / 2),
    passed(DAY),
    passed(DAY),
    tracked({ value: amount("150") }),
    passed(2 * DAY),
  ]);
});

test("a day's rollovers, carried for months, come back from a lock as far as the cap lets them", () => {
  both([
    grantWith(0, { reset: DAILY, rollover: { ...FOREVER, max: amount("250") } }),
    passed(3 * DAY),
    locked({ lockId: "L1", requiredBalance: amount("300") }),
    passed(DAY),
    passed(DAY / 2),
    finalized(new Dice(SEED), "L1"),
    passed(DAY),
  ]);
});

test("what is carried is cut while a row that resets after it still holds all of the range", () => {
  const reset = { interval: "month", intervalCount: 1 } as const;
  both([
    grantWith(0, {
      includedGrant: amount("7"),
      overageAllowed: true,
      reset,
      rollover: { ...FOREVER, max: amount("80") },
    }),
    grantWith(1, { includedGrant: amount("900000000000000000"), reset }),
    updated({ remaining: amount("999999999999999999.9999999999") }),
    passed(31 * DAY),
  ]);
});

test.each<[string, Partial<CreateBalance>, string]>([
  ["a daily row's rollovers of 32 months", { rollover: rolling(32) }, "done"],
  ["a daily row's rollovers of 33 months", { rollover: rolling(33) }, "INVALID_INPUT"],
  ["a weekly row's rollovers of ten years", { rollover: rolling(120), reset: WEEKLY }, "done"],
  ["no amount of credits", { featureId: "credits", includedGrant: null }, "INVALID_INPUT"],
  ["a share of nothing", { rollover: { ...FOREVER, ...share("0") } }, "INVALID_INPUT"],
  ["a share of more", { rollover: { ...FOREVER, ...share("100.0001") } }, "INVALID_INPUT"],
  ["a share of all", { rollover: { ...FOREVER, ...share("100") } }, "done"],
  ["two caps", { rollover: { ...FOREVER, max: FIVE, ...share("50") } }, "INVALID_INPUT"],
  ["a price of no units", { price: priced("0") }, "INVALID_INPUT"],
  ["a price", { price: priced("0.5") }, "done"],
])("a grant of %s", (_what, changes, code) => {
  expect(both([grantWith(0, { reset: DAILY, ...changes })])).toEqual([`createBalance ${code}`]);
});

test("a list of controls holds a hundred entries", () => {
  const alerts = (count: number): UsageAlert[] =>
    Array.from({ length: count }, (_none, index) => ({
      ...{ featureId: "messages", enabled: true, thresholdType: "usage", name: null },
      threshold: amount(String(index)),
    }));
  const allowed = both([grantWith(0, {}), controlled({ usageAlerts: alerts(100) })]);
  expect(allowed).toContain("updateCustomer done");
  expect(both([controlled({ usageAlerts: alerts(101) })])).toEqual([
    "updateCustomer INVALID_INPUT",
  ]);
});

function rolling(length: number): CreateBalance["rollover"] {
  return { max: null, maxPercentage: null, duration: "month", length };
}

function share(text: string) {
  return { maxPercentage: parsePercentage(text) };
}

function priced(units: string): CreateBalance["price"] {
  const plain = { amount: FIVE, tiers: null, tierBehavior: null, billingUnits: amount(units) };
  return { ...plain, billingMethod: "usage_based" };
}
