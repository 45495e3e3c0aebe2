/** Which rows of a ledger's tables became others. What is the same object at the same place is not looked at. */
import type { Grant, Ledger } from "../../engine/ledger.ts";
import { type Difference, difference, differing, type Placed } from "./difference.ts";
import type { Row } from "./program.ts";
import {
  balanceRows,
  counterRows,
  entityRows,
  grantRow,
  hasSameRow,
  rolloverRow,
  sliceRow,
} from "./rows.ts";
import { TABLES, type TableName } from "./tables.ts";
import type { ChangedTable } from "./versions.ts";

export function changedTables(before: Ledger | null, after: Ledger): readonly ChangedTable[] {
  const { customerId } = after.customer;
  const whole = (
    table: ChangedTable["table"],
    part: "entities" | "counters" | "revisions",
    rowsOf: (ledger: Ledger) => readonly Row[],
  ) =>
    before?.[part] === after[part]
      ? { table, put: [], drop: [] }
      : changed(table, before ? rowsOf(before) : [], rowsOf(after));
  const grants = { before: before?.grants ?? [], after: after.grants };
  return [
    whole("Entities", "entities", entityRows),
    changedGrants(customerId, grants),
    changedParts("Slices", grants, {
      partsOf: ({ slices }) => slices,
      rowOf: (grantId, slice) => sliceRow(customerId, grantId, slice),
    }),
    changedParts("Rollovers", grants, {
      partsOf: ({ rollovers }) => rollovers,
      rowOf: (grantId, rollover) => rolloverRow(customerId, grantId, rollover),
    }),
    whole("Counters", "counters", counterRows),
    whole("Balances", "revisions", balanceRows),
  ];
}

interface Grants {
  readonly before: readonly Grant[];
  readonly after: readonly Grant[];
}

function changedGrants(customerId: string, { before, after }: Grants) {
  const rowOf = ({ item, ordinal }: Placed<Grant>) => grantRow(customerId, item, ordinal);
  const old = differing(before, after, hasSameRow).map(rowOf);
  return changed("Grants", old, differing(after, before, hasSameRow).map(rowOf));
}

interface Parts<Part> {
  readonly partsOf: (grant: Grant) => readonly Part[];
  readonly rowOf: (grantId: string, part: Placed<Part>) => Row;
}

/** Grant by grant, wherever it stands. */
function changedParts<Part>(
  table: "Slices" | "Rollovers",
  { before, after }: Grants,
  { partsOf, rowOf }: Parts<Part>,
) {
  const rows = (grants: readonly Grant[], others: readonly Grant[]) => {
    const partsOfOther = new Map(others.map((grant) => [grant.grantId, partsOf(grant)]));
    return grants.flatMap((grant) => {
      const [parts, other = []] = [partsOf(grant), partsOfOther.get(grant.grantId)];
      if (parts === other) return [];
      return differing(parts, other, Object.is).map((part) => rowOf(grant.grantId, part));
    });
  };
  return changed(table, rows(before, after), rows(after, before));
}

export function changed<T extends TableName>(
  table: T,
  before: readonly Row[],
  after: readonly Row[],
): Difference & { readonly table: T } {
  return { table, ...difference({ before, after }, TABLES[table].key.length) };
}
