import { GraphQLError } from "graphql";
import type { Window } from "../store/port.ts";

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

export interface Page<Node> {
  readonly edges: { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Counted when asked for. */
  readonly totalCount: () => number | Promise<number>;
}

const DEFAULT_SIZE = 50;
const MAX_SIZE = 200;

/** The window of a page, one row longer, so that it tells whether more follow. */
export function windowOf<Key extends string | number>(
  { first, after, last, before }: PageArgs,
  isKey: (value: unknown) => value is Key,
): Window<Key> {
  if (first != null && last != null) throw badInput("first and last cannot be combined");
  const size = first ?? last ?? DEFAULT_SIZE;
  if (size < 0 || size > MAX_SIZE) throw badInput(`A page has 0 to ${MAX_SIZE} items`);
  return {
    limit: size + 1,
    after: after == null ? null : keyOf(after, isKey),
    before: before == null ? null : keyOf(before, isKey),
    fromEnd: last != null,
  };
}

/** The page of the rows that a window gave, its extra row taken off. */
export function pageOf<Row, Node>(
  window: Window<string | number>,
  rows: readonly Row[],
  shape: {
    readonly key: (row: Row) => string | number;
    readonly node: (row: Row) => Node;
    readonly count: () => number | Promise<number>;
  },
): Page<Node> {
  const hasMore = rows.length >= window.limit;
  const kept = !hasMore ? rows : window.fromEnd ? rows.slice(1) : rows.slice(0, window.limit - 1);
  const edges = kept.map((row) => ({ cursor: cursorOf(shape.key(row)), node: shape.node(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: window.fromEnd ? window.before !== null : hasMore,
      hasPreviousPage: window.fromEnd ? hasMore : window.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: shape.count,
  };
}

/** The rows of a window over a list that is in memory, ordered by its key. */
export function rowsIn<Row, Key extends string | number>(
  window: Window<Key>,
  ordered: readonly Row[],
  key: (row: Row) => Key,
): readonly Row[] {
  const inside = ordered.filter(
    (row) =>
      (window.after === null || key(row) > window.after) &&
      (window.before === null || key(row) < window.before),
  );
  return window.fromEnd ? inside.slice(-window.limit) : inside.slice(0, window.limit);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

export function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function cursorOf(key: string | number): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function keyOf<Key>(cursor: string, isKey: (value: unknown) => value is Key): Key {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (isKey(key)) return key;
  } catch {
    // It is told below, as for a cursor of another list.
  }
  throw badInput("This is not a cursor of this list");
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
}
