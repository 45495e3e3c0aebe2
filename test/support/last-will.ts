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
  const unlessRevoked = `read -r word; [ "$word" = revoked ] || { ${script}; }`;
  const shell = spawn("sh", ["-c", unlessRevoked, "sh", ...values], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true, // An interrupt is sent to a whole group, and this is to outlive it.
  });
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
