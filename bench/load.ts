import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Job {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Each connection begins at another one. */
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly seconds: number;
}

export interface Outcome {
  readonly requests: number;
  readonly seconds: number;
  /** Requests that were not answered, or with an error or a refusal. */
  readonly failures: number;
  /** The first answer with an error, or without what was asked for. */
  readonly refusal: string | null;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Generator extends Disposable {
  readonly run: (job: Job) => Promise<Outcome>;
}

/** Takes one job at a time. It ends with this process, however that ends. */
export function startGenerator(): Generator {
  const child = fork(fileURLToPath(new URL("./generator.ts", import.meta.url)));
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`the load generator ended with ${code}`);
  });
  gone.catch(() => {}); // Told to whoever waits for an outcome.
  return {
    run: async (job) => {
      child.send(job);
      const [outcome] = await Promise.race([once(child, "message"), gone]);
      return outcome;
    },
    [Symbol.dispose]: () => child.disconnect(),
  };
}
