/** Whether no more was sold than there was: told from the tables, with sums of its own. */
import { isDeepStrictEqual } from "node:util";
import { Client } from "pg";
import type { Report } from "./gateway.ts";

interface Customer {
  readonly customerId: string;
  /** The number of its latest entry. */
  readonly seq: string;
  /** What its rows say is left. */
  readonly balance: string;
}

interface Entry {
  readonly seq: string;
  readonly kind: string;
  readonly deductions: readonly { readonly value: string }[];
  readonly before: Totals | null;
  readonly after: Totals | null;
  readonly idempotency_key: string | null;
  readonly actor: string;
}

interface Totals {
  readonly remaining: string;
}

/** Each breach of a law; none where all hold. Deadlocks are those since the database was made. */
export async function breaches(
  url: string,
  reports: readonly Report[],
): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found: string[] = [];
    const placesOf = new Map<string, string[]>();
    let entries = 0;
    for (const customer of await customersIn(client)) {
      const history = await historyOf(client, customer);
      found.push(...customerBreaches(customer, history));
      for (const { idempotency_key: key, seq, actor } of history) {
        if (actor === "contention") entries += 1;
        if (key) placesOf.set(key, [...(placesOf.get(key) ?? []), `${customer.customerId} ${seq}`]);
      }
    }
    const answered = reports.reduce((total, report) => total + report.entries, 0);
    if (entries !== answered) found.push(`${entries} entries, ${answered} were answered`);
    found.push(...reports.flatMap(({ keys }) => keyBreaches(keys, placesOf)));
    return [...found, ...(await deadlocks(client))];
  } finally {
    await client.end();
  }
}

function customerBreaches(
  { customerId, seq, balance }: Customer,
  entries: readonly Entry[],
): readonly string[] {
  const supplied = sum(entries.map((entry) => (isSupply(entry) ? rise(entry) : 0n)));
  const taken = sum(entries.map((entry) => (isSupply(entry) ? 0n : deducted(entry))));
  const left = units(balance);
  const laws = {
    "sold more than there was": taken <= supplied && left >= 0n,
    "what was taken is not what is missing": supplied - taken === left,
    "the last entry tells of another balance": units(entries.at(-1)?.after?.remaining) === left,
    "a number is missing": entries.every((entry, index) => entry.seq === String(index + 1)),
    "the last number is not the customer's": entries.at(-1)?.seq === seq,
    "an entry does not begin where the one before it ended": entries.every(
      ({ before }, index) => index === 0 || isDeepStrictEqual(before, entries[index - 1]?.after),
    ),
  };
  return Object.entries(laws).flatMap(([law, holds]) => (holds ? [] : `${customerId}: ${law}`));
}

/** A key that was answered has the one entry that was answered, or none where it moved nothing. */
function keyBreaches(
  keys: Report["keys"],
  placesOf: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  return keys.flatMap(([key, customerId, seq]) => {
    const answered = seq === null ? [] : [`${customerId} ${seq}`];
    const found = placesOf.get(key) ?? [];
    return isDeepStrictEqual(found, answered) ? [] : `${key}: ${found} rather than ${answered}`;
  });
}

async function customersIn(client: Client): Promise<readonly Customer[]> {
  const { rows } = await client.query<Customer>(`SELECT customer_id AS "customerId", seq,
      (SELECT string_agg(balance::text, '+') FROM slices s WHERE s.customer_id = c.customer_id) AS balance
    FROM customers c`);
  return rows;
}

async function historyOf(client: Client, { customerId }: Customer): Promise<readonly Entry[]> {
  const { rows } = await client.query<Entry>(
    `SELECT seq, kind, deductions, before, after, idempotency_key, actor FROM entries
      WHERE customer_id = $1 ORDER BY seq`,
    [customerId],
  );
  return rows;
}

/** The server's count comes a little after the fact; the connections that it is of are closed by now. */
async function deadlocks(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ deadlocks: string }>(
    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
  );
  return rows.flatMap(({ deadlocks: count }) => (count === "0" ? [] : `${count} deadlocks`));
}

function isSupply({ kind }: Entry): boolean {
  return kind === "CREATE" || kind === "UPDATE";
}

function rise({ before, after }: Entry): bigint {
  return units(after?.remaining) - units(before?.remaining);
}

function deducted({ deductions }: Entry): bigint {
  return sum(deductions.map(({ value }) => units(value)));
}

/** A decimal text in ten-billionths; none is nothing. */
function units(text = "0"): bigint {
  const [whole = "", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(10, "0"));
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
