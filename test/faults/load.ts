import { setTimeout as pause } from "node:timers/promises";
import type { Journal } from "./journal.ts";

const WRITERS = 6;
const AFTER_A_FAILURE_MS = 40;

/** Writers in parallel, each going round the gateways. Stopped, they finish what they have sent. */
export function startLoad(urls: readonly string[], journal: Journal): { stop(): Promise<void> } {
  let isStopped = false;

  async function work(writer: number): Promise<void> {
    for (let turn = writer; !isStopped; turn += 1) {
      const { kind } = await journal.send(urls[turn % urls.length] ?? "", journal.next());
      if (kind === "unknown") await pause(AFTER_A_FAILURE_MS);
    }
  }

  const working = Array.from({ length: WRITERS }, (_, writer) => work(writer));
  return {
    stop: async () => {
      isStopped = true;
      await Promise.all(working);
    },
  };
}
