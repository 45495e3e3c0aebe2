import { pino } from "pino";
import { createGateway } from "../../src/gateway.ts";
import { createHttpServer } from "../../src/http/server.ts";
import type { BalanceStore } from "../../src/store/port.ts";

/** A gateway of this process, asked over HTTP as any other. */
export interface Served extends AsyncDisposable {
  readonly url: string;
  /** The status that an orchestrator is told. */
  readonly ready: () => Promise<number>;
}

const DRAIN_MS = 1000;

/** Closes the store with itself. */
export async function served(store: BalanceStore, clock = Date.now): Promise<Served> {
  const logger = pino({ level: "silent" });
  const server = createHttpServer({ logger, graphiql: false });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const { yoga } = createGateway({
    ...{ store, clock, logger, sandbox: false, graphiql: false, introspection: false },
    compiled: true,
    allowedOrigins: [],
    authenticate: () => ({ actor: "writer" }),
    version: "0.0.0-test",
  });
  server.serve({ graphql: yoga, storeReady: () => store.ready() });
  return {
    url: `${url}/graphql`,
    ready: async () => (await fetch(`${url}/ready`)).status,
    [Symbol.asyncDispose]: async () => {
      await server.drain(DRAIN_MS);
      await store.close();
    },
  };
}
