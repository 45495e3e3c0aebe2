import { type Amount, amount, formatAmount } from "../../src/engine/amount.ts";
import type { Balance } from "../../src/engine/balance.ts";
import type { CreateBalance, CustomerCommand, Track } from "../../src/engine/command.ts";
import type { UsageLimit } from "../../src/engine/customer.ts";
import { type Decision, decide } from "../../src/engine/decide.ts";
import { deriveBalance } from "../../src/engine/derive.ts";
import { type Catalog, type Feature, findFeature } from "../../src/engine/feature.ts";
import type { Entry, Ledger } from "../../src/engine/ledger.ts";
import type { Refusal } from "../../src/engine/refusal.ts";
import { settle } from "../../src/engine/settle.ts";
import { customerOf } from "./commands.ts";

/** A feature with only what a spec cares about. */
export function feature(featureId: string, given: Partial<Feature> = {}): Feature {
  return {
    featureId,
    name: featureId,
    type: "metered",
    consumable: true,
    eventNames: [],
    creditSchema: [],
    modelMarkups: null,
    defaultMarkup: null,
    providerMarkups: null,
    display: null,
    archived: false,
    ...given,
  };
}

/** A limit of so many a month, in step with the balance. */
export function usageLimit(
  featureId: string,
  limit: string,
  given: Partial<UsageLimit> = {},
): UsageLimit {
  return {
    featureId,
    enabled: true,
    limit: amount(limit),
    interval: "month",
    anchor: "billing_cycle",
    filter: null,
    ...given,
  };
}

/** messages and actions metered, users as seats, dashboard as a flag, credits that pay for actions at 0.2. */
export const CATALOG: Catalog = {
  persistFreeOverage: false,
  features: [
    feature("messages"),
    feature("actions"),
    feature("users", { consumable: false }),
    feature("dashboard", { type: "boolean" }),
    feature("credits", {
      type: "credit_system",
      creditSchema: [{ meteredFeatureId: "actions", creditCost: amount("0.2") }],
    }),
  ],
};

export const START = Date.UTC(2026, 0, 15);
export const DAY = 24 * 60 * 60 * 1000;

/** One customer in memory, driven by commands; figures are told as decimal texts. */
export class Bench {
  ledger: Ledger | null = null;
  now = START;
  catalog: Catalog;
  readonly entries: Entry[] = [];
  #grants = 0;

  constructor(catalog: Catalog = CATALOG) {
    this.catalog = catalog;
    this.run(customerOf("cus"));
  }

  /** What is decided of the command, which is not done. */
  decided<C extends CustomerCommand>(command: C): Decision<C> {
    return decide(
      { catalog: this.catalog, ledger: this.ledger, newIdTaken: false, lockIdTaken: false },
      { command, now: this.now, idempotencyKey: null, dryRun: false, actor: "spec" },
    );
  }

  /** Decides the command; null when it was done, else why not. */
  run(command: CustomerCommand): Refusal | null {
    const decision = this.decided(command);
    if (decision.kind === "refused") return decision.refusal;
    this.ledger = decision.ledger;
    this.entries.push(...decision.entries);
    return decision.kind === "behind" ? this.run(command) : null;
  }

  grant(given: Partial<CreateBalance> = {}): Refusal | null {
    this.#grants += 1;
    return this.run({
      type: "createBalance",
      customerId: "cus",
      featureId: "messages",
      entityId: null,
      grantId: `g${this.#grants}`,
      balanceId: null,
      includedGrant: given.unlimited ? null : amount("100"),
      prepaidGrant: null,
      unlimited: false,
      reset: null,
      rollover: null,
      expiresAt: null,
      nextResetAt: null,
      planId: null,
      addOn: false,
      overageAllowed: false,
      maxPurchase: null,
      price: null,
      perEntityFeatureId: null,
      balance: null,
      rollovers: [],
      ...given,
    });
  }

  track(value: string, given: Partial<Track> = {}): Refusal | null {
    return this.run({
      type: "track",
      customerId: "cus",
      featureId: "messages",
      eventName: null,
      entityId: null,
      value: amount(value),
      properties: null,
      timestamp: null,
      overageBehavior: "cap",
      ...given,
    });
  }

  entity(entityId: string): Refusal | null {
    return this.run({
      type: "createEntity",
      customerId: "cus",
      entityId,
      featureId: "users",
      name: null,
      billingControls: {},
    });
  }

  balance(featureId = "messages", entityId: string | null = null): Balance | null {
    const found = findFeature(this.catalog, featureId);
    if (!this.ledger || !found) return null;
    const { ledger } = settle(this.ledger, this.catalog, this.now);
    return deriveBalance({ ledger, catalog: this.catalog, entityId, at: this.now }, found);
  }

  /** "granted remaining usage overage" of a balance, or "none". */
  figures(featureId = "messages", entityId: string | null = null): string {
    const balance = this.balance(featureId, entityId);
    if (!balance) return "none";
    return [balance.granted, balance.remaining, balance.usage, balance.overage]
      .map((value: Amount) => formatAmount(value))
      .join(" ");
  }

  /** What each row has left, signed, in deduction order: "g1 40, g2 -10". */
  rows(featureId = "messages", entityId: string | null = null): string {
    const rows = this.balance(featureId, entityId)?.breakdown ?? [];
    return rows
      .map((row) => {
        const left =
          row.overage > 0n ? `-${formatAmount(row.overage)}` : formatAmount(row.remaining);
        return `${row.balanceId} ${left}`;
      })
      .join(", ");
  }

  rollovers(featureId = "messages", entityId: string | null = null): string {
    const rollovers = this.balance(featureId, entityId)?.rollovers ?? [];
    return rollovers
      .map((rollover) => `${formatAmount(rollover.balance)}/${formatAmount(rollover.granted)}`)
      .join(", ");
  }
}
