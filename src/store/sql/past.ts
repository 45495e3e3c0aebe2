/** The statements that read the past. */
import type { Dialect, Statement } from "./dialect.ts";
import { storable } from "./storable.ts";

/**
 * A customer's rows as they stood at an instant: from key to key, each the latest version up to then.
 * Those of locks are passed over: most have ended long ago.
 */
export function versionsAt(dialect: Dialect, customerId: string, at: number): Statement {
  const { place } = dialect;
  const [customer, instant] = [place(1), place(2)];
  const firstFrom = (start: string, end: string | null) =>
    `(SELECT min(n.key) FROM versions n WHERE n.customer_id = ${customer} AND n.key > ${start}
        ${end === null ? "" : `AND n.key < ${end}`})`;
  const next = (start: string) =>
    `coalesce(${firstFrom(start, FIRST_LOCK)},
        ${firstFrom(`CASE WHEN ${start} > ${PAST_LOCKS} THEN ${start} ELSE ${PAST_LOCKS} END`, null)})`;
  const sql = `WITH RECURSIVE keys(key) AS (
      SELECT ${next("''")}
      UNION ALL
      SELECT ${next("keys.key")} FROM keys WHERE keys.key IS NOT NULL
    )
    SELECT key, (SELECT ${cellsOf(dialect)} FROM versions v
      WHERE v.customer_id = ${customer} AND v.key = keys.key AND v.at <= ${instant}
      ORDER BY v.at DESC LIMIT 1)
    FROM keys WHERE key IS NOT NULL`;
  return { name: "versions", sql, values: [storable(customerId), at] };
}

/** Where the keys of locks begin, and a text after all of them: they go on with a number. */
const FIRST_LOCK = `'["Locks",'`;
const PAST_LOCKS = `'["Locks",:'`;

/** These rows as they stood at an instant. */
export function versionsOf(
  dialect: Dialect,
  customerId: string,
  { keys, at }: { readonly keys: readonly string[]; readonly at: number },
): Statement {
  const { place, isAmong } = dialect;
  const sql = `SELECT v.key, ${cellsOf(dialect)} FROM versions v
    WHERE v.customer_id = ${place(1)} AND ${isAmong("v.key", place(2))}
      AND v.at = (SELECT max(w.at) FROM versions w
        WHERE w.customer_id = v.customer_id AND w.key = v.key AND w.at <= ${place(3)})`;
  return { name: "lockVersions", sql, values: [customerId, JSON.stringify(keys), at] };
}

function cellsOf({ cell }: Dialect): string {
  return cell({ name: "cells", kind: "json" }, "v");
}
