/**
 * A process of its own that holds a PostgreSQL server for as long as its input is open, however its
 * parent ends: then it stops the server and removes the folder. Its first line is the server's URL. Told
 * "start", "stop", "crash" or "kill" it does so, and answers each with the same word.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Cluster, createCluster } from "./postgres-cluster.ts";

const folder = await mkdtemp(join(tmpdir(), "balance-gateway-postgres-"));
try {
  await serve(await createCluster(folder));
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function serve({ url, start, stop, kill }: Cluster): Promise<void> {
  const orders: Readonly<Record<string, () => Promise<void>>> = {
    start,
    stop: () => stop("SIGINT"), // In good order, but waiting for no client.
    crash: () => stop("SIGQUIT"), // At once, and everything as it is.
    kill,
  };
  const input = createInterface({ input: process.stdin });
  process.once("SIGTERM", () => input.close());
  try {
    await start();
    say(url);
    for await (const order of input) {
      await orders[order]?.();
      say(order);
    }
  } finally {
    await stop("SIGINT");
  }
}

/** A parent that is gone needs no answer. */
function say(line: string): void {
  process.stdout.write(`${line}\n`, () => {});
}
