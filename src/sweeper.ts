/** Lets time pass by itself: what falls due is committed within a second, whoever asks for it or nobody. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { type BalanceStore, Fault, type Sweep } from "./store/port.ts";

export interface SweeperOptions {
  readonly store: Pick<BalanceStore, "sweep">;
  /** The wall clock, in Unix milliseconds. */
  readonly clock: () => number;
  readonly logger: Pick<Logger, "info" | "warn" | "error">;
}

export interface Sweeper {
  /** Resolves once nothing is under way any more. */
  readonly stop: () => Promise<void>;
}

/** What another process makes due is not heard of: somebody has to look. */
const LOOK_AGAIN_MS = 1000;

/** Where all that is due is another gateway's work. */
const IN_OTHER_HANDS_MS = 50;

const LONGEST_RETRY_MS = 30_000;

/** Runs until it is stopped. A store that is away, or full, is tried again, later and later. */
export function startSweeper({ store, clock, logger }: SweeperOptions): Sweeper {
  const stopping = new AbortController();
  const { signal } = stopping;
  let failures = 0;
  let reason: string | null = null;

  /** How long to wait then. */
  async function turn(): Promise<number> {
    try {
      const sweep = await store.sweep(clock());
      for (const { customerId, reason: err } of sweep.broken) {
        logger.error({ customerId, err }, "what fell due of this customer cannot be committed");
      }
      if (reason !== null) logger.info("what falls due is committed again");
      [failures, reason] = [0, null];
      return pauseAfter(sweep, clock());
    } catch (error) {
      tell(error);
      failures += 1;
      return Math.min(LOOK_AGAIN_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
    }
  }

  function tell(error: unknown): void {
    const code = error instanceof Fault ? error.code : "INTERNAL_SERVER_ERROR";
    if (code === reason) return;
    reason = code;
    const message = "what falls due cannot be committed; the gateway keeps trying";
    if (error instanceof Fault) logger.warn({ code, reason: error.message }, message);
    else logger.error({ code, err: error }, message);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const pause = await turn();
      await sleep(pause, undefined, { signal }).catch(() => undefined); // Stopped: there is no more to wait for.
    }
  }

  const running = run();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}

function pauseAfter({ settled, nextDueAt }: Sweep, now: number): number {
  if (nextDueAt === null) return LOOK_AGAIN_MS;
  if (nextDueAt <= now) return settled > 0 ? 0 : IN_OTHER_HANDS_MS;
  return Math.min(nextDueAt - now, LOOK_AGAIN_MS);
}
