import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";

const ROOT = resolve(import.meta.dirname, "../..");

export interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

interface Circumstances {
  /** A file for stdin. */
  readonly input?: string;
  /** A file for stdout. */
  readonly output?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the npm script, as a user types it, on the store of this DATABASE_URL. */
export async function npmRun(
  [script, ...given]: readonly [string, ...string[]],
  url: string,
  { input, output, environment }: Circumstances = {},
): Promise<Ended> {
  const child = spawn("npm", ["run", "-s", script, ...given], settings(url, environment));
  const ended = endOf(child);
  const streams = [
    ...(input === undefined ? [] : [pipeline(createReadStream(input), child.stdin)]),
    ...(output === undefined ? [] : [pipeline(child.stdout, createWriteStream(output))]),
  ];
  await Promise.all(streams);
  return ended;
}

/** Runs the script with a heap of so many MB, which ends it where it needs more. */
export function runInMegabytes(
  heap: number,
  [script, file]: readonly [string, string],
  url: string,
): Promise<Ended> {
  const path = resolve(ROOT, `scripts/${script}.ts`);
  const given = [`--max-old-space-size=${heap}`, path, file];
  return endOf(spawn(process.execPath, given, settings(url)));
}

/** Starts the import, gives it this much of a file and no more, and kills it once it tells of a thousand rows. */
export async function killedImport(text: string, url: string): Promise<Ended> {
  const child = spawn(process.execPath, [resolve(ROOT, "scripts/import.ts")], settings(url));
  child.stdin.on("error", () => {}); // It is killed with its pipe full.
  const ended = endOf(child);
  child.stdin.write(text);
  child.stderr.on("data", (told: string) => {
    if (/ \d+,\d{3} rows so far/.test(told)) child.kill("SIGKILL");
  });
  return ended;
}

function settings(url: string, environment: Circumstances["environment"] = {}) {
  const { PATH, HOME } = process.env;
  return { cwd: ROOT, env: { PATH, HOME, ...environment, DATABASE_URL: url } };
}

async function endOf(child: ChildProcess): Promise<Ended> {
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  await once(child, "close");
  return { code: child.exitCode, stderr };
}
