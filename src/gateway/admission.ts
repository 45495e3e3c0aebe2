import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Authenticate } from "../auth.ts";

/** Answers 401 before anything of the request is read but its headers. */
export function admission(authenticate: Authenticate): Plugin {
  return {
    onRequestParse({ request }) {
      if (authenticate(request.headers.get("authorization")) === null) throw unauthenticated();
    },
  };
}

/** The connection is closed, for a body that is on its way stays unread. */
export function unauthenticated(): GraphQLError {
  return new GraphQLError("A valid key is required: Authorization: Bearer KEY", {
    extensions: {
      code: "UNAUTHENTICATED",
      http: { status: 401, headers: { connection: "close" } },
    },
  });
}
