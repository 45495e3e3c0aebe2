import type { Amount } from "./amount.ts";

/** Every expected "no". Nothing has changed where one is answered. */
export type Refusal =
  | { readonly code: "INVALID_INPUT" | "ENTITY_ID_REQUIRED"; readonly issues: readonly Issue[] }
  | { readonly code: NotFoundCode; readonly message: string }
  | { readonly code: ConflictCode; readonly message: string }
  | {
      readonly code: "INSUFFICIENT_BALANCE";
      readonly message: string;
      readonly featureId: string;
      readonly entityId: string | null;
      /** In the tracked feature's units. */
      readonly required: Amount;
      readonly available: Amount;
    };

/** Which field, and what it must be. */
export interface Issue {
  readonly path: readonly string[];
  readonly message: string;
}

export type NotFoundCode =
  | "CUSTOMER_NOT_FOUND"
  | "FEATURE_NOT_FOUND"
  | "ENTITY_NOT_FOUND"
  | "BALANCE_NOT_FOUND"
  | "LOCK_NOT_FOUND";

export type ConflictCode =
  | "CUSTOMER_ALREADY_EXISTS"
  | "FEATURE_ALREADY_EXISTS"
  | "ENTITY_ALREADY_EXISTS"
  | "BALANCE_ALREADY_EXISTS"
  | "LOCK_ALREADY_EXISTS"
  | "FEATURE_IN_USE"
  | "BALANCE_NOT_DELETABLE"
  | "FEATURE_LIMIT_REACHED"
  | "REVISION_MISMATCH"
  | "IDEMPOTENCY_KEY_REUSED"
  | "IDEMPOTENCY_KEY_IN_FLIGHT"
  | "NOT_SUPPORTED_BY_BACKEND";

export function invalid(path: string, message: string): Refusal {
  return { code: "INVALID_INPUT", issues: [{ path: path.split("."), message }] };
}

export function customerNotFound(customerId: string): Refusal {
  return { code: "CUSTOMER_NOT_FOUND", message: `Customer ${customerId} not found` };
}

export function featureNotFound(featureId: string): Refusal {
  return { code: "FEATURE_NOT_FOUND", message: `Feature ${featureId} not found` };
}

export function entityNotFound(entityId: string): Refusal {
  return { code: "ENTITY_NOT_FOUND", message: `Entity ${entityId} not found` };
}

export function balanceNotFound(featureId: string): Refusal {
  return { code: "BALANCE_NOT_FOUND", message: `No balance of ${featureId} matches` };
}

export function lockNotFound(lockId: string): Refusal {
  return { code: "LOCK_NOT_FOUND", message: `Lock ${lockId} is not held` };
}
