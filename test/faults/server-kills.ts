import { setTimeout as pause } from "node:timers/promises";
import type { Server } from "../support/postgres-server.ts";
import type { Figures } from "./figures.ts";
import { startFleet } from "./fleet.ts";
import { tried } from "./trial.ts";

const GONE_MS = 200;

/** kill -9 of a whole PostgreSQL server, started again while its gateways go on. */
export async function serverKills(server: Server, times: number): Promise<Figures> {
  await using fleet = await startFleet(`${server.url}/postgres`, 2);
  return await tried({
    urls: fleet.urls,
    times,
    fault: async () => {
      await server.kill();
      await pause(GONE_MS);
      await server.start();
    },
  });
}
