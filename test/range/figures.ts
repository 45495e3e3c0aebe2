/** What came of a run. */
export interface Figures {
  operations: number;
  applied: number;
  restarts: number;
  customers: number;
  entries: number;
  questions: number;
  /** How often each mutation was applied. */
  readonly kinds: Map<string, number>;
  /** How often each code was answered. */
  readonly refusals: Map<string, number>;
  readonly faults: string[];
}

/** Before the first operation. */
export function noFigures(): Figures {
  return { ...NONE, kinds: new Map(), refusals: new Map(), faults: [] };
}

const NONE = { operations: 0, applied: 0, restarts: 0, customers: 0, entries: 0, questions: 0 };

/** The figures in a line. */
export function told({ kinds, refusals, faults, ...counts }: Figures): string {
  const byName = (map: ReadonlyMap<string, number>) => JSON.stringify(Object.fromEntries(map));
  return `${JSON.stringify(counts)} refused ${byName(refusals)} faults ${faults.length}`;
}
