import { randomUUID } from "node:crypto";

/** The id that the caller gave, where it is a plain token, which forges no line of a log; else one of ours. */
export function requestIdFrom(given: unknown): string {
  return isPlain(given) ? given : randomUUID();
}

/** The same, and always the same for the same request. */
export function requestIdOf(request: Request): string {
  const header = request.headers.get("x-request-id");
  if (isPlain(header)) return header;
  const requestId = ours.get(request) ?? randomUUID();
  ours.set(request, requestId);
  return requestId;
}

const ours = new WeakMap<Request, string>();

function isPlain(given: unknown): given is string {
  return typeof given === "string" && /^[\w.:-]{1,128}$/.test(given);
}
