import { type Logger, pino } from "pino";
import type { Gateway } from "../../src/gateway.ts";
import { withLane } from "../../src/http/lane.ts";
import { createHttpServer, type Handler } from "../../src/http/server.ts";

/** The two ways through HTTP, which no client may be able to tell apart. */
export const WAYS = {
  lane: withLane,
  yoga: ({ yoga }) => yoga,
} satisfies Record<string, (gateway: Gateway) => Handler>;

export type Way = keyof typeof WAYS;

/** Their names, for specs that go each. */
export const EACH_WAY = ["lane", "yoga"] as const satisfies readonly Way[];

/** The handler on a free port. */
export async function serve(graphql: Handler, logger: Logger = pino({ level: "silent" })) {
  const server = createHttpServer({ logger, graphiql: false });
  server.serve({ graphql, storeReady: () => Promise.resolve() });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  return { url, close: () => server.drain(0) };
}
