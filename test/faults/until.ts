import { setTimeout as pause } from "node:timers/promises";

const PATIENCE_MS = 60_000;
const PAUSE_MS = 20;

/** Asks again and again until it holds; gives up after a minute, and says what did not come. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within a minute`);
    await pause(PAUSE_MS);
  }
}
