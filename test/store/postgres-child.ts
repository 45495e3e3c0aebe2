/** A process of its own that runs the migrations of a folder on a database, and says how that went. */
import { migrate } from "../../src/store/postgres/migrate.ts";

const [url = "", folder] = process.argv.slice(2);

try {
  await migrate({ url, timeoutMs: 5000 }, folder);
  process.stdout.write("migrated\n");
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
}
