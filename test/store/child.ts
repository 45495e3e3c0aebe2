/** A process of its own that opens the file given: to hold it, or to track 1 again and again, telling each. */
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { asked, trackOf } from "./requests.ts";

const [path = "", task = "hold"] = process.argv.slice(2);

try {
  const store = await openSqliteStore({ path, persistFreeOverage: false });
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
