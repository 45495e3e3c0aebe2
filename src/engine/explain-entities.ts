/** What the entities' own rows add to the customer's figures. */
import {
  type Amount,
  formatAmount,
  minus,
  negativePart,
  plus,
  positivePart,
  sum,
  ZERO,
} from "./amount.ts";
import { fullOf } from "./bucket.ts";
import { countOf, type ExplainedField, type Explanation, several } from "./explanation.ts";
import { balanceIdOf, type Grant } from "./ledger.ts";

/** They are counted together, what is below zero taken off what is above (V4), and their rollovers. */
export function explainEntityRows(merged: readonly Grant[]): readonly Explanation[] {
  if (merged.length === 0) return [];
  return [...rolloverLines(merged), ...rowLines(merged)];
}

/** "2 sources of ada, ben". */
export function theirs(merged: readonly Grant[]): string {
  const owners = [...new Set(merged.flatMap(({ entityId }) => entityId ?? []))];
  const more = owners.length > NAMED ? ` and ${owners.length - NAMED} more` : "";
  const names = owners.slice(0, NAMED).join(", ");
  return `${several(merged.length, ["source", "sources"])} of ${names}${more}`;
}

/** The balanceId of the one grant; null of several. */
export function onlyId(merged: readonly Grant[]): string | null {
  const [only] = merged;
  return only && merged.length === 1 ? balanceIdOf(only) : null;
}

const NAMED = 3;

function rowLines(merged: readonly Grant[]): readonly Explanation[] {
  const slices = merged.flatMap((grant) => grant.slices.map((slice) => ({ grant, slice })));
  const full = sum(slices.map(({ grant, slice }) => fullOf(grant, slice)));
  const above = sum(slices.map(({ slice }) => positivePart(slice.balance)));
  const below = sum(slices.map(({ slice }) => negativePart(slice.balance)));
  const balance = minus(above, below);
  const usage = minus(full, balance);
  const grants = `${theirs(merged)}: ${formatAmount(full)} granted`;
  const left = `${formatAmount(positivePart(balance))} left`;
  const netted =
    below === ZERO
      ? ""
      : ` in sum, of ${formatAmount(above)} above zero and ${formatAmount(below)} below`;
  const line = (field: ExplainedField, amount: Amount, text: string): Explanation => ({
    field,
    source: "entity rows",
    sourceId: onlyId(merged),
    amount,
    text,
  });
  const lines = [
    line("granted", full, `${grants}, not shared (V4)`),
    line(
      "remaining",
      positivePart(balance),
      `${theirs(merged)}: ${left}${netted}, not shared (V4)`,
    ),
    line("usage", usage, `${grants} and ${formatAmount(usage)} used (V4)`),
  ];
  const overage = negativePart(balance);
  if (overage === ZERO) return lines;
  const text = `${theirs(merged)}: ${formatAmount(overage)} below zero in sum (A18)`;
  return [...lines, line("overage", overage, text)];
}

function rolloverLines(merged: readonly Grant[]): readonly Explanation[] {
  const owning = merged.filter(({ rollovers }) => rollovers.length > 0);
  if (owning.length === 0) return [];
  const rollovers = owning.flatMap((grant) => grant.rollovers);
  const balance = sum(rollovers.map((rollover) => rollover.balance));
  const usage = sum(rollovers.map((rollover) => rollover.usage));
  const granted = plus(balance, usage);
  const whole = `the ${formatAmount(granted)} carried over`;
  const line = { source: "entity rollovers", sourceId: onlyId(owning) } as const;
  const whose = theirs(owning);
  return [
    {
      ...line,
      field: "granted",
      amount: granted,
      text: `${whose}: ${formatAmount(granted)} carried over (V4)`,
    },
    {
      ...line,
      field: "remaining",
      amount: balance,
      text: `${whose}: ${countOf(balance, whole)} left (V4)`,
    },
    {
      ...line,
      field: "usage",
      amount: usage,
      text: `${whose}: ${countOf(usage, whole)} used (V4)`,
    },
  ];
}
