/** The only file that touches the process: reads the configuration, wires the parts, listens, closes. */
import { type Logger, pino } from "pino";
import manifest from "../package.json" with { type: "json" };
import { createAuthenticate } from "./auth.ts";
import { type Config, readConfig } from "./config.ts";
import { createHttpServer, type HttpServer } from "./http/server.ts";
import type { BalanceStore } from "./store/port.ts";
import { type Sweeper, startSweeper } from "./sweeper.ts";

/** An orchestrator kills after 10 s; the store needs the rest to close. */
const DRAIN_MS = 9_000;

try {
  await start();
} catch (error) {
  process.stderr.write(`balance-gateway cannot start. ${messageOf(error)}\n`);
  process.exit(1);
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const logger = pino({
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  });
  process.on("uncaughtException", (error) => {
    logger.fatal({ err: error }, "crashed");
    process.exit(1);
  });
  const server = createHttpServer({ logger, graphiql: config.graphiql });
  const url = await server.listen(config);
  const [store, { createGateway }, { withLane }] = await Promise.all([
    openStore(config, logger),
    import("./gateway.ts"),
    import("./http/lane.ts"),
  ]);
  const gateway = createGateway({
    store,
    clock: Date.now,
    sandbox: config.sandbox,
    graphiql: config.graphiql && (await import("./http/graphiql.ts")).graphiqlPage(),
    introspection: config.introspection,
    compiled: config.compiled,
    allowedOrigins: config.allowedOrigins,
    authenticate: createAuthenticate(config.apiKeyDigests),
    logger,
    version: manifest.version,
  });
  server.serve({ graphql: withLane(gateway), storeReady: () => store.ready() });
  const sweeper = startSweeper({ store, clock: Date.now, logger });
  closeOnSignal({ server, sweeper, store, logger });
  process.stdout.write(`balance-gateway is ready at ${url}/graphql\n`);
}

async function openStore(config: Config, logger: Logger): Promise<BalanceStore> {
  const store = await openStoreOf(config);
  if (config.demo) {
    const { fillDemo } = await import("./demo/fill.ts");
    if (await fillDemo(store, Date.now())) logger.info("the empty store was filled with demo data");
  }
  return store;
}

/** Of the adapters only the one in use is loaded. */
async function openStoreOf({
  database,
  persistFreeOverage,
  rowsKept,
}: Config): Promise<BalanceStore> {
  if (database.kind === "postgres") {
    const { openPostgresStore } = await import("./store/postgres/store.ts");
    return openPostgresStore({ url: database.url, persistFreeOverage, rowsKept });
  }
  const { openSqliteStore } = await import("./store/sqlite/store.ts");
  return openSqliteStore({ path: database.path, persistFreeOverage, rowsKept });
}

interface Running {
  readonly server: HttpServer;
  readonly sweeper: Sweeper;
  readonly store: BalanceStore;
  readonly logger: Logger;
}

/** A second signal ends the process at once, as it does by default. */
function closeOnSignal({ server, sweeper, store, logger }: Running): void {
  const close = async (signal: NodeJS.Signals) => {
    logger.info({ signal }, "draining");
    await server.drain(DRAIN_MS);
    await sweeper.stop();
    await store.close();
    logger.info("closed");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      close(signal).catch((error) => {
        logger.fatal({ err: error }, "closing failed");
        process.exit(1);
      });
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
