import { beforeEach, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { type Input, mutate } from "./mutating.ts";
import { openWorld } from "./world.ts";

/** A check and both ways of taking say the same, at the border and beyond it (A20). */

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openWorld();
  const creditSchema = ["messages", "actions"].map((meteredFeatureId) => ({
    ...{ meteredFeatureId, creditCost: "0.000001" },
  }));
  await mutate(gateway, "createFeature", {
    featureId: "dust",
    type: "CREDIT_SYSTEM",
    creditSchema,
  });
  await mutate(gateway, "createCustomer", { customerId: "new" });
  return () => gateway.close();
});

type Step = readonly [name: string, input: Input];

const grant = (given: Input): Step => ["createBalance", { featureId: "messages", ...given }];
const allowing = (enabled: boolean): Step => [
  "updateCustomer",
  { billingControls: { overageAllowed: [{ featureId: "messages", enabled }] } },
];
const perEntity = { perEntityFeatureId: "seats", planId: "team", includedGrant: 100 };
const capped = { includedGrant: 10, overageAllowed: true, maxPurchase: 20 };
const below = { includedGrant: 50, balance: -60 };

/** What is done first, the most that is allowed, and the least that is refused. */
test.for<[string, readonly Step[], string, string]>([
  [
    "a control allows a row with a ceiling and no overage of its own",
    [grant({ includedGrant: 100, maxPurchase: 20 }), allowing(true)],
    ...(["120", "120.0000000001"] as const),
  ],
  [
    "a control forbids what a row with a ceiling may",
    [grant(capped), allowing(false)],
    ...(["10", "10.0000000001"] as const),
  ],
  [
    "a per-entity row of overage without a ceiling, and no entity",
    [grant({ ...perEntity, overageAllowed: true })],
    ...(["0", "0.0000000001"] as const),
  ],
  [
    "such a row beside one that has something left",
    [grant({ ...perEntity, overageAllowed: true }), grant({ includedGrant: 7 })],
    ...(["7", "8"] as const),
  ],
  ["a ceiling of 20, beside a row 60 below zero", [grant(capped), grant(below)], "15", "31"],
  ["the same, to the last unit", [grant(capped), grant(below)], "30", "30.0000000001"],
  [
    "a cost that rounds to 0, with nothing left",
    [grant({ featureId: "dust", includedGrant: 0 })],
    ...(["0.00001", "0.00005"] as const),
  ],
  [
    "a cost that rounds to what is left",
    [grant({ featureId: "dust", includedGrant: "0.0000000001" })],
    ...(["0.00014", "0.00015"] as const),
  ],
])("%s", async ([_title, steps, most, more]) => {
  for (const [name, input] of steps) {
    expect(await mutate(gateway, name, { customerId: "new", ...input })).not.toHaveProperty("code");
  }
  expect(await verdicts(more)).toEqual([false, false, false]);
  expect(await verdicts(most)).toEqual([true, true, true]);
});

/** Of a check, of a check that takes, and of a track that takes all or nothing; nothing is saved. */
async function verdicts(amount: string): Promise<readonly boolean[]> {
  const wish = { customerId: "new", featureId: "messages", requiredBalance: amount };
  const { data } = await gateway.query(
    "query ($input: CheckInput!) { check(input: $input) { ... on CheckPayload { allowed } } }",
    { input: wish },
  );
  const allowed = "... on CheckAndTrackPayload { allowed }";
  const taken = await mutate(gateway, "checkAndTrack", { ...wish, dryRun: true }, allowed);
  const use = { customerId: "new", featureId: "messages", value: amount };
  const all = { ...use, overageBehavior: "REJECT", dryRun: true };
  const { code } = await mutate(gateway, "track", all);
  return [data.check.allowed, taken.allowed, code === undefined];
}
