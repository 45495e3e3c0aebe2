import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Input, mutate } from "../gateway/mutating.ts";
import { exportOf, importInto } from "../store/moving.ts";
import { PLACES, type Place } from "../store/places.ts";
import { NOON } from "../store/requests.ts";
import { Dice } from "../support/cases-dice.ts";
import { openGateway, type TestGateway } from "../support/gateway.ts";
import { readAll } from "./reading.ts";

/** Sums that leave the range of their parts: the last step is refused, and all else can be read for ever. */

type Step = readonly [name: string, input: Input];

const NINE = "900000000000000000";
const MOST = "999999999999999999";
const grant = (given: Input): Step => ["createBalance", given];
const overflow = (value: string): Step => ["track", { value, overageBehavior: "OVERFLOW" }];
const limit = { featureId: "messages", limit: 10, interval: "MONTH" };
const limited: Step = ["updateCustomer", { billingControls: { usageLimits: [limit] } }];
const lock = (lockId: string): Step => ["createLock", { lockId, requiredBalance: NINE }];

const STORIES: readonly (readonly [title: string, steps: readonly Step[], beyond: Step])[] = [
  [
    "two grants, each with a key",
    [grant({ includedGrant: MOST, idempotencyKey: "a" })],
    grant({ includedGrant: MOST, idempotencyKey: "b" }),
  ],
  [
    "a second grant beside one whose included part was set to 0",
    [grant({ includedGrant: NINE }), ["updateBalance", { includedGrant: 0 }]],
    grant({ includedGrant: NINE }),
  ],
  [
    "what a usage limit has counted, though it was given back",
    [grant({ includedGrant: 100 }), limited, overflow(NINE), overflow(`-${NINE}`)],
    overflow(NINE),
  ],
  [
    "two additions to one balance",
    [grant({ includedGrant: 0 }), ["updateBalance", { addToBalance: NINE }]],
    ["updateBalance", { addToBalance: NINE }],
  ],
  ["usage of an unlimited balance", [grant({ unlimited: true }), overflow(NINE)], overflow(NINE)],
  [
    "two locks, as the first one's usage was reset",
    [grant({ includedGrant: NINE }), lock("first"), ["updateBalance", { usage: 0 }]],
    lock("second"),
  ],
];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "range-samples-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("what would pass 1e18 is refused before it is saved", () => {
  test.for(STORIES)("%s", async ([_title, steps, beyond]) => {
    const place = await PLACES.SQLite(folder);
    await served(place, async (gateway) => {
      await mutate(gateway, "createFeature", { featureId: "messages", type: "METERED" });
      await mutate(gateway, "createCustomer", { customerId: "cus" });
      for (const step of steps) expect(await done(gateway, step)).not.toHaveProperty("code");
      await refusedAndRead(gateway, beyond);
    });
    await served(place, (gateway) => refusedAndRead(gateway, beyond));

    const copy = await PLACES.SQLite(folder);
    const [from, to] = await Promise.all([place.rows(), copy.rows()]);
    const file = await exportOf(from);
    await importInto(to, file);
    expect(await exportOf(to)).toBe(file);
    await Promise.all([from.session.close(), to.session.close()]);
    await served(copy, (gateway) => refusedAndRead(gateway, beyond));
  });
});

function done(gateway: TestGateway, [name, input]: Step) {
  const messages = name === "updateCustomer" ? {} : { featureId: "messages" };
  return mutate(gateway, name, { customerId: "cus", ...messages, ...input });
}

/** The step beyond the range, twice: a retry with its key is refused as the first was. */
async function refusedAndRead(gateway: TestGateway, beyond: Step): Promise<void> {
  for (const _ of ["first", "again"]) {
    expect(await done(gateway, beyond)).toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining("1e18"),
    });
  }
  const { customers, entries, faults } = await readAll(gateway, new Dice(1));
  expect(faults).toEqual([]);
  expect([customers, entries > 0]).toEqual([1, true]);
}

async function served(place: Place, use: (gateway: TestGateway) => Promise<void>): Promise<void> {
  const gateway = await openGateway({ openStore: () => place.store(), now: NOON });
  await use(gateway);
  await gateway.close();
}
