import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./child.ts", import.meta.url));

export interface Child {
  /** Its next line; null where there is none to come. */
  readonly line: () => Promise<string | null>;
  /** Ends it as a power switch would; answers the lines that it had written. */
  readonly kill: () => Promise<readonly string[]>;
}

/** Another process on the same file, as test/store/child.ts describes. */
export function startChild(path: string, task: "hold" | "track"): Child {
  const child: ChildProcess = spawn(process.execPath, [SCRIPT, path, task], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  if (!child.stdout) throw new Error("the child has no output");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { done, value } = await lines.next();
    return done ? null : value;
  };
  return {
    line,
    kill: async () => {
      child.kill("SIGKILL");
      await exit;
      const written: string[] = [];
      for (let next = await line(); next !== null; next = await line()) written.push(next);
      return written;
    },
  };
}

/** What another process prints of the file's customers. */
export async function printedBy(
  path: string,
  customerIds: readonly string[],
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [SCRIPT, path, "print", ...customerIds], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  return lines;
}
