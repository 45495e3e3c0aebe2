import { expect, it } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";

/** A database as a gateway left it before a grant kept its origin, and the store on it. */
export interface OldDatabase {
  readonly run: (sql: string) => Promise<unknown>;
  readonly migrated: () => Promise<BalanceStore>;
  readonly rows: (sql: string) => Promise<unknown>;
}

const DAY = 86_400_000;
const at = (text: string) => Date.parse(`2026-${text}Z`);

interface OldGrant {
  readonly id: string;
  readonly createdAt: number;
  readonly anchorDay: number;
  readonly nextResetAt: number | null;
  /** What the periods count from. */
  readonly originAt: number;
}

const GRANTS: readonly OldGrant[] = [
  {
    ...{ id: "of its creation, in a short month", createdAt: at("01-31T10:00"), anchorDay: 31 },
    ...{ nextResetAt: at("02-28T10:00"), originAt: at("01-31T10:00") },
  },
  {
    ...{ id: "set to a day that the month lacks", createdAt: at("01-15T08:00"), anchorDay: 31 },
    ...{ nextResetAt: at("02-28T09:30"), originAt: 30 * DAY + 9.5 * 3_600_000 },
  },
  {
    ...{ id: "set to a day of its own", createdAt: at("01-15T08:00"), anchorDay: 20 },
    ...{ nextResetAt: at("02-20T12:00"), originAt: at("02-20T12:00") },
  },
  {
    ...{ id: "without resets", createdAt: at("01-15T08:00"), anchorDay: 15 },
    ...{ nextResetAt: null, originAt: at("01-15T08:00") },
  },
];

const NO_CONTROLS = JSON.stringify({
  ...{ usageLimits: [], spendLimits: [], overageAllowed: [], usageAlerts: [], autoTopups: [] },
});
const CONFIG = JSON.stringify({ disablePooledBalance: 0, disableOverageBilling: 0 });
const RESET_AT = at("02-01T00:00");

export function originPromises(open: () => Promise<OldDatabase>): void {
  it("a grant of before gets its origin, when it last reset, and its customer a look at what is due", async () => {
    const old = await open();
    for (const id of ["cus", "idle"]) await old.run(customerSql(id));
    for (const [index, grant] of GRANTS.entries()) await old.run(grantSql(grant, index));
    await old.run(`INSERT INTO entries
      (customer_id, seq, kind, at, timestamp, feature_id, value, deductions, actor)
      VALUES ('cus', 1, 'RESET', ${RESET_AT}, ${RESET_AT}, 'messages', '0', '[]', 'time')`);
    await old.run(versionSql(["Customers"], pastCustomer()));
    for (const [index, grant] of GRANTS.entries()) {
      await old.run(versionSql(["Grants", grant.id], cellsOf(grant, index)));
    }
    const store = await old.migrated();
    expect(await old.rows("SELECT customer_id, due_at FROM customers ORDER BY 1")).toEqual([
      ["cus", 0],
      ["idle", null],
    ]);

    const [present] = (await store.load(["cus"])).ledgers;
    const [past] = (await store.loadAt("cus", at("12-01T00:00"))).ledgers;
    const told = (ledger: typeof present) =>
      ledger?.grants.map(({ grantId, originAt, nextResetAt, departed }) => {
        return { grantId, originAt, nextResetAt, departed };
      });
    const expected = GRANTS.map(({ id: grantId, originAt, nextResetAt }) => {
      return { grantId, originAt, nextResetAt, departed: [] };
    });
    expect(told(present)).toEqual(expected);
    expect(told(past)).toEqual(expected);
    expect(present?.grants.map(({ resetAt }) => resetAt)).toEqual(GRANTS.map(() => RESET_AT));
    expect(past?.grants.map(({ resetAt }) => resetAt)).toEqual(GRANTS.map(() => null));
  });
}

function customerSql(id: string): string {
  return `INSERT INTO customers
    (customer_id, metadata, send_email_receipts, created_at, revision, billing_controls, config, seq)
    VALUES ('${id}', '{}', '0', ${at("01-15T08:00")}, 1, '${NO_CONTROLS}', '${CONFIG}', 1)`;
}

function grantSql(grant: OldGrant, ordinal: number): string {
  const interval = grant.nextResetAt === null ? "NULL" : "'month'";
  return `INSERT INTO grants (customer_id, grant_id, feature_id, add_on, allowance, prepaid, unlimited,
      overage_allowed, interval, interval_count, next_reset_at, anchor_day, created_at, ordinal)
    VALUES ('cus', '${grant.id}', 'messages', '0', '100', '0', '0', '0', ${interval}, 1,
      ${grant.nextResetAt ?? "NULL"}, ${grant.anchorDay}, ${grant.createdAt}, ${ordinal})`;
}

function pastCustomer(): readonly unknown[] {
  const who = ["cus", null, null, null, null, "{}", 0, at("01-15T08:00")];
  return [...who, null, 0, NO_CONTROLS, CONFIG, 0];
}

/** As such a gateway wrote a row of the past. */
function cellsOf(grant: OldGrant, ordinal: number): readonly unknown[] {
  const interval = grant.nextResetAt === null ? null : "month";
  return [
    ...[grant.id, null, "messages", null, null, null, 0, "100", "0", 0, 0, null, interval, 1],
    ...[grant.nextResetAt, grant.anchorDay, null, null, null, grant.createdAt, ordinal],
  ];
}

function versionSql(key: readonly string[], cells: readonly unknown[]): string {
  const [name, row] = [JSON.stringify(key), JSON.stringify(cells)];
  return `INSERT INTO versions VALUES ('cus', '${name}', ${at("03-01T00:00")}, '${row}')`;
}
