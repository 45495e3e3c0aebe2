import fc from "fast-check";
import type { Counter, Deduction, Lock } from "../../src/engine/ledger.ts";
import {
  anyAmount,
  anyJson,
  count,
  instant,
  instantOrNull,
  interval,
  some,
  text,
  textOrNull,
  unique,
} from "./arbitrary-parts.ts";

export const deduction: fc.Arbitrary<Deduction> = fc.record({
  balanceId: text,
  rolloverId: textOrNull,
  featureId: text,
  planId: textOrNull,
  entityId: textOrNull,
  interval: fc.option(interval),
  intervalCount: count,
  resetsAt: instantOrNull,
  value: anyAmount,
});

const lock: fc.Arbitrary<Lock> = fc.record({
  seq: count,
  lockId: text,
  featureId: text,
  entityId: textOrNull,
  value: anyAmount,
  status: fc.constant("HELD"),
  createdAt: instant,
  expiresAt: instantOrNull,
  deductions: fc.array(deduction, { maxLength: 2 }),
  receipt: some({
    grantId: text,
    featureId: text,
    entityId: textOrNull,
    rolloverId: textOrNull,
    cost: anyAmount,
    value: anyAmount,
    nextResetAt: instantOrNull,
    isLost: fc.boolean(),
  }),
  counted: some({ key: text, startsAt: instant, value: anyAmount }),
  properties: fc.option(anyJson),
});

export const counter: fc.Arbitrary<Counter> = fc.record({
  key: text,
  startsAt: instant,
  endsAt: instant,
  usage: anyAmount,
});

/** In order, each of its own number. */
export const locks: fc.Arbitrary<readonly Lock[]> = unique(lock, ({ seq }) => String(seq)).map(
  (any) => any.toSorted((left, right) => left.seq - right.seq),
);
