import { types } from "pg";
import { invariant } from "../../engine/invariant.ts";

type Parser = (cell: string) => unknown;

const { BOOL, FLOAT4, FLOAT8, INT2, INT4, INT8, OID } = types.builtins;

const PARSERS: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [BOOL, (cell) => cell === "t"],
  ...[INT2, INT4, INT8, OID].map((type) => [type, integer] as const),
  ...[FLOAT4, FLOAT8].map((type) => [type, Number] as const),
]);

/** How a cell of the type is read. What is not a number or a flag stays text: amounts, JSON, dates too. */
export function parserOf(type: number): Parser {
  return PARSERS.get(type) ?? String;
}

/** A number that a double cannot hold is not ours. */
function integer(cell: string): number {
  const value = Number(cell);
  invariant(Number.isSafeInteger(value), "the cell holds a safe integer");
  return value;
}
