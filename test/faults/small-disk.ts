import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lastWill } from "../support/last-will.ts";

/** A file system in memory, which goes with this process. */
export interface SmallDisk extends AsyncDisposable {
  readonly folder: string;
  /** Takes all the space that is left. */
  readonly fill: () => void;
  /** Gives it back. */
  readonly clear: () => void;
}

/** Why there can be none; null where there can. */
export function whyNoDisk(): string | null {
  if (process.platform !== "linux") return "small disks are made of Linux's tmpfs";
  if (process.getuid?.() !== 0) return "only root may mount a small disk";
  try {
    execFileSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], QUIET);
    return null;
  } catch {
    return "this machine lets nobody mount a small disk";
  }
}

export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), "balance-gateway-disk-"));
  const will = lastWill('umount -l "$1"; rmdir "$1"', folder);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder], QUIET);
  chmodSync(folder, 0o755); // A PostgreSQL server that root starts is another user.
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill: () => fillWith(ballast),
    clear: () => rmSync(ballast),
    [Symbol.asyncDispose]: will.execute,
  };
}

const QUIET = { stdio: "ignore" } as const;

function fillWith(path: string): void {
  const file = openSync(path, "w");
  try {
    for (let bytes = 2 ** 20; bytes >= 1; ) {
      bytes = isWritten(file, bytes) ? bytes : Math.floor(bytes / 2);
    }
  } finally {
    closeSync(file);
  }
}

function isWritten(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes)) === bytes;
  } catch {
    return false;
  }
}
