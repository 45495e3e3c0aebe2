import type { ErrorCode } from "./cases-target.ts";

/** The member of the result union, and its code, that Autumn's refusal of this operation is here. */
export function refusalOf(
  op: string,
  { code, status }: { code: string; status?: number },
): Refusal {
  const keys = [`${code} ${status} ${op}`, `${code} ${status}`, code];
  for (const key of keys) {
    const refusal = REFUSALS[key];
    if (refusal) return refusal;
  }
  throw new Error(`no refusal of ours stands for ${keys[0]}`);
}

export interface Refusal {
  readonly code: ErrorCode;
  readonly member: string;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  invalid_inputs: invalid("INVALID_INPUT"),
  invalid_feature: invalid("INVALID_INPUT"),
  entity_id_required: invalid("ENTITY_ID_REQUIRED"),
  "invalid_request 400": invalid("INVALID_INPUT"),
  "invalid_request 400 finalizeLock": notFound("LOCK_NOT_FOUND"),
  "invalid_request 404 track": notFound("FEATURE_NOT_FOUND"),
  "invalid_request 404 updateBalance": notFound("BALANCE_NOT_FOUND"),
  "invalid_request 404 deleteBalance": notFound("BALANCE_NOT_FOUND"),
  "invalid_request 404 recalculateBalances": notFound("BALANCE_NOT_FOUND"),
  "invalid_request 409 createBalance": conflict("BALANCE_ALREADY_EXISTS"),
  "invalid_request 409 deleteBalance": conflict("BALANCE_NOT_DELETABLE"),
  "invalid_request 409 deleteFeature": conflict("FEATURE_IN_USE"),
  customer_not_found: notFound("CUSTOMER_NOT_FOUND"),
  entity_not_found: notFound("ENTITY_NOT_FOUND"),
  feature_not_found: notFound("FEATURE_NOT_FOUND"),
  customer_already_exists: conflict("CUSTOMER_ALREADY_EXISTS"),
  entity_already_exists: conflict("ENTITY_ALREADY_EXISTS"),
  lock_already_exists: conflict("LOCK_ALREADY_EXISTS"),
  duplicate_feature_id: conflict("FEATURE_ALREADY_EXISTS"),
  insufficient_balance: { code: "INSUFFICIENT_BALANCE", member: "InsufficientBalanceError" },
  feature_limit_reached: conflict("FEATURE_LIMIT_REACHED"),
};

function invalid(code: ErrorCode): Refusal {
  return { code, member: "InvalidInputError" };
}

function notFound(code: ErrorCode): Refusal {
  return { code, member: "NotFoundError" };
}

function conflict(code: ErrorCode): Refusal {
  return { code, member: "ConflictError" };
}
