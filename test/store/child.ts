/**
 * A process of its own that opens the file given: to hold it; to track 1 again and again, telling each; or to
 * print the customers named, each with its ledger and its entries, and go.
 */

import { encode } from "../../src/store/sql/codec.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { asked, trackOf } from "./requests.ts";

const [path = "", task = "hold", ...customerIds] = process.argv.slice(2);

const EVERY_ENTRY = {
  featureId: null,
  entityId: null,
  kind: null,
  from: null,
  to: null,
  upTo: null,
  limit: 10_000,
  after: null,
  before: null,
  fromEnd: false,
};

try {
  const store = await openSqliteStore({ path, persistFreeOverage: false });
  if (task === "print") {
    const { ledgers } = await store.load(customerIds);
    const standing = customerIds.map(async (customerId) => ({
      ledger: ledgers.find(({ customer }) => customer.customerId === customerId) ?? null,
      entries: await store.entries({ ...EVERY_ENTRY, customerId }),
    }));
    process.stdout.write(`${encode(await Promise.all(standing))}\n`, () => process.exit(0));
    await new Promise(() => {});
  }
  process.stdout.write("open\n");
  for (let count = 1; task === "track"; count += 1) {
    const idempotencyKey = `${process.pid}-${count}`;
    await store.apply(asked(trackOf("cus", "1"), { idempotencyKey }));
    process.stdout.write(`${idempotencyKey}\n`);
  }
  setInterval(() => {}, 1000);
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
}
