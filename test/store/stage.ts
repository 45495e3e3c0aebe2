import { amount, formatAmount } from "../../src/engine/amount.ts";
import type { Command, Request } from "../../src/engine/command.ts";
import type { Catalog } from "../../src/engine/feature.ts";
import type { Ledger } from "../../src/engine/ledger.ts";
import type {
  Applied,
  BalanceStore,
  BatchApplied,
  BatchRequest,
  Outcome,
} from "../../src/store/port.ts";
import type { OpenStore } from "./contract.ts";
import { asked, customerOf, featureOf, grantOf } from "./requests.ts";

/** A store with messages, actions, credits that pay for actions, seats, and one customer with 100 messages. */
export async function staged(open: OpenStore): Promise<BalanceStore> {
  const store = await open();
  const creditSchema = [{ meteredFeatureId: "actions", creditCost: amount("0.2") }];
  await did(store, featureOf("messages"));
  await did(store, featureOf("actions"));
  await did(store, featureOf("credits", { type: "credit_system", creditSchema }));
  await did(store, featureOf("seats", { consumable: false }));
  await did(store, customerOf("cus", { name: "Ada", metadata: { tier: 1 } }));
  await did(store, grantOf("cus", "g1"));
  return store;
}

/** Applies a command that must not be refused. */
export async function did<C extends Command>(
  store: BalanceStore,
  command: C,
  given: Partial<Omit<Request, "command">> = {},
): Promise<Applied<C>> {
  const outcome = await store.apply(asked(command, given));
  if (outcome.kind === "applied") return outcome;
  throw new Error(`${command.type} was refused: ${JSON.stringify(outcome.refusal)}`);
}

/** What a replay of an outcome answers: its facts, with the catalogue that is in force by then. */
export function replayOf<Given extends Outcome<Command>>(
  first: Given,
  catalog: Catalog = first.catalog,
): Given {
  return first.kind === "refused"
    ? { ...first, ledger: null, catalog }
    : { ...first, ledger: null, catalog, replayed: true };
}

/** Applies a command that must be refused; answers the code. */
export async function refusedWith(
  store: BalanceStore,
  command: Command,
  given: Partial<Omit<Request, "command">> = {},
): Promise<string> {
  const outcome = await store.apply(asked(command, given));
  if (outcome.kind === "refused") return outcome.refusal.code;
  throw new Error(`${command.type} was not refused`);
}

export async function ledgerOf(store: BalanceStore, customerId: string): Promise<Ledger | null> {
  const [ledger] = (await store.load([customerId])).ledgers;
  return ledger ?? null;
}

/** What a load gives of a ledger that was answered: a lock that has ended is stored, but not loaded. */
export function asLoaded(ledger: Ledger | null): Ledger | null {
  return ledger && { ...ledger, locks: ledger.locks.filter(({ status }) => status === "HELD") };
}

export function balanceIn(ledger: Ledger | null): string {
  return formatAmount(ledger?.grants[0]?.slices[0]?.balance ?? amount("0"));
}

/** Applies a batch that must not be refused as a whole. */
export async function didBatch(store: BalanceStore, request: BatchRequest): Promise<BatchApplied> {
  const outcome = await store.applyBatch(request);
  if (outcome.kind === "applied") return outcome;
  throw new Error(`The batch was refused: ${JSON.stringify(outcome.refusal)}`);
}
