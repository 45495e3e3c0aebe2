/** Two gateways in processes of their own, at work on one database, round after round. */
import { amount } from "../../src/engine/amount.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { asked, customerOf, featureOf, grantOf } from "../store/requests.ts";
import type { Report, Round } from "./gateway.ts";
import { type GatewayProcess, startGateway } from "./gateway-process.ts";
import { half, topUp } from "./operations.ts";

export interface Plan {
  readonly clientsEach: number;
  /** Connections of each gateway's plain store. */
  readonly writersEach: number;
  readonly rounds: readonly PlannedRound[];
}

export interface PlannedRound {
  readonly shape: "hot" | "spread";
  readonly store: Round["store"];
  readonly customers: number;
  /** Of all clients together. */
  readonly operations: number;
}

export interface Finished extends Report {
  readonly round: PlannedRound;
  readonly seconds: number;
}

export async function contest(
  url: string,
  { clientsEach, writersEach, rounds }: Plan,
  onRound: (finished: Finished) => void = () => {},
): Promise<readonly Finished[]> {
  const store = await openPostgresStore({ url, persistFreeOverage: false });
  await store.apply(asked(featureOf("messages")));
  const gateways = await Promise.all([1, 2].map(() => startGateway(url, writersEach)));
  const finished: Finished[] = [];
  try {
    for (const [seed, round] of rounds.entries()) {
      const customerIds = idsOf(round, seed);
      await supply(store, customerIds, half(round.operations, round.customers));
      const operations = Math.ceil(round.operations / gateways.length / clientsEach);
      const order = { seed, store: round.store, clients: clientsEach, customerIds, operations };
      const done = { round, ...(await timed(gateways, order)) };
      finished.push(done);
      onRound(done);
    }
    return finished;
  } finally {
    await Promise.all([store, ...gateways].map((each) => each.close()));
  }
}

async function timed(
  gateways: readonly GatewayProcess[],
  order: Omit<Round, "gateway">,
): Promise<Omit<Finished, "round">> {
  const begun = performance.now();
  const reports = await Promise.all(gateways.map(({ run }, gateway) => run({ ...order, gateway })));
  const seconds = (performance.now() - begun) / 1000;
  const total = (of: (report: Report) => number) =>
    reports.reduce((count, report) => count + of(report), 0);
  return {
    seconds,
    operations: total(({ operations }) => operations),
    entries: total(({ entries }) => entries),
    keys: reports.flatMap(({ keys }) => keys),
  };
}

/** The hot customer is another one in each round. */
function idsOf({ shape, customers }: PlannedRound, seed: number): readonly string[] {
  if (shape === "hot") return [`hot-${seed}`];
  return Array.from({ length: customers }, (_, index) => `spread-${index}`);
}

/** So that each runs out in the middle. */
async function supply(
  store: BalanceStore,
  customerIds: readonly string[],
  value: string,
): Promise<void> {
  const { ledgers } = await store.load(customerIds);
  const known = new Set(ledgers.map(({ customer }) => customer.customerId));
  const missing = customerIds.filter((customerId) => !known.has(customerId));
  await Promise.all(missing.map((customerId) => store.apply(asked(customerOf(customerId)))));
  const includedGrant = amount("1");
  const grants = missing.map((customerId) => grantOf(customerId, "grant", { includedGrant }));
  const topUps = customerIds.map((customerId) => topUp(customerId, value));
  await Promise.all([...grants, ...topUps].map((command) => store.apply(asked(command))));
}
