import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { bodyKindOf } from "./media-type.ts";
import { readBody, readQueryString } from "./reading.ts";

/**
 * Reads requests in place of Yoga: numbers keep every digit, and text that is not UTF-8 is refused. Only JSON
 * may be posted, for a form can be posted from any page without asking.
 */
export const exactRequests: Plugin = {
  onRequestParse({ request, setRequestParser }) {
    if (request.method === "GET") setRequestParser(({ url }) => readQueryString(url));
    if (request.method !== "POST") return;
    const kind = bodyKindOf(request.headers.get("content-type"));
    if (kind === "other type") throw unsupported("Post application/json");
    if (kind === "other charset") throw unsupported("Encode the body as UTF-8: charset=utf-8");
    setRequestParser(async (posted) => readBody(new Uint8Array(await posted.arrayBuffer())));
  },
};

function unsupported(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: "UNSUPPORTED_MEDIA_TYPE", http: { status: 415 } },
  });
}
