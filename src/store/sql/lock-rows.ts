import type { Counted, Counter, Lock, LockStatus, Taken } from "../../engine/ledger.ts";
import {
  decimal,
  flag,
  integer,
  jsonText,
  list,
  nullable,
  oneOf,
  opaque,
  orElse,
  text,
} from "./column.ts";
import { DEDUCTION } from "./entry-rows.ts";
import { shape } from "./shape.ts";

const TAKEN = shape<Taken>({
  grantId: text,
  featureId: text,
  entityId: nullable(text),
  rolloverId: nullable(text),
  cost: decimal,
  value: decimal,
  nextResetAt: nullable(integer),
  isLost: orElse(flag, false),
});

const COUNTED = shape<Counted>({ key: text, startsAt: integer, value: decimal });

export const LOCK = shape<Lock>({
  seq: integer,
  lockId: text,
  featureId: text,
  entityId: nullable(text),
  value: decimal,
  status: oneOf<LockStatus>({ HELD: true, CONFIRMED: true, RELEASED: true, EXPIRED: true }),
  createdAt: integer,
  expiresAt: nullable(integer),
  deductions: jsonText(list(DEDUCTION.object)),
  receipt: jsonText(list(TAKEN.object)),
  counted: jsonText(list(COUNTED.object)),
  properties: nullable(jsonText(opaque)),
});

export const COUNTER = shape<Counter>({
  key: text,
  startsAt: integer,
  endsAt: integer,
  usage: decimal,
});
