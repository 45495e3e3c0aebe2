import type { CustomerCommand, FeatureCommand } from "../../src/engine/command.ts";
import {
  type CatalogDecision,
  type Decision,
  decide,
  decideCatalog,
} from "../../src/engine/decide.ts";
import { entryOfStep } from "../../src/engine/entry.ts";
import type { Catalog } from "../../src/engine/feature.ts";
import type { Entry, Ledger } from "../../src/engine/ledger.ts";
import { customerNow, settle } from "../../src/engine/settle.ts";
import type { View } from "../../src/engine/view.ts";

/** What a store keeps, in memory: the catalogue, each customer's ledger and its entries. */
export class Books {
  catalog: Catalog;
  #accounts: ReadonlyMap<string, Account> = new Map();

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  /** Decides the command and keeps what it decided. */
  apply(command: CustomerCommand, now: number): Decision<CustomerCommand> {
    const { customerId } = command;
    const newId = command.type === "updateCustomer" ? command.newCustomerId : undefined;
    const account = this.#accounts.get(customerId);
    const decision = decide(
      {
        catalog: this.catalog,
        ledger: account?.ledger ?? null,
        newIdTaken: newId !== undefined && this.#accounts.has(newId),
        lockIdTaken: false, // Cases lock one customer's balances only.
      },
      { command, now, idempotencyKey: null, dryRun: false, actor: "test" },
    );
    if (decision.kind === "refused") return decision;
    const accounts = new Map(this.#accounts);
    accounts.delete(customerId);
    if (decision.ledger) {
      const entries = [...(account?.entries ?? []), ...decision.entries];
      accounts.set(newId ?? customerId, { ledger: decision.ledger, entries });
    }
    this.#accounts = accounts;
    return decision;
  }

  /** Decides the command on the catalogue and keeps what it decided. */
  revise(command: FeatureCommand): CatalogDecision<FeatureCommand> {
    const inUse = "featureId" in command && this.#holds(command.featureId);
    const decision = decideCatalog(this.catalog, inUse, command);
    if (decision.kind === "decided") this.catalog = decision.catalog;
    return decision;
  }

  /** Does all of it, or nothing where it answers false. */
  allOrNothing(work: () => boolean): void {
    const before = this.#accounts;
    if (!work()) this.#accounts = before;
  }

  /** The customer as it stands now. */
  viewOf(customerId: string, entityId: string | null, now: number): View {
    const { ledger: stored } = this.#accountOf(customerId);
    const at = customerNow(stored, now);
    const { ledger } = settle(stored, this.catalog, at);
    return { ledger, catalog: this.catalog, entityId, at };
  }

  /** The customer's entries, oldest first, with those that are due and not written yet. */
  entriesOf(customerId: string, now: number): readonly Entry[] {
    const { ledger, entries } = this.#accountOf(customerId);
    const { steps } = settle(ledger, this.catalog, customerNow(ledger, now));
    return [...entries, ...steps.map((step) => entryOfStep(step, this.catalog))];
  }

  #holds(featureId: string): boolean {
    return [...this.#accounts.values()].some(({ ledger: { grants, entities } }) =>
      [...grants, ...entities].some((holder) => holder.featureId === featureId),
    );
  }

  #accountOf(customerId: string): Account {
    const account = this.#accounts.get(customerId);
    if (!account) throw new Error(`no customer ${customerId}`);
    return account;
  }
}

interface Account {
  readonly ledger: Ledger;
  readonly entries: readonly Entry[];
}
