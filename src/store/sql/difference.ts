type Row = readonly unknown[];

/** What a table needs to become what it is to be. */
export interface Difference {
  readonly put: readonly Row[];
  /** The keys alone. */
  readonly drop: readonly Row[];
}

/** Compares rows by value; their first `keyLength` cells tell one from another. */
export function difference(
  { before, after }: { readonly before: readonly Row[]; readonly after: readonly Row[] },
  keyLength: number,
): Difference {
  const keyOf = (row: Row) => JSON.stringify(row.slice(0, keyLength));
  const old = new Map(before.map((row) => [keyOf(row), JSON.stringify(row)]));
  const kept = new Set(after.map(keyOf));
  return {
    put: after.filter((row) => old.get(keyOf(row)) !== JSON.stringify(row)),
    drop: before.filter((row) => !kept.has(keyOf(row))).map((row) => row.slice(0, keyLength)),
  };
}

/** An item with its place among its like. */
export interface Placed<T> {
  readonly item: T;
  readonly ordinal: number;
}

/** Those that are surely not the same as at that place in the other list: all that need comparing. */
export function differing<T>(
  items: readonly T[],
  others: readonly T[],
  isSame: (one: T, other: T) => boolean,
): readonly Placed<T>[] {
  return items.flatMap((item, ordinal) => {
    const other = others[ordinal];
    const isUnchanged = item === other || (other !== undefined && isSame(item, other));
    return isUnchanged ? [] : { item, ordinal };
  });
}
