/** Row <-> ledger, both ways. */
import { invariant } from "../../engine/invariant.ts";
import type { Grant, Ledger, Lock, Rollover, Slice } from "../../engine/ledger.ts";
import { integer, nullable, text } from "./column.ts";
import { CUSTOMER, ENTITY } from "./customer-rows.ts";
import type { Placed } from "./difference.ts";
import { GRANT, ROLLOVER, SLICE } from "./grant-rows.ts";
import { COUNTER, LOCK } from "./lock-rows.ts";
import type { Row } from "./program.ts";

type Rows = readonly Row[];

/** A customer's rows in the child tables, each without the customer's id. */
export interface Children {
  readonly entities: Rows;
  readonly grants: Rows;
  readonly slices: Rows;
  readonly rollovers: Rows;
  readonly locks: Rows;
  readonly counters: Rows;
  readonly balances: Rows;
}

/** The order in which a row carries the child tables, each as one JSON list of rows. */
export const CHILDREN = [
  "entities",
  "grants",
  "slices",
  "rollovers",
  "locks",
  "counters",
  "balances",
] as const satisfies readonly (keyof Children)[];

/** How a row that tells of a ledger begins; its customer's columns follow, and the child tables. */
const HEAD = ["customerId", "etag", "catalogRevision"] as const;
const CUSTOMER_AT = HEAD.length;
const CHILDREN_AT = CUSTOMER_AT + CUSTOMER.columns.length;

export function customerIdIn(row: Row): string {
  return text.read(row[HEAD.indexOf("customerId")]);
}

export function etagIn(row: Row): string {
  return text.read(row[HEAD.indexOf("etag")]);
}

/** The number of the catalogue's latest change; null where no other process can make one. */
export function catalogRevisionIn(row: Row): number | null {
  return nullable(integer).read(row[HEAD.indexOf("catalogRevision")]);
}

/** Null where the row has no more than its head, or nothing in it. */
export function ledgerFromRow(row: Row): Ledger | null {
  if (row[CHILDREN_AT] == null) return null;
  const lists = CHILDREN.map((name, index) => [name, rowsIn(row[CHILDREN_AT + index])]);
  return ledgerFromRows(row.slice(CUSTOMER_AT), Object.fromEntries(lists));
}

export function ledgerFromRows(row: Row, children: Children): Ledger {
  const { seq, ...customer } = CUSTOMER.fromRow(row);
  const slicesOf = grouped(children.slices, SLICE.fromRow);
  const rolloversOf = grouped(children.rollovers, ROLLOVER.fromRow);
  return {
    customer,
    entities: children.entities.map((entity) => ENTITY.fromRow(entity)),
    grants: children.grants.map((cells) => {
      const grant = GRANT.fromRow(cells);
      const parts = { slices: slicesOf(grant.grantId), rollovers: rolloversOf(grant.grantId) };
      return { ...grant, ...parts };
    }),
    locks: children.locks.map((lock) => LOCK.fromRow(lock)),
    counters: children.counters.map((counter) => COUNTER.fromRow(counter)),
    revisions: Object.fromEntries(
      children.balances.map(([id, revision]) => [text.read(id), integer.read(revision)]),
    ),
    seq,
  };
}

function rowsIn(cell: unknown): Rows {
  const rows: unknown = JSON.parse(text.read(cell));
  invariant(Array.isArray(rows) && rows.every(Array.isArray), "the cell holds a list of rows");
  return rows;
}

/** Parts by the grant's id, which is the first cell of each of their rows. */
function grouped<T>(rows: Rows, partOf: (row: Row, start: number) => T) {
  const parts = new Map<string, T[]>();
  for (const row of rows) {
    const grantId = text.read(row[0]);
    const ofGrant = parts.get(grantId);
    if (ofGrant) ofGrant.push(partOf(row, 1));
    else parts.set(grantId, [partOf(row, 1)]);
  }
  return (grantId: string): readonly T[] => parts.get(grantId) ?? [];
}

/** A table's rows of one ledger, each led by the customer's id and ended by its ordinal where it has one. */
export function customerRow({ customer, seq }: Ledger): Row {
  return CUSTOMER.toRow({ ...customer, seq });
}

export function entityRows({ customer, entities }: Ledger): Rows {
  const { customerId } = customer;
  return entities.map((entity, ordinal) => [customerId, ...ENTITY.toRow(entity), ordinal]);
}

export function grantRow(customerId: string, grant: Grant, ordinal: number): Row {
  return [customerId, ...GRANT.toRow(grant), ordinal];
}

/** Whether the rows of the two grants themselves are the same for sure. */
export function hasSameRow(one: Grant, other: Grant): boolean {
  const { slices, rollovers, ...columns } = one;
  return Object.entries(columns).every(([name, value]) => value === other[name as keyof Grant]);
}

export function sliceRow(customerId: string, grantId: string, { item, ordinal }: Placed<Slice>) {
  return [customerId, grantId, ...SLICE.toRow(item), ordinal];
}

export function rolloverRow(
  customerId: string,
  grantId: string,
  { item, ordinal }: Placed<Rollover>,
) {
  return [customerId, grantId, ...ROLLOVER.toRow(item), ordinal];
}

export function lockRow(customerId: string, lock: Lock): Row {
  return [customerId, ...LOCK.toRow(lock)];
}

export function counterRows({ customer, counters }: Ledger): Rows {
  const { customerId } = customer;
  return counters.map((counter, ordinal) => [customerId, ...COUNTER.toRow(counter), ordinal]);
}

export function balanceRows({ customer, revisions }: Ledger): Rows {
  return Object.entries(revisions).map((balance) => [customer.customerId, ...balance]);
}
