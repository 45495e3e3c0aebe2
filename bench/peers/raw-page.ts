/** Each a JSON list: of customer ids, and of rows. */
export interface RawPage {
  readonly customers: string;
  readonly balances: string;
  readonly breakdowns: string;
  readonly rollovers: string;
}

type Row = readonly unknown[];

export function pageText({ customers, balances, breakdowns, rollovers }: RawPage): string {
  const ids: readonly string[] = JSON.parse(customers);
  const owned = listsBy(balances, 1);
  const parts = { breakdowns: listsBy(breakdowns, 0), rollovers: listsBy(rollovers, 0) };
  const nodes = ids.map((customerId) => ({
    customerId,
    balances: (owned.get(customerId) ?? []).map((row) => balanceOf(row, parts)),
  }));
  return JSON.stringify({ nodes });
}

/** Where the page ends. */
export function endText({ customers }: RawPage): string {
  const ids: readonly string[] = JSON.parse(customers);
  return JSON.stringify({ pageInfo: { endCursor: ids.at(-1) ?? null } });
}

type Lists = ReadonlyMap<unknown, readonly Row[]>;

interface Parts {
  readonly breakdowns: Lists;
  readonly rollovers: Lists;
}

function listsBy(json: string, key: number): Lists {
  const rows: readonly Row[] = JSON.parse(json);
  return Map.groupBy(rows, (row) => row[key]);
}

function balanceOf(row: Row, { breakdowns, rollovers }: Parts) {
  const [id, , featureId, name, granted, remaining, usage, unlimited, overageAllowed, nextResetAt] =
    row;
  return {
    ...{ featureId, granted, remaining, usage, unlimited, overageAllowed, nextResetAt },
    feature: { featureId, name },
    breakdown: (breakdowns.get(id) ?? []).map(breakdownOf),
    rollovers: (rollovers.get(id) ?? []).map(rolloverOf),
  };
}

function breakdownOf([, planId, includedGrant, prepaidGrant, remaining, usage, expiresAt]: Row) {
  return { planId, includedGrant, prepaidGrant, remaining, usage, expiresAt };
}

function rolloverOf([, granted, balance, usage, expiresAt]: Row) {
  return { granted, balance, usage, expiresAt };
}
