/** Writes all that the store holds to the file named, or to stdout: docs/ndjson.md. */
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { exported } from "../src/store/sql/transfer/export.ts";
import { transfer } from "./transfer.ts";

const [path = "-"] = process.argv.slice(2);

await transfer("export", async (database, onRow) => {
  const file = path === "-" ? process.stdout : createWriteStream(path);
  await pipeline(exported(database, onRow), file);
});
