import type { Deduction, Entry, EntryKind, Totals } from "../../engine/ledger.ts";
import { decimal, integer, jsonText, list, nullable, oneOf, opaque, text } from "./column.ts";
import { interval } from "./grant-rows.ts";
import { shape } from "./shape.ts";

export const DEDUCTION = shape<Deduction>({
  balanceId: text,
  rolloverId: nullable(text),
  featureId: text,
  planId: nullable(text),
  entityId: nullable(text),
  interval,
  intervalCount: integer,
  resetsAt: nullable(integer),
  value: decimal,
});

const TOTALS = shape<Totals>({ granted: decimal, remaining: decimal, usage: decimal });

const totals = nullable(jsonText(TOTALS.object));

export const ENTRY = shape<Entry>({
  seq: integer,
  kind: oneOf<EntryKind>({
    TRACK: true,
    CHECK: true,
    LOCK: true,
    FINALIZE: true,
    UPDATE: true,
    CREATE: true,
    DELETE: true,
    RESET: true,
    EXPIRE: true,
    RECALCULATE: true,
  }),
  at: integer,
  timestamp: integer,
  featureId: nullable(text),
  entityId: nullable(text),
  eventName: nullable(text),
  value: decimal,
  deductions: jsonText(list(DEDUCTION.object)),
  before: totals,
  after: totals,
  properties: nullable(jsonText(opaque)),
  idempotencyKey: nullable(text),
  actor: text,
});

/** The features whose history tells of the entry: the one it names, and those it moved. */
export function featuresOf({ featureId, deductions }: Entry): readonly string[] {
  const named = featureId === null ? [] : [featureId];
  return [...new Set([...named, ...deductions.map((deduction) => deduction.featureId)])];
}
