/** What a GraphQL request over HTTP says. */
export interface Params {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly extensions?: Record<string, unknown>;
}

/** Whether it is well formed, and certainly answered at once: a subscription is answered bit by bit. */
export function isOrdinary(value: unknown): value is Params {
  if (!isRecord(value) || typeof value.query !== "string") return false;
  return (
    Object.keys(value).every((name) => NAMES.has(name)) &&
    isRecord(value.variables ?? {}) &&
    isRecord(value.extensions ?? {}) &&
    typeof (value.operationName ?? "") === "string" &&
    !value.query.includes("subscription")
  );
}

const NAMES = new Set(["query", "variables", "operationName", "extensions"]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
