import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { lastWill } from "./last-will.ts";

export interface Gateway {
  readonly pid: number;
  /** The GraphQL endpoint. */
  readonly url: string;
  /** The same server's address of another path. */
  readonly at: (path: string) => string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Sends the signal and answers the exit code; null where the signal killed it. */
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** PWD is the folder to run in. */
export type Environment = Readonly<Record<string, string>>;

const ROOT = resolve(import.meta.dirname, "../..");

/** What `npm start` gives to node, for any folder. */
const START = manifest.scripts.start
  .split(" ")
  .slice(1)
  .map((argument) => (argument.startsWith("-") ? argument : resolve(ROOT, argument)));

const READY = /^\S+ is ready at (\S+)$/m;

/** Starts the real program, or another one, and waits until it says that it is ready. It does not outlive this process. */
export async function launchGateway(environment: Environment, program?: string): Promise<Gateway> {
  const child = launch(environment, program === undefined ? START : [program]);
  const pid = child.pid ?? 0;
  const output = collect(child);
  const will = lastWill('kill -9 "$1"', String(pid));
  const exited = exitOf(child).finally(will.revoke);
  const url = await Promise.race([
    readyUrl(child, output.stdout),
    exited.then((code) => Promise.reject(new Error(`exited with ${code}: ${output.stderr()}`))),
  ]);
  return {
    pid,
    url,
    at: (path) => new URL(path, url).href,
    ...output,
    stop(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

/** Runs the real program where it is expected to end by itself. */
export async function runToExit(environment: Environment) {
  const child = launch(environment);
  const output = collect(child);
  const code = await exitOf(child);
  return { code, stdout: output.stdout(), stderr: output.stderr() };
}

function launch(environment: Environment, given: readonly string[] = START): ChildProcess {
  return spawn(process.execPath, [...given], {
    cwd: environment.PWD ?? tmpdir(),
    env: { PATH: process.env.PATH, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function collect(child: ChildProcess) {
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return { stdout: () => stdout, stderr: () => stderr };
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  await once(child, "close");
  return child.exitCode;
}

function readyUrl(child: ChildProcess, stdout: () => string): Promise<string> {
  return new Promise((found) => {
    child.stdout?.on("data", () => {
      const url = READY.exec(stdout())?.[1];
      if (url) found(url);
    });
  });
}
