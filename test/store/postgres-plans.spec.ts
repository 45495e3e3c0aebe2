import { beforeAll, expect, it } from "vitest";
import { migrate } from "../../src/store/postgres/migrate.ts";
import { POSTGRES } from "../../src/store/postgres/statements.ts";
import { asked, freshDatabase } from "../support/postgres.ts";
import { PLANNED } from "./plans.ts";

/** As our connections are set: a plan that was made while a table had few rows does not scan it. */
const NO_SCANS = `options=${encodeURIComponent("-c enable_seqscan=off")}`;

/** What a line of a plan says of an index. */
const INDEX = /Index (?:Only )?Scan (?:Backward )?using (\w+)|Bitmap Index Scan on (\w+)/;

/** Where a choice of indexes depends on what is stored: a thousand customers, each with grants and locks. */
const MANY_CUSTOMERS = `INSERT INTO customers
    (customer_id, metadata, send_email_receipts, created_at, revision, billing_controls, config, seq)
  SELECT 'c' || n, '{}', false, 0, 1, '{}', '{}', 0 FROM generate_series(1, 1000) n`;
const MANY_LOCKS = `INSERT INTO locks (customer_id, seq, lock_id, feature_id, value, status, created_at,
    deductions, receipt, counted)
  SELECT 'c' || n, s, 'l' || n || '-' || s, 'f', 1, CASE s WHEN 1 THEN 'HELD' ELSE 'RELEASED' END, 0,
    '[]', '[]', '[]'
  FROM generate_series(1, 1000) n, generate_series(1, 10) s`;
const MANY_GRANTS = `INSERT INTO grants (customer_id, grant_id, feature_id, add_on, allowance, prepaid,
    unlimited, overage_allowed, interval_count, created_at, ordinal, origin_at, departed)
  SELECT 'c' || n, 'g' || g, 'f' || g, false, 1, 0, false, false, 1, 0, g, 0, '[]'
  FROM generate_series(1, 1000) n, generate_series(1, 5) g`;

let url: string;

beforeAll(async () => {
  url = await freshDatabase();
  await migrate({ url, timeoutMs: 5000 });
  await asked(url, MANY_CUSTOMERS);
  await asked(url, MANY_LOCKS);
  await asked(url, MANY_GRANTS);
  await asked(url, "ANALYZE");
});

it.each(PLANNED)("$title: by an index", async ({ sqlIn, postgres }) => {
  const plan = `EXPLAIN (GENERIC_PLAN, COSTS off) ${sqlIn(POSTGRES)}`;
  const lines = (await asked(`${url}?${NO_SCANS}`, plan)).map(([line]) => String(line));
  const indexes = lines.flatMap((line) => INDEX.exec(line)?.slice(1).filter(Boolean) ?? []);
  expect([...new Set(indexes)].toSorted()).toEqual(postgres.toSorted());
  expect(lines.filter((line) => /Seq Scan on (?!catalog\b)/.test(line))).toEqual([]);
});
