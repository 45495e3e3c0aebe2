/** Exactly what is stored, digit by digit: no sum of it reaches 1e18, and the entries come to the balances. */
import { type Amount, minus, withinLimit, ZERO } from "../../src/engine/amount.ts";
import { placeOf } from "../../src/engine/bucket.ts";
import { extentOf, MEASURES } from "../../src/engine/extent.ts";
import { balanceIdOf, type Entry, type Ledger } from "../../src/engine/ledger.ts";
import type { BalanceStore } from "../../src/store/port.ts";

const PAGE = 1000;

/** Every fault of the customer's books; how many entries there are. */
export async function booksOf(store: BalanceStore, customerId: string) {
  const {
    ledgers: [ledger],
  } = await store.load([customerId]);
  if (!ledger) throw new Error(`${customerId} is gone`);
  const entries = await entriesOf(store, customerId);
  const faults = [...rangeFaults(ledger, entries), ...sumFaults(ledger, entries)];
  return { faults, entries: entries.length };
}

async function entriesOf(store: BalanceStore, customerId: string): Promise<readonly Entry[]> {
  const all = { featureId: null, entityId: null, kind: null, from: null, to: null, upTo: null };
  const found: Entry[] = [];
  let after: number | null = null;
  for (;;) {
    const window = { limit: PAGE, after, before: null, fromEnd: false };
    const page: readonly Entry[] = await store.entries({ customerId, ...all, ...window });
    found.push(...page);
    after = page.at(-1)?.seq ?? null;
    if (page.length < PAGE) return found;
  }
}

function rangeFaults(ledger: Ledger, entries: readonly Entry[]): readonly string[] {
  const featureIds = new Set(ledger.grants.map(({ featureId }) => featureId));
  const extents = [...featureIds].flatMap((featureId) =>
    MEASURES.map((measure) => [featureId, measure, extentOf(ledger, featureId)[measure]] as const),
  );
  const { grants, counters, locks } = ledger;
  const beyond = amountsIn([grants, counters, locks, entries]).filter((one) => !withinLimit(one));
  return [
    ...extents
      .filter(([, , value]) => !withinLimit(value))
      .map(([featureId, measure, value]) => `${measure} of ${featureId} is ${value}`),
    ...beyond.map((value) => `${value} is stored`),
  ];
}

function amountsIn(value: unknown): readonly Amount[] {
  if (typeof value === "bigint") return [value as Amount];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(amountsIn);
}

/** Of each place, what its entries come to against what stands in it. */
function sumFaults({ grants }: Ledger, entries: readonly Entry[]): readonly string[] {
  const told = new Map<string, Amount>();
  for (const { deductions } of entries) {
    for (const deduction of deductions) {
      const place = nameOf(deduction.balanceId, deduction);
      told.set(place, minus(told.get(place) ?? ZERO, deduction.value));
    }
  }
  const standing = new Map(grants.flatMap(placesOf));
  const places = new Set([...told.keys(), ...standing.keys()]);
  return [...places].flatMap((place) => {
    const [says, is] = [told.get(place) ?? ZERO, standing.get(place) ?? ZERO];
    return says === is ? [] : [`${place} holds ${is}, its entries say ${says}`];
  });
}

function placesOf(grant: Ledger["grants"][number]): readonly (readonly [string, Amount])[] {
  const slices = grant.slices.map((slice) => ({ ...slice, rolloverId: null }));
  return [...slices, ...grant.rollovers].map(({ rolloverId, entityId, balance }) => [
    nameOf(balanceIdOf(grant), { rolloverId, entityId: entityId ?? grant.entityId }),
    balance,
  ]);
}

function nameOf(balanceId: string, place: Parameters<typeof placeOf>[0]): string {
  return `${balanceId} ${placeOf(place)}`;
}
