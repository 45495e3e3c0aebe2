/** Brings what the file named holds, or stdin, into the store: docs/ndjson.md. */
import { createReadStream } from "node:fs";
import { linesOf } from "../src/store/sql/transfer/file.ts";
import { imported } from "../src/store/sql/transfer/import.ts";
import { transfer } from "./transfer.ts";

const [path = "-"] = process.argv.slice(2);

await transfer("import", async (database, onRow) => {
  const file = path === "-" ? process.stdin : createReadStream(path);
  await imported(linesOf(file.setEncoding("utf8")), database, onRow);
});
