/** Crashes on what cannot be: a bug of ours, never a caller's mistake. */
export function invariant(condition: unknown, claim: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${claim}`);
}
