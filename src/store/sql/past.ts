/** The statements that read the past. */
import type { Dialect, Statement } from "./dialect.ts";
import { LOCK } from "./lock-rows.ts";
import { storable } from "./storable.ts";

/** A customer's rows as they stood at an instant: from key to key, each the latest version up to then. */
export function versionsAt({ place, cell }: Dialect, customerId: string, at: number): Statement {
  const [customer, instant] = [place(1), place(2)];
  const cells = cell({ name: "cells", kind: "json" }, "v");
  const sql = `WITH RECURSIVE keys(key) AS (
      SELECT (SELECT min(f.key) FROM versions f WHERE f.customer_id = ${customer})
      UNION ALL
      SELECT (SELECT min(n.key) FROM versions n WHERE n.customer_id = ${customer} AND n.key > keys.key)
      FROM keys WHERE keys.key IS NOT NULL
    )
    SELECT key, (SELECT ${cells} FROM versions v
      WHERE v.customer_id = ${customer} AND v.key = keys.key AND v.at <= ${instant}
      ORDER BY v.at DESC LIMIT 1)
    FROM keys WHERE key IS NOT NULL`;
  return { name: "versions", sql, values: [storable(customerId), at] };
}

/** Locks by number, whether they hold or not. */
export function locksBySeq(
  { place, cell, isAmong }: Dialect,
  customerId: string,
  seqs: readonly number[],
): Statement {
  const sql = `SELECT ${LOCK.columns.map((column) => cell(column, "l")).join(", ")} FROM locks l
    WHERE l.customer_id = ${place(1)} AND ${isAmong("l.seq", place(2), "integer")} ORDER BY l.seq`;
  return { name: "locksBySeq", sql, values: [customerId, JSON.stringify(seqs)] };
}
