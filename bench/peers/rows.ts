import { Pool, type QueryConfigValues } from "pg";

/** What the peers read and write, each statement prepared once a connection. Idle connections stay prepared. */

export interface Feature {
  readonly featureId: string;
  readonly name: string;
}

export interface Balance {
  readonly balanceId: string;
  readonly customerId: string;
  readonly featureId: string;
  readonly granted: number;
  readonly remaining: number;
  readonly usage: number;
  readonly unlimited: boolean;
  readonly overageAllowed: boolean;
  readonly nextResetAt: number | null;
}

export interface Breakdown {
  readonly balanceId: string;
  readonly planId: string | null;
  readonly includedGrant: number;
  readonly prepaidGrant: number;
  readonly remaining: number;
  readonly usage: number;
  readonly expiresAt: number | null;
}

export interface Rollover {
  readonly balanceId: string;
  readonly granted: number;
  readonly balance: number;
  readonly usage: number;
  readonly expiresAt: number | null;
}

export interface Entry {
  readonly kind: string;
  readonly value: number;
}

const BALANCE = `balance_id AS "balanceId", customer_id AS "customerId", feature_id AS "featureId", granted,
  remaining, usage, unlimited, overage_allowed AS "overageAllowed", next_reset_at AS "nextResetAt"`;

const SQL = {
  features: `SELECT feature_id AS "featureId", name FROM peer.features WHERE feature_id = ANY($1)`,
  customer: `SELECT customer_id AS "customerId" FROM peer.customers WHERE customer_id = $1`,
  customers: `SELECT customer_id AS "customerId" FROM peer.customers WHERE customer_id > $2
    ORDER BY customer_id LIMIT $1`,
  balance: `SELECT ${BALANCE} FROM peer.balances WHERE customer_id = $1 AND feature_id = $2`,
  balances: `SELECT ${BALANCE} FROM peer.balances WHERE customer_id = ANY($1) ORDER BY balance_id`,
  breakdowns: `SELECT balance_id AS "balanceId", plan_id AS "planId", included_grant AS "includedGrant",
      prepaid_grant AS "prepaidGrant", remaining, usage, expires_at AS "expiresAt"
    FROM peer.breakdowns WHERE balance_id = ANY($1) ORDER BY breakdown_id`,
  rollovers: `SELECT balance_id AS "balanceId", granted, balance, usage, expires_at AS "expiresAt"
    FROM peer.rollovers WHERE balance_id = ANY($1) ORDER BY rollover_id`,
  deduct: `UPDATE peer.balances SET remaining = remaining - $3, usage = usage + $3
    WHERE customer_id = $1 AND feature_id = $2 AND remaining >= $3 RETURNING ${BALANCE}`,
  enter: `INSERT INTO peer.entries (balance_id, kind, value) VALUES ($1, 'TRACK', $2)
    RETURNING kind, value`,
} as const;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, idleTimeoutMillis: 0 });

export function select<Row extends object>(
  name: keyof typeof SQL,
  ...values: QueryConfigValues<unknown[]>
): Promise<Row[]> {
  return pool.query<Row>({ name, text: SQL[name], values }).then(({ rows }) => rows);
}

export interface Deduction {
  readonly customerId: string;
  readonly featureId: string;
  readonly value: number;
}

export interface Deducted {
  readonly value: number;
  readonly balance: Balance;
  readonly entry: Entry;
}

/** A deduction with its ledger entry, in a transaction of four round trips. */
export async function deduct({ customerId, featureId, value }: Deduction): Promise<Deducted> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<Balance>({
      ...{ name: "deduct", text: SQL.deduct, values: [customerId, featureId, value] },
    });
    const [balance] = rows;
    if (balance === undefined) throw new Error("too little remains");
    const entered = await client.query<Entry>({
      ...{ name: "enter", text: SQL.enter, values: [balance.balanceId, value] },
    });
    const [entry] = entered.rows;
    if (entry === undefined) throw new Error("nothing was entered");
    await client.query("COMMIT");
    return { value, balance, entry };
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}
