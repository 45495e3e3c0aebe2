import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { openProxy } from "../support/proxy.ts";
import type { Figures } from "./figures.ts";
import { served } from "./served.ts";
import { tried } from "./trial.ts";
import { until } from "./until.ts";

/**
 * The line of one gateway swallows everything, and nobody is told; that of another is sound. What is
 * asked of the one fails, in time, and the other goes on.
 */
export async function blackHoles(options: {
  readonly databaseUrl: string;
  readonly timeoutMs: number;
  readonly times: number;
}): Promise<Figures> {
  const { databaseUrl, timeoutMs, times } = options;
  const open = (url: string) => openPostgresStore({ url, timeoutMs, persistFreeOverage: false });
  await using lines = new AsyncDisposableStack();
  const line = await openProxy(databaseUrl);
  lines.defer(line.close);
  await using cutOff = await served(await open(line.url));
  await using sound = await served(await open(databaseUrl));
  return await tried({
    urls: [cutOff.url, sound.url],
    times,
    fault: async (_time, { failures }) => {
      const before = failures.get("STORE_UNAVAILABLE") ?? 0;
      line.hole();
      assert.equal(await cutOff.ready(), 503);
      await pause(timeoutMs);
      await until("writes fail", () => (failures.get("STORE_UNAVAILABLE") ?? 0) > before);
      await until("the other is ready", async () => (await sound.ready()) === 200);
      line.heal();
      await until("it is ready again", async () => (await cutOff.ready()) === 200);
    },
  });
}
