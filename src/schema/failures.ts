import type { Amount } from "../engine/amount.ts";
import type { ConflictCode, Issue, NotFoundCode, Refusal } from "../engine/refusal.ts";
import type { Moment } from "../loaders/moment.ts";
import { type BalanceRead, type Reading, readBalance, readingOf } from "../loaders/reading.ts";
import type { Refused } from "../store/port.ts";
import { shortened } from "./shortened.ts";

/** A refusal on its way to the result union of its field. */
export abstract class Failure extends Error {
  abstract readonly code: Refusal["code"];

  constructor(message: string) {
    super(shortened(message));
  }
}

export class InvalidInputError extends Failure {
  readonly code: "INVALID_INPUT" | "ENTITY_ID_REQUIRED";
  readonly issues: readonly Issue[];

  constructor(code: InvalidInputError["code"], issues: readonly Issue[]) {
    const told = issues.slice(0, MAX_ISSUES).map(({ path, message }) => ({
      path: path.map(shortened),
      message: shortened(message),
    }));
    super(told.map(({ path, message }) => `${path.join(".")} ${message}`).join("; "));
    this.code = code;
    this.issues = told;
  }
}

/** A batch of items that are all wrong has thousands. */
const MAX_ISSUES = 100;

export class NotFoundError extends Failure {
  readonly code: NotFoundCode;

  constructor(code: NotFoundCode, message: string) {
    super(message);
    this.code = code;
  }
}

export class ConflictError extends Failure {
  readonly code: ConflictCode;

  constructor(code: ConflictCode, message: string) {
    super(message);
    this.code = code;
  }
}

export class InsufficientBalanceError extends Failure {
  readonly code = "INSUFFICIENT_BALANCE";
  readonly required: Amount;
  readonly available: Amount;
  readonly balance: BalanceRead | null;

  constructor(
    message: string,
    figures: Pick<InsufficientBalanceError, "required" | "available" | "balance">,
  ) {
    super(message);
    this.required = figures.required;
    this.available = figures.available;
    this.balance = figures.balance;
  }
}

/** One of the failures: a member of a result union. */
export type Told = InvalidInputError | NotFoundError | ConflictError | InsufficientBalanceError;

/** The error that a refusal is shown as. */
export function toFailure(refusal: Refusal, reading: Reading | null): Told {
  switch (refusal.code) {
    case "INVALID_INPUT":
    case "ENTITY_ID_REQUIRED":
      return new InvalidInputError(refusal.code, refusal.issues);
    case "INSUFFICIENT_BALANCE": {
      const { message, required, available, featureId, entityId } = refusal;
      const balance = reading && readBalance(reading, featureId, entityId);
      return new InsufficientBalanceError(message, { required, available, balance });
    }
    case "CUSTOMER_NOT_FOUND":
    case "FEATURE_NOT_FOUND":
    case "ENTITY_NOT_FOUND":
    case "BALANCE_NOT_FOUND":
    case "LOCK_NOT_FOUND":
      return new NotFoundError(refusal.code, refusal.message);
    default:
      return new ConflictError(refusal.code, refusal.message);
  }
}

/** The error of a command that a store refused, at a moment that is not live for a dry run. */
export function failureOf(
  { refusal, ledger, catalog, at }: Refused,
  moment: Moment | null = null,
): Told {
  return toFailure(refusal, ledger && readingOf(ledger, catalog, at, moment));
}
