import type { IncomingMessage, ServerResponse } from "node:http";

export type Phase = "starting" | "serving" | "draining";

/** What the routes beside /graphql look at. */
export interface Surroundings {
  readonly phase: Phase;
  /** Resolves where the store answers. */
  readonly storeReady: () => Promise<void>;
  /** Whether a browser that opens the root is sent on to GraphiQL. */
  readonly graphiql: boolean;
}

/** Answers /live, /ready and the root; 404 for every other path. */
export async function answerRoute(
  request: IncomingMessage,
  response: ServerResponse,
  surroundings: Surroundings,
): Promise<void> {
  const reading = request.method === "GET" || request.method === "HEAD";
  const path = pathOf(request);
  if (reading && path === "/live") return send(response, 200, { status: "live" });
  if (reading && path === "/ready") return answerReady(response, surroundings);
  if (reading && path === "/" && surroundings.graphiql) {
    response.writeHead(302, { location: "/graphql" }).end();
    return;
  }
  return sendError(response, 404, "NOT_FOUND", "Nothing is here; GraphQL is at /graphql.");
}

/** The path without its query, which may hold what is nobody's business. */
export function pathOf({ url = "/" }: IncomingMessage): string {
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}

/** An error outside GraphQL, in GraphQL's shape. */
export function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  send(response, status, { errors: [{ message, extensions: { code } }] });
}

async function answerReady(
  response: ServerResponse,
  { phase, storeReady }: Surroundings,
): Promise<void> {
  if (phase !== "serving") return send(response, 503, { status: phase });
  const cutOff = await storeReady().then(
    () => false,
    () => true,
  );
  return cutOff
    ? send(response, 503, { status: "store unavailable" })
    : send(response, 200, { status: "ready" });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
