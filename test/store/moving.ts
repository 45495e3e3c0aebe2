import type { Database } from "../../src/store/sql/store.ts";
import { exported } from "../../src/store/sql/transfer/export.ts";
import { linesOf } from "../../src/store/sql/transfer/file.ts";
import { imported } from "../../src/store/sql/transfer/import.ts";

export async function exportOf(database: Database): Promise<string> {
  const lines: string[] = [];
  for await (const line of exported(database, () => {})) lines.push(line);
  return lines.join("");
}

/** Imports a text that comes in pieces of this many characters; answers how many rows it counted. */
export async function importInto(database: Database, text: string, piece = 1000): Promise<number> {
  let rows = 0;
  await imported(linesOf(pieces(text, piece)), database, () => {
    rows += 1;
  });
  return rows;
}

async function* pieces(text: string, length: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += length) {
    yield text.slice(start, start + length);
  }
}
