import { setTimeout as pause } from "node:timers/promises";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { asked } from "../support/postgres.ts";
import type { Figures } from "./figures.ts";
import { served } from "./served.ts";
import { tried } from "./trial.ts";

const IN_A_ROW = 8;
const BETWEEN_MS = 30;

/** An administrator ends all connections of two gateways, and those made anew, and so on. */
export async function terminations(databaseUrl: string, times: number): Promise<Figures> {
  const open = () => openPostgresStore({ url: databaseUrl, persistFreeOverage: false });
  await using first = await served(await open());
  await using second = await served(await open());
  return await tried({
    urls: [first.url, second.url],
    times,
    fault: async () => {
      for (let round = 0; round < IN_A_ROW; round += 1) {
        await asked(databaseUrl, TERMINATE);
        await pause(BETWEEN_MS);
      }
    },
  });
}

const TERMINATE = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;
