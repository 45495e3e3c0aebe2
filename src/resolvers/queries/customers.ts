import type { Amount } from "../../engine/amount.ts";
import { CEILINGS } from "../../engine/ceilings.ts";
import { committedReadings } from "../../loaders/committed.ts";
import type { Reading } from "../../loaders/reading.ts";
import { builder } from "../../schema/builder.ts";
import { countOf } from "../../schema/connections.ts";
import { CustomerRef } from "../../schema/customer.ts";
import { balancesOf } from "../../schema/entity.ts";
import { isText, pageOf, windowOf } from "../../schema/paging.ts";
import { amountRule, featureIdRule, idRule, listRule, textRule } from "../../schema/rules.ts";
import type { BalanceStore, CustomerFilter, Window } from "../../store/port.ts";

const CustomerFilterInput = builder.inputType("CustomerFilter", {
  description: "Which customers; all that is given must hold.",
  fields: (t) => ({
    customerIds: t.idList({
      description: `Any of these ids; at most ${CEILINGS.ids}.`,
      validate: { ...listRule(CEILINGS.ids), items: idRule },
    }),
    search: t.string({
      description:
        "Finds customers whose id, name or email contains this text. Upper and lower case are the same in every script; accents count.",
      validate: textRule,
    }),
    featureId: t.id({
      description: "Who holds anything of this feature.",
      validate: featureIdRule,
    }),
    remainingBelow: t.field({
      type: "Amount",
      description:
        "Who has a balance of featureId, or of any feature where none is named, with less than this left. Unlimited ones do not count.",
      validate: amountRule,
    }),
  }),
});

const CustomerConnection = builder.connectionObject(
  {
    type: CustomerRef,
    name: "CustomerConnection",
    description: "A page of customers, ordered by id.",
    fields: (t) => ({
      totalCount: t.int({
        description: "How many there are in all pages; counted only when asked for.",
        resolve: (page) => countOf(page),
      }),
    }),
  },
  { name: "CustomerEdge", description: "A customer in a page." },
);

builder.queryField("customers", (t) =>
  t.connection(
    {
      type: CustomerRef,
      description: "All customers, or those of the filter, ordered by id.",
      args: { filter: t.arg({ type: CustomerFilterInput, description: "Which; left out: all." }) },
      resolve: async (_root, { filter, ...args }, { store, now, loaders }) => {
        const window = windowOf(args, isText);
        const wanted: Wanted = {
          store,
          now: now(),
          filter: {
            customerIds: filter?.customerIds ?? null,
            search: filter?.search ?? null,
            featureId: filter?.featureId ?? null,
          },
          remainingBelow: filter?.remainingBelow ?? null,
        };
        const readings = await readingsIn(window, wanted);
        for (const reading of readings) loaders.readings.prime(idOf(reading), reading);
        return pageOf(window, readings, {
          key: idOf,
          node: (reading) => reading,
          count: () => countIn(wanted),
        });
      },
    },
    CustomerConnection,
  ),
);

/** Customers that are read at once while looking for those that match. */
const CHUNK = 201;

interface Wanted {
  readonly store: BalanceStore;
  readonly now: number;
  readonly filter: CustomerFilter;
  readonly remainingBelow: Amount | null;
}

/** What is left is derived, not stored: pages are read on until enough customers match. */
async function readingsIn(window: Window<string>, wanted: Wanted): Promise<readonly Reading[]> {
  const { store, filter, now } = wanted;
  const found: Reading[] = [];
  let next = { ...window, limit: Math.min(window.limit, CHUNK) };
  for (;;) {
    const { catalog, ledgers } = await store.customers({ filter, ...next });
    const readings = await committedReadings(store, { catalog, ledgers }, now);
    const matching = readings.filter((reading) => matches(reading, wanted));
    if (window.fromEnd) found.unshift(...matching);
    else found.push(...matching);
    const edge = (window.fromEnd ? ledgers.at(0) : ledgers.at(-1))?.customer.customerId;
    const isLast = edge === undefined || ledgers.length < next.limit;
    if (isLast || found.length >= window.limit) break;
    next = window.fromEnd ? { ...next, before: edge } : { ...next, after: edge };
  }
  return window.fromEnd ? found.slice(-window.limit) : found.slice(0, window.limit);
}

async function countIn(wanted: Wanted): Promise<number> {
  if (wanted.remainingBelow === null) return wanted.store.countCustomers(wanted.filter);
  const everything = { limit: Number.POSITIVE_INFINITY, after: null, before: null, fromEnd: false };
  return (await readingsIn(everything, wanted)).length;
}

function matches(reading: Reading, { filter, remainingBelow }: Wanted): boolean {
  if (remainingBelow === null) return true;
  return balancesOf(reading, null, filter.featureId === null ? null : [filter.featureId]).some(
    ({ unlimited, remaining }) => !unlimited && remaining < remainingBelow,
  );
}

function idOf({ ledger }: Reading): string {
  return ledger.customer.customerId;
}
