import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { listening } from "./port.ts";
import { type Binaries, binariesFor, type Owner, serverOwner } from "./postgres-binaries.ts";

/** A new and empty PostgreSQL server, as a child of this process; not running yet. */
export interface Cluster {
  /** To be followed by /, and a database. */
  readonly url: string;
  readonly start: () => Promise<void>;
  /** Where it does not run there is nothing to stop. */
  readonly stop: (signal: NodeJS.Signals) => Promise<void>;
  /** kill -9 of all its processes. */
  readonly kill: () => Promise<void>;
}

/** Sorts as a dictionary, by nothing that the machine has or lacks: what relies on an order says so. */
const LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-US"];

const USER = "billing";

/** Specs that run side by side open dozens of stores, each with five connections. */
const MANY_CLIENTS = "max_connections=400";

export async function createCluster(folder: string): Promise<Cluster> {
  const owner = serverOwner();
  await chmod(folder, 0o755); // The owner may be another user, who must find the way in.
  const binaries = await binariesFor(owner, folder);
  const password = randomBytes(16).toString("hex");
  await initialise({ folder, binaries, owner, password });
  const port = await freePort();
  const cluster = join(folder, "cluster");
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", MANY_CLIENTS, "-k", cluster];
  let running: ChildProcess | null = null;

  async function start(): Promise<void> {
    const server = spawn(binaries.postgres, ["-D", cluster, "-p", `${port}`, ...settings], {
      ...owner,
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    server.once("exit", () => {
      running = null;
    });
    running = server;
    await readiness(server);
  }

  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (running === null) return;
    const exit = once(running, "exit");
    running.kill(signal);
    await exit;
  }

  /** Halted first, it can neither mend nor replace any. */
  async function kill(): Promise<void> {
    if (running?.pid === undefined) return;
    running.kill("SIGSTOP");
    for (const child of childrenOf(running.pid)) process.kill(child, "SIGKILL");
    await stop("SIGKILL");
  }

  return { url: `postgres://${USER}:${password}@127.0.0.1:${port}`, start, stop, kill };
}

interface Site {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly owner: Owner;
  readonly password: string;
}

/** Not forced to disk: only what the server says that it saved has to be there. */
async function initialise({ folder, binaries, owner, password }: Site): Promise<void> {
  const [cluster, secret] = [join(folder, "cluster"), join(folder, "password")];
  await mkdir(cluster);
  await writeFile(secret, password, { mode: 0o600 });
  const { uid, gid } = owner;
  if (uid !== undefined && gid !== undefined) {
    for (const path of [cluster, secret]) await chown(path, uid, gid);
  }
  const access = ["--auth=scram-sha-256", `--username=${USER}`, `--pwfile=${secret}`];
  const flags = [`--pgdata=${cluster}`, "--no-sync", ...access, ...LOCALE];
  await promisify(execFile)(binaries.initdb, flags, { ...owner, cwd: folder });
}

/** Resolves once the server takes connections, or rejects with what it said instead. */
async function readiness(server: ChildProcess): Promise<void> {
  if (!server.stderr) throw new Error("the server has no log");
  const log: string[] = [];
  const lines = createInterface({ input: server.stderr });
  await new Promise<void>((ready, failed) => {
    lines.on("line", (line) => {
      log.push(line);
      if (line.includes("ready to accept")) ready();
    });
    server.once("error", failed);
    server.once("exit", () => failed(new Error(`PostgreSQL does not start: ${log.join("\n")}`)));
  });
}

function childrenOf(pid: number): readonly number[] {
  const pairs = execFileSync("ps", ["-A", "-o", "ppid=,pid="], { encoding: "utf8" });
  return pairs
    .split("\n")
    .map((pair) => pair.trim().split(/\s+/).map(Number))
    .flatMap(([parent, child = 0]) => (parent === pid ? child : []));
}

/** Free a moment ago, which has to do: the server cannot be told to find one. */
async function freePort(): Promise<number> {
  const listener = createServer();
  const port = await listening(listener);
  listener.close();
  await once(listener, "close");
  return port;
}
