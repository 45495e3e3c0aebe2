/** Why an unlimited balance shows nothing but its usage (B60). */
import { type Amount, formatAmount, negate, sum, ZERO } from "./amount.ts";
import { onlyId, theirs } from "./explain-entities.ts";
import { amountIs, type Explanation, nameOf, several } from "./explanation.ts";
import { balanceIdOf, type Grant } from "./ledger.ts";
import type { Holding } from "./view.ts";

/** A line for what is granted and left: none is counted; then what each unlimited source has used. */
export function explainUnlimited(
  holdings: readonly Holding[],
  merged: readonly Grant[],
): readonly Explanation[] {
  const own = holdings.filter(({ grant }) => grant.unlimited).map(({ grant }) => grant);
  const entities = merged.filter((grant) => grant.unlimited);
  const [first] = own;
  const subject = first ? `${nameOf(first)} is unlimited` : `${theirs(entities)}: unlimited`;
  const line = {
    source: "unlimited",
    sourceId: first ? balanceIdOf(first) : onlyId(entities),
  } as const;
  const hidden = holdings.length + merged.length - own.length - entities.length;
  return [
    {
      ...line,
      field: "granted",
      amount: ZERO,
      text: `${subject}: no amount is granted${besides(hidden)} (B60)`,
    },
    {
      ...line,
      field: "remaining",
      amount: ZERO,
      text: `${subject}: it never runs out, so no amount is left to count (B60)`,
    },
    ...own.map(usageLine),
    ...entityLines(entities),
  ];
}

function besides(hidden: number): string {
  if (hidden === 0) return "";
  const others = several(hidden, ["limited source is", "limited sources are"]);
  return `; ${others} not counted beside it`;
}

function usageLine(grant: Grant): Explanation {
  const usage = usageOf([grant]);
  return {
    field: "usage",
    source: "unlimited",
    sourceId: balanceIdOf(grant),
    amount: usage,
    text: `${nameOf(grant)} is unlimited and ${amountIs(usage)} used (B60)`,
  };
}

function entityLines(entities: readonly Grant[]): readonly Explanation[] {
  if (entities.length === 0) return [];
  const amount = usageOf(entities);
  const text = `${theirs(entities)}: unlimited and ${formatAmount(amount)} used (B60, V4)`;
  return [{ field: "usage", source: "entity rows", sourceId: onlyId(entities), amount, text }];
}

function usageOf(grants: readonly Grant[]): Amount {
  return negate(sum(grants.flatMap(({ slices }) => slices.map(({ balance }) => balance))));
}
