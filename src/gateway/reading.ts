import { GraphQLError } from "graphql";
import type { GraphQLParams } from "graphql-yoga";
import { asDouble, parseJson } from "../schema/json-text.ts";

/** As it was read; Yoga checks next that each parameter is of its type, and that there is no batch. */
type Unchecked = GraphQLParams | GraphQLParams[];

/** Refuses bytes that are not UTF-8, and drops a byte order mark: RFC 8259 lets a reader ignore it. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The value of a JSON body, its numbers exact. Throws a GraphQLError that says what is wrong with it. */
export function readBody(bytes: Uint8Array): Unchecked {
  const value = readJson(decode(bytes), "The request body");
  if (typeof value !== "object" || value === null) {
    throw badRequest('The request body must be a JSON object, such as {"query": "{ __typename }"}');
  }
  return (Array.isArray(value) ? value : withPlainParameters(value)) as Unchecked;
}

/** The parameters of a GET request, its variables' numbers exact. Throws as `readBody` does. */
export function readQueryString(url: string): Unchecked {
  const start = url.indexOf("?");
  const parameters = new URLSearchParams(start < 0 ? "" : checkedQuery(url.slice(start + 1)));
  const json = (name: string) => {
    const text = parameters.get(name);
    return text ? asDouble(readJson(text, `The parameter ${name}`)) : undefined;
  };
  return {
    operationName: parameters.get("operationName") || undefined,
    query: parameters.get("query") || undefined,
    variables: json("variables"),
    extensions: json("extensions"),
  } as Unchecked;
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw badRequest("The request body is not valid UTF-8. Encode it as UTF-8 and try again.");
  }
}

/** The query string itself, where what it encodes is UTF-8; URLSearchParams would put U+FFFD for the rest. */
function checkedQuery(query: string): string {
  try {
    decodeURIComponent(query);
    return query;
  } catch {
    throw badRequest("The query string is not valid percent-encoded UTF-8.");
  }
}

function readJson(text: string, what: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const reason = error instanceof RangeError ? "nests too deep" : "is not valid JSON";
    throw new GraphQLError(`${what} ${reason}`, {
      extensions: { code: "BAD_REQUEST", http: { status: 400 } },
    });
  }
}

/** Within variables numbers are exact; no parameter is a number itself. */
function withPlainParameters(body: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, asDouble(value)]));
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST", http: { status: 400 } } });
}
