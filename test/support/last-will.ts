import { spawn } from "node:child_process";
import { once } from "node:events";

export interface LastWill {
  /** Carries it out now. */
  readonly execute: () => Promise<void>;
  /** It is no longer needed. */
  readonly revoke: () => Promise<void>;
}

/** A shell command that is run however this process ends, unless it was run or revoked before. */
export function lastWill(script: string, ...values: readonly string[]): LastWill {
  const shell = spawn(
    "sh",
    ["-c", `read -r word; [ "$word" = revoked ] || { ${script}; }`, "sh"].concat(values),
    {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true, // What is sent to this process and its group, an interrupt above all, is not for it.
    },
  );
  const exit = once(shell, "exit");
  return {
    execute: async () => {
      shell.stdin.end();
      await exit;
    },
    revoke: async () => {
      shell.stdin.end("revoked\n");
      await exit;
    },
  };
}
