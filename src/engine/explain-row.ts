/** What one row of the breakdown adds to the figures. */
import {
  type Amount,
  formatAmount,
  minus,
  negativePart,
  positivePart,
  sum,
  ZERO,
} from "./amount.ts";
import { fullOf } from "./bucket.ts";
import {
  amountIs,
  countOf,
  type Explanation,
  everyPeriod,
  minuteOf,
  nameOf,
} from "./explanation.ts";
import { balanceIdOf, type Grant, type Slice } from "./ledger.ts";
import type { Holding } from "./view.ts";

/** Its lines: included, prepaid and adjusted; left; used; and below zero, where it is (B20 to B22). */
export function explainRow({ grant, slices }: Holding): readonly Explanation[] {
  const row = rowOf(grant, slices);
  return [...grantedLines(row), remainingLine(row), usageLine(row), ...overageLines(row)];
}

interface Row {
  readonly grant: Grant;
  readonly slices: readonly Slice[];
  readonly name: string;
  readonly sourceId: string;
  /** "pro includes 100", or "pro grants 150" where more than the included counts. */
  readonly grants: string;
  readonly full: Amount;
  readonly remaining: Amount;
  readonly usage: Amount;
  readonly overage: Amount;
}

function rowOf(grant: Grant, slices: readonly Slice[]): Row {
  const name = nameOf(grant);
  const full = sum(slices.map((slice) => fullOf(grant, slice)));
  const balances = slices.map((slice) => slice.balance);
  const verb = full === sum(slices.map(() => grant.allowance)) ? "includes" : "grants";
  return {
    grant,
    slices,
    name,
    sourceId: balanceIdOf(grant),
    grants: `${name} ${verb} ${formatAmount(full)}`,
    full,
    remaining: sum(balances.map(positivePart)),
    usage: minus(full, sum(balances)),
    overage: sum(balances.map(negativePart)),
  };
}

function grantedLines({ grant, slices, name, sourceId }: Row): readonly Explanation[] {
  const included = sum(slices.map(() => grant.allowance));
  const prepaid = sum(slices.map(() => grant.prepaid));
  const adjustment = sum(slices.map((slice) => slice.adjustment));
  const until = grant.nextResetAt === null ? "" : ` until ${minuteOf(grant.nextResetAt)}`;
  const lines: readonly Explanation[] = [
    {
      field: "granted",
      source: "grant",
      sourceId,
      amount: included,
      text: `${name} includes ${formatAmount(included)}${everyPeriod(grant)}${shareOf(grant, slices)} (B2)`,
    },
    {
      field: "granted",
      source: "prepaid",
      sourceId,
      amount: prepaid,
      text: `${name} has ${formatAmount(prepaid)} prepaid (B2)`,
    },
    {
      field: "granted",
      source: "adjustment",
      sourceId,
      amount: adjustment,
      text: `an update changed what ${name} includes by ${formatAmount(adjustment)}${until} (U8)`,
    },
  ];
  return lines.filter(({ source, amount }) => source === "grant" || amount !== ZERO);
}

/** Of whom the slices are, of a grant that is dealt out to entities. */
function shareOf({ perEntityFeatureId, allowance }: Grant, slices: readonly Slice[]): string {
  if (perEntityFeatureId === null) return "";
  const [only] = slices;
  if (slices.length === 1 && only) return ` for ${only.entityId}`;
  return `, ${formatAmount(allowance)} for each of ${slices.length} ${perEntityFeatureId}`;
}

function remainingLine(row: Row): Explanation {
  const { sourceId, grants, full, remaining, overage, slices } = row;
  const above = minus(remaining, full);
  const left =
    above > ZERO && overage === ZERO
      ? `${amountIs(remaining)} left, ${formatAmount(above)} above its grant`
      : `${countOf(remaining, "it")} left`;
  const debt =
    overage === ZERO
      ? " (B3)"
      : `, the ${formatAmount(overage)} below zero${debtors(slices)} not taken off (B3, B51)`;
  const text = `${grants} and ${left}${debt}`;
  return { field: "remaining", source: "grant", sourceId, amount: remaining, text };
}

function usageLine({ sourceId, grants, full, usage, overage }: Row): Explanation {
  const used = usage > full ? amountIs(usage) : countOf(usage, "it");
  const debt = overage === ZERO ? "" : `, ${formatAmount(overage)} of that as overage`;
  const text =
    usage < ZERO
      ? `${grants} and holds ${formatAmount(minus(full, usage))}: used ${formatAmount(usage)} (B4)`
      : `${grants} and ${used} used${debt} (B4)`;
  return { field: "usage", source: "grant", sourceId, amount: usage, text };
}

function overageLines({ sourceId, name, overage, slices }: Row): readonly Explanation[] {
  if (overage === ZERO) return [];
  const text = `${name} stands ${formatAmount(overage)} below zero${debtors(slices)} (A18)`;
  return [{ field: "overage", source: "overage", sourceId, amount: overage, text }];
}

/** Which entities' slices are below zero; nothing for a row that is not dealt out. */
function debtors(slices: readonly Slice[]): string {
  const below = slices.filter(({ balance }) => balance < ZERO);
  const names = below.flatMap(({ entityId }) => entityId ?? []);
  if (names.length === 0) return "";
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return ` for ${names.slice(0, NAMED).join(", ")}${more}`;
}

const NAMED = 3;
