import { type Gateway, launchGateway } from "../support/gateway-process.ts";

/** Gateway processes on one database. */
export interface Fleet extends AsyncDisposable {
  /** Of one that is started again, the same as before. */
  readonly urls: readonly string[];
  /** Kills one, and starts it again. */
  readonly restart: (index: number) => Promise<void>;
}

export async function startFleet(databaseUrl: string, size: number): Promise<Fleet> {
  const launched: Promise<Gateway>[] = [];
  const launch = (port: string) => {
    const gateway = launchGateway({ DATABASE_URL: databaseUrl, LOG_LEVEL: "silent", PORT: port });
    launched.push(gateway);
    return gateway;
  };
  const endAll = async () => {
    const gateways = await Promise.allSettled(launched);
    await Promise.all(
      gateways.map((each) => each.status === "fulfilled" && each.value.stop("SIGKILL")),
    );
  };
  try {
    const gateways = await Promise.all(Array.from({ length: size }, () => launch("0")));
    const urls = gateways.map(({ url }) => url);
    return {
      urls,
      restart: async (index) => {
        await gateways[index]?.stop("SIGKILL");
        gateways[index] = await launch(new URL(urls[index] ?? "").port);
      },
      [Symbol.asyncDispose]: endAll,
    };
  } catch (error) {
    await endAll();
    throw error;
  }
}
