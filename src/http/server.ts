import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { requestIdFrom } from "../request-id.ts";
import { answerRoute, type Phase, pathOf, sendError } from "./health.ts";

/** Answers what is asked of /graphql. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface HttpServer {
  /** Starts listening; every request but /live is told 503 until `serve`. Answers the base URL. */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;

  /** From now on requests are answered. */
  serve(service: { readonly graphql: Handler; readonly storeReady: () => Promise<void> }): void;

  /** Takes no new work and resolves when what runs has ended, or after `withinMs` at the latest. */
  drain(withinMs: number): Promise<void>;
}

/** Whoever sends a request slower than this is cut off. */
const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000, // Longer than the 60 s of common load balancers, which must hang up first.
};

export function createHttpServer(options: {
  readonly logger: Logger;
  readonly graphiql: boolean;
}): HttpServer {
  const { logger, graphiql } = options;
  let phase: Phase = "starting";
  let graphql: Handler = (_request, response) =>
    sendError(response, 503, "STARTING", "The gateway is starting; try again.");
  let storeReady = () => Promise.resolve();

  const server = createServer(LIMITS, (request, response) => {
    const startedAt = performance.now();
    const requestId = identify(request, response);
    const exchange: Exchange = { request, response, path: pathOf(request), requestId, startedAt };
    response.on("close", () => {
      logDone(logger, exchange);
      if (phase === "draining") setImmediate(() => server.closeIdleConnections());
    });
    answer(exchange).catch((error) => {
      logger.error({ err: error, requestId }, "request failed");
      if (response.headersSent) response.destroy();
      else sendError(response, 500, "INTERNAL_SERVER_ERROR", "Unexpected error.");
    });
  });

  async function answer({ request, response, path }: Exchange): Promise<void> {
    if (path === "/graphql") await graphql(request, response);
    else await answerRoute(request, response, { phase, storeReady, graphiql });
  }

  return {
    listen: (address) => listen(server, address),
    serve(service) {
      ({ graphql, storeReady } = service);
      phase = "serving";
    },
    drain(withinMs) {
      phase = "draining";
      return close(server, withinMs);
    },
  };
}

/** A request and what becomes of it. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly requestId: string;
  readonly startedAt: number;
}

/** Gives the request an id where it has none, so that log, answer and masked error show the same. */
function identify(request: IncomingMessage, response: ServerResponse): string {
  const requestId = requestIdFrom(request.headers["x-request-id"]);
  request.headers["x-request-id"] = requestId;
  response.setHeader("x-request-id", requestId);
  return requestId;
}

function logDone(
  logger: Logger,
  { request, response, path, requestId, startedAt }: Exchange,
): void {
  const level = path === "/live" || path === "/ready" ? "debug" : "info";
  if (!logger.isLevelEnabled(level)) return;
  const ms = Math.round((performance.now() - startedAt) * 10) / 10;
  const status = response.writableFinished ? response.statusCode : null;
  logger[level]({ method: request.method, path, status, ms, requestId }, "request");
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve(urlOf(server.address()));
    });
  });
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === "string") return String(address);
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

async function close(server: Server, withinMs: number): Promise<void> {
  const overdue = setTimeout(() => server.closeAllConnections(), withinMs);
  await new Promise((resolve) => {
    server.close(resolve); // Also ends the connections that are idle.
  });
  clearTimeout(overdue);
}
