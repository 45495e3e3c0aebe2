import { expect, test } from "vitest";
import { cases, SEED } from "../support/property.ts";
import { compareMany } from "./many.ts";

const OPERATIONS = cases(1_500);

test(`engine and reference model agree after every operation (seed ${SEED})`, () => {
  const { operations, done, difference } = compareMany(SEED, OPERATIONS);
  expect(difference, `FC_SEED=${SEED}`).toBeNull();
  expect(operations).toBeGreaterThanOrEqual(OPERATIONS);
  for (const kind of KINDS) expect(done.get(kind) ?? 0, kind).toBeGreaterThan(0);
});

const KINDS = [
  "createBalance done",
  "createBalance INVALID_INPUT",
  "track done",
  "track INVALID_INPUT",
  "track INSUFFICIENT_BALANCE",
  "checkAndTrack allowed",
  "checkAndTrack denied",
  "createLock allowed",
  "createLock denied",
  "createLock INVALID_INPUT",
  "createLock LOCK_ALREADY_EXISTS",
  "finalizeLock done",
  "finalizeLock LOCK_NOT_FOUND",
  "updateBalance done",
  "updateBalance INVALID_INPUT",
  "updateBalance BALANCE_NOT_FOUND",
  "deleteBalance done",
  "deleteBalance INVALID_INPUT",
  "recalculateBalances done",
  "createEntity done",
  "createEntity FEATURE_LIMIT_REACHED",
  "deleteEntity done",
  "updateEntity done",
  "updateCustomer done",
  "updateCustomer INVALID_INPUT",
  "pass passed",
];
