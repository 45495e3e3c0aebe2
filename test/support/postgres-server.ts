import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const KEEPER = fileURLToPath(new URL("./postgres-keeper.ts", import.meta.url));

export interface Server {
  /** To be followed by /, and a database. */
  readonly url: string;
  readonly start: () => Promise<void>;
  /** In good order, but waiting for no client. */
  readonly stop: () => Promise<void>;
  readonly crash: () => Promise<void>;
  /** kill -9 of all its processes. */
  readonly kill: () => Promise<void>;
  /** Ends it for good, and leaves nothing of it. */
  readonly end: () => Promise<void>;
}

/** A new server in a process of its own, which ends it however this process ends. */
export async function startServer(folder = tmpdir()): Promise<Server> {
  const keeper = spawn(process.execPath, [KEEPER], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ["pipe", "pipe", "inherit"],
    detached: true, // What is sent to this process and its group, an interrupt above all, is not for it.
  });
  const exit = once(keeper, "exit");
  const lines = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { done, value } = await lines.next();
    if (done) throw new Error("the keeper of the PostgreSQL server is gone");
    return value;
  };
  const order = (word: string) => async () => {
    keeper.stdin.write(`${word}\n`);
    await line();
  };
  return {
    url: await line(),
    start: order("start"),
    stop: order("stop"),
    crash: order("crash"),
    kill: order("kill"),
    end: async () => {
      keeper.stdin.end();
      await exit;
    },
  };
}
