/** Global ids: opaque to clients. One names a type, a key, and the moment that the object is of, if not live. */
import type { Moment } from "../loaders/moment.ts";

/** The types that have global ids. */
const NODE_TYPES: ReadonlySet<string> = new Set([
  "Balance",
  "Breakdown",
  "Customer",
  "Entity",
  "Feature",
  "Flag",
  "LedgerEntry",
  "Lock",
  "Rollover",
]);

/** What an id that names nothing is taken for: like one of an object that is gone. */
const NOTHING = { typename: "Feature", id: "" };

/** A global id holds a few ids of 255 characters each. */
const MAX_LENGTH = 8000;

export function encodeNodeId(typename: string, key: string): string {
  return Buffer.from(`${typename}:${key}`).toString("base64url");
}

/** The other way. A text that never was a global id names nothing, whatever type it speaks of. */
export function decodeNodeId(globalId: string): { typename: string; id: string } {
  if (globalId.length > MAX_LENGTH) return NOTHING;
  const text = Buffer.from(globalId, "base64url").toString();
  const end = text.indexOf(":");
  const [typename, id] = [text.slice(0, end), text.slice(end + 1)];
  const isOne = NODE_TYPES.has(typename) && encodeNodeId(typename, id) === globalId;
  return isOne ? { typename, id } : NOTHING;
}

/** What a key names. */
export interface NodeKey {
  /** Null: the live object. */
  readonly moment: Moment | null;
  /** Numbers as text. */
  readonly parts: readonly (string | null)[];
}

/** A key made of several parts, in one text that gives them back exactly. */
export function nodeKey(
  moment: Moment | null | undefined,
  ...parts: readonly (string | number | null)[]
): string {
  return `${moment ? markOf(moment) : ""}${JSON.stringify(parts)}`;
}

function markOf(moment: Moment): string {
  return moment.kind === "instant" ? `@${moment.at}` : `?${moment.token}`;
}

/** Null where the text never was a key. */
export function parseNodeKey(key: string): NodeKey | null {
  const start = key.indexOf("[");
  const mark = key.slice(0, start);
  const parts = partsIn(key.slice(start));
  const moment = momentIn(mark);
  if (start < 0 || !parts || (mark !== "" && !moment)) return null;
  return { moment, parts };
}

function momentIn(mark: string): Moment | null {
  if (mark.startsWith("?")) return { kind: "preview", token: mark.slice(1) };
  const at = Number(mark.slice(1));
  return mark === `@${at}` && Number.isSafeInteger(at) ? { kind: "instant", at } : null;
}

/** Only in the form that we write: one object has one id. */
function partsIn(json: string): NodeKey["parts"] | null {
  try {
    const parts: unknown = JSON.parse(json);
    if (!Array.isArray(parts) || JSON.stringify(parts) !== json) return null;
    return parts.map((part) => (part === null ? null : String(part)));
  } catch {
    return null;
  }
}
