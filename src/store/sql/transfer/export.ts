import type { Database } from "../store.ts";
import { lineOf } from "./line.ts";
import { rowsIn } from "./rows.ts";
import { HEADER, Seal } from "./seal.ts";

/**
 * All that the store holds as lines of text, each with its line feed. Of two stores that hold the same
 * the lines are the same. Nobody else may write meanwhile.
 */
export async function* exported(database: Database, onRow: () => void): AsyncGenerator<string> {
  const seal = new Seal();
  seal.add(HEADER);
  yield `${HEADER}\n`;
  for await (const row of rowsIn(database)) {
    const line = lineOf(row);
    seal.add(line, row);
    yield `${line}\n`;
    onRow();
  }
  yield `${seal.close()}\n`;
}
