/** Row <-> ledger, both ways. A customer's row carries each child table as one JSON list of rows. */
import { invariant } from "../../engine/invariant.ts";
import type { Grant, Ledger, Rollover, Slice } from "../../engine/ledger.ts";
import { integer, text } from "./column.ts";
import { CUSTOMER, ENTITY } from "./customer-rows.ts";
import { GRANT, ROLLOVER, SLICE } from "./grant-rows.ts";
import { COUNTER, LOCK } from "./lock-rows.ts";

type Row = readonly unknown[];

/** The customer's columns; then its entities, grants, slices, rollovers, locks, counters and balances. */
export function ledgerFromRow(row: Row): Ledger {
  const { seq, ...customer } = CUSTOMER.fromRow(row);
  const children = row.slice(CUSTOMER.columns.length).map(rowsIn);
  const [entities = [], grants = [], slices = [], rollovers = []] = children;
  const [locks = [], counters = [], balances = []] = children.slice(4);
  const slicesOf = grouped(slices, SLICE.fromRow);
  const rolloversOf = grouped(rollovers, ROLLOVER.fromRow);
  return {
    customer,
    entities: entities.map((entity) => ENTITY.fromRow(entity)),
    grants: grants.map((cells) => {
      const grant = GRANT.fromRow(cells);
      const parts = { slices: slicesOf(grant.grantId), rollovers: rolloversOf(grant.grantId) };
      return { ...grant, ...parts };
    }),
    locks: locks.map((lock) => LOCK.fromRow(lock)),
    counters: counters.map((counter) => COUNTER.fromRow(counter)),
    revisions: Object.fromEntries(
      balances.map(([featureId, revision]) => [text.read(featureId), integer.read(revision)]),
    ),
    seq,
  };
}

function rowsIn(cell: unknown): readonly Row[] {
  const rows: unknown = JSON.parse(text.read(cell));
  invariant(Array.isArray(rows) && rows.every(Array.isArray), "the cell holds a list of rows");
  return rows;
}

/** Parts by the grant's id, which is the first cell of each of their rows. */
function grouped<T>(rows: readonly Row[], partOf: (row: Row, start: number) => T) {
  const parts = new Map<string, T[]>();
  for (const row of rows) {
    const grantId = text.read(row[0]);
    const ofGrant = parts.get(grantId);
    if (ofGrant) ofGrant.push(partOf(row, 1));
    else parts.set(grantId, [partOf(row, 1)]);
  }
  return (grantId: string): readonly T[] => parts.get(grantId) ?? [];
}

/** A table's rows of one ledger, each led by its key and ended by its ordinal where it has one. */
export function customerRow({ customer, seq }: Ledger): Row {
  return CUSTOMER.toRow({ ...customer, seq });
}

export function entityRows({ entities }: Ledger): readonly Row[] {
  return entities.map((entity, ordinal) => [...ENTITY.toRow(entity), ordinal]);
}

export function grantRow(grant: Grant, ordinal: number): Row {
  return [...GRANT.toRow(grant), ordinal];
}

export function sliceRows({ grantId, slices }: Grant): readonly Row[] {
  return slices.map((slice: Slice, ordinal) => [grantId, ...SLICE.toRow(slice), ordinal]);
}

export function rolloverRows({ grantId, rollovers }: Grant): readonly Row[] {
  return rollovers.map((part: Rollover, ordinal) => [grantId, ...ROLLOVER.toRow(part), ordinal]);
}

export function counterRows({ counters }: Ledger): readonly Row[] {
  return counters.map((counter, ordinal) => [...COUNTER.toRow(counter), ordinal]);
}

export function balanceRows({ revisions }: Ledger): readonly Row[] {
  return Object.entries(revisions);
}
