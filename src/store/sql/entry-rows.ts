import type { Crossing, Deduction, Entry, EntryKind, Totals } from "../../engine/ledger.ts";
import { decimal, integer, jsonText, list, nullable, oneOf, opaque, text } from "./column.ts";
import { thresholdType } from "./customer-rows.ts";
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

const CROSSING = shape<Crossing>({
  kind: oneOf({ USAGE_ALERT: true, AUTO_TOPUP: true }),
  featureId: text,
  entityId: nullable(text),
  threshold: decimal,
  thresholdType,
  name: nullable(text),
  quantity: nullable(decimal),
});

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
  crossings: jsonText(list(CROSSING.object)),
  properties: nullable(jsonText(opaque)),
  idempotencyKey: nullable(text),
  actor: text,
});

/** The features whose history tells of the entry: the one it names, and those it moved. */
export function featuresOf({ featureId, deductions }: Entry): readonly string[] {
  const named = featureId === null ? [] : [featureId];
  return [...new Set([...named, ...deductions.map((deduction) => deduction.featureId)])];
}
