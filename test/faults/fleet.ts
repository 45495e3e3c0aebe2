import { launchGateway } from "../support/gateway-process.ts";

/** Gateway processes on one database. */
export interface Fleet extends AsyncDisposable {
  /** Of one that is started again, the same as before. */
  readonly urls: readonly string[];
  /** Kills one, and starts it again. */
  readonly restart: (index: number) => Promise<void>;
  /** Sends the signal to all, and answers their exit codes; null where the signal killed it. */
  readonly stop: (signal: NodeJS.Signals) => Promise<readonly (number | null)[]>;
}

/** Starts them at once; answers when all are ready. */
export async function startFleet(databaseUrl: string, size: number): Promise<Fleet> {
  const launch = (port: string) =>
    launchGateway({ DATABASE_URL: databaseUrl, LOG_LEVEL: "silent", PORT: port });
  const starting = Array.from({ length: size }, () => launch("0"));
  const started = await Promise.allSettled(starting);
  const gateways = started.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const stop = (signal: NodeJS.Signals) => Promise.all(gateways.map((each) => each.stop(signal)));
  if (gateways.length < size) await stop("SIGKILL");
  await Promise.all(starting);
  const urls = gateways.map(({ url }) => url);
  return {
    urls,
    restart: async (index) => {
      await gateways[index]?.stop("SIGKILL");
      gateways[index] = await launch(new URL(urls[index] ?? "").port);
    },
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop("SIGKILL");
    },
  };
}
