import { readdirSync, readFileSync } from "node:fs";

/** What Linux tells of processes, in /proc. */

const MS_PER_TICK = 10;

interface Usage {
  readonly parent: number;
  readonly ticks: number;
  /** Of children that have ended. */
  readonly ticksOfChildren: number;
}

/** CPU time so far. */
export function cpuMsOf(pid: number): number {
  return (usageOf(pid)?.ticks ?? 0) * MS_PER_TICK;
}

/** CPU time so far of a process and its children, those included that have ended. */
export function familyCpuMsOf(pid: number): number {
  const own = usageOf(pid);
  const children = processes().flatMap((each) => usageOf(each) ?? []);
  const theirs = children.filter(({ parent }) => parent === pid).map(({ ticks }) => ticks);
  const all = [own?.ticks ?? 0, own?.ticksOfChildren ?? 0, ...theirs];
  return all.reduce((sum, ticks) => sum + ticks, 0) * MS_PER_TICK;
}

export function residentMbOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/status`) ?? "") ?? [];
  return Number(kilobytes ?? 0) / 1000;
}

function processes(): readonly number[] {
  return readdirSync("/proc").map(Number).filter(Number.isInteger);
}

/** Null where there is no such process any more. */
function usageOf(pid: number): Usage | null {
  const text = textOf(`/proc/${pid}/stat`);
  if (text === null) return null;
  const fields = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [, parent = 0] = fields;
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15);
  return { parent, ticks: user + system, ticksOfChildren: childrenUser + childrenSystem };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
