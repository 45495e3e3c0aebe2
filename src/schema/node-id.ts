import { GraphQLError } from "graphql";

/** A global id: opaque to clients, for us the type's name and its key. */
export function encodeNodeId(typename: string, key: string): string {
  return Buffer.from(`${typename}:${key}`).toString("base64url");
}

/** The other way; a request error where the text never was a global id. */
export function decodeNodeId(globalId: string): { typename: string; id: string } {
  if (globalId.length > MAX_LENGTH) throw notGlobal();
  const text = Buffer.from(globalId, "base64url").toString();
  const end = text.indexOf(":");
  if (end > 0 && encodeNodeId(text.slice(0, end), text.slice(end + 1)) === globalId) {
    return { typename: text.slice(0, end), id: text.slice(end + 1) };
  }
  throw notGlobal();
}

/** A global id holds a few ids of 255 characters each. */
const MAX_LENGTH = 8000;

function notGlobal(): GraphQLError {
  return new GraphQLError("This is not a global id", { extensions: { code: "BAD_USER_INPUT" } });
}

/** A key made of several parts, in one text that gives them back exactly. */
export function nodeKey(...parts: readonly (string | number | null)[]): string {
  return JSON.stringify(parts);
}

/** The parts of a key as texts, null kept; all null where it never was one. */
export function keyParts(key: string): readonly (string | null)[] {
  try {
    const parts: unknown = JSON.parse(key);
    if (!Array.isArray(parts)) return [];
    return parts.map((part) => (part === null ? null : String(part)));
  } catch {
    return [];
  }
}
