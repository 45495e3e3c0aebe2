import { invariant } from "../../../engine/invariant.ts";
import type { Database } from "../store.ts";
import { Cursor } from "./cursor.ts";
import { CUSTOMERS, FEATURES, KEPT, type MovedRow, OF_CUSTOMER } from "./moved.ts";

/** All that a store holds: the features, then customer by customer all that is theirs, then the answers. */
export async function* rowsIn(database: Database): AsyncGenerator<MovedRow> {
  yield* new Cursor(database, FEATURES).rows();
  const parts = OF_CUSTOMER.map((table) => new Cursor(database, table));
  for await (const customer of new Cursor(database, CUSTOMERS).rows()) {
    yield customer;
    for (const part of parts) yield* part.rows(customer.cells[0]);
  }
  for (const part of parts) {
    invariant((await part.next()) === null, "every row has its customer; nobody else writes");
  }
  yield* new Cursor(database, KEPT).rows();
}
