/** What a rollover adds to the figures. */
import { formatAmount } from "./amount.ts";
import type { RolloverShown } from "./balance.ts";
import { countOf, type Explanation, minuteOf, nameOf } from "./explanation.ts";
import type { Grant } from "./ledger.ts";

/** Its lines: what it began with, what is left and what is used of it (B30). */
export function explainRollover(grant: Grant, shown: RolloverShown): readonly Explanation[] {
  const { granted, balance, usage, expiresAt, rolloverId: sourceId } = shown;
  const whole = `the ${formatAmount(granted)} that ${nameOf(grant)} carried over`;
  const until = expiresAt === null ? "without end" : `until ${minuteOf(expiresAt)}`;
  const line = { source: "rollover", sourceId } as const;
  return [
    {
      ...line,
      field: "granted",
      amount: granted,
      text: `${nameOf(grant)} carried over ${formatAmount(granted)}, usable ${until} (B2)`,
    },
    { ...line, field: "remaining", amount: balance, text: `${countOf(balance, whole)} left (B3)` },
    { ...line, field: "usage", amount: usage, text: `${countOf(usage, whole)} used (B4)` },
  ];
}
