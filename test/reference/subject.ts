import { amount } from "../../src/engine/amount.ts";
import { check } from "../../src/engine/check.ts";
import type { CustomerCommand } from "../../src/engine/command.ts";
import { decide } from "../../src/engine/decide.ts";
import { deriveBalance } from "../../src/engine/derive.ts";
import { type Catalog, findFeature } from "../../src/engine/feature.ts";
import { heldOf } from "../../src/engine/held.ts";
import type { Ledger } from "../../src/engine/ledger.ts";
import { usageLimitsOf } from "../../src/engine/limits.ts";
import { settle } from "../../src/engine/settle.ts";
import type { Verdict } from "./check.ts";
import type { ShownLimit } from "./limits.ts";
import type { Shown } from "./show.ts";

/** The engine, asked in the same words as the model. */
export class Subject {
  readonly #catalog: Catalog;
  #ledger: Ledger | null = null;
  #settled: { readonly ledger: Ledger; readonly at: number } | null = null;
  now: number;

  constructor(catalog: Catalog, now: number) {
    this.#catalog = catalog;
    this.now = now;
    this.run({
      ...{ type: "createCustomer", customerId: "cus", name: null, email: null },
      ...{ fingerprint: null, metadata: {}, billingControls: {}, config: {}, testClock: null },
    });
  }

  run(command: CustomerCommand): string {
    const decision = decide(
      { catalog: this.#catalog, ledger: this.#ledger, newIdTaken: false, lockIdTaken: false },
      { command, now: this.now, idempotencyKey: null, dryRun: false, actor: "spec" },
    );
    if (decision.kind === "refused") return decision.refusal.code;
    this.#ledger = decision.ledger;
    this.#settled = null;
    if (decision.kind === "behind") return this.run(command);
    const isQuestion = command.type === "checkAndTrack" || command.type === "createLock";
    if (!isQuestion || !("allowed" in decision.result)) return "done";
    return decision.result.allowed ? "allowed" : "denied";
  }

  balance(featureId: string, entityId: string | null): Shown | null {
    const feature = findFeature(this.#catalog, featureId);
    const balance = feature && deriveBalance(this.#view(entityId), feature);
    if (!balance) return null;
    const { granted, remaining, usage, overage, unlimited, overageAllowed } = balance;
    return {
      ...{ granted, remaining, usage, overage, unlimited, overageAllowed },
      maxPurchase: balance.maxPurchase,
      nextResetAt: balance.nextResetAt,
      breakdown: balance.breakdown.map((row) => ({
        balanceId: row.balanceId,
        remaining: row.remaining,
        usage: row.usage,
        overage: row.overage,
        includedGrant: row.includedGrant,
        prepaidGrant: row.prepaidGrant,
      })),
      rollovers: balance.rollovers.map((rollover) => ({
        granted: rollover.granted,
        balance: rollover.balance,
        expiresAt: rollover.expiresAt,
      })),
    };
  }

  check(featureId: string, entityId: string | null, required: string): Verdict | string {
    const requiredBalance = amount(required);
    const wish = { customerId: "cus", featureId, entityId, requiredBalance };
    const answer = check(this.#view(entityId), wish);
    if ("code" in answer) return answer.code;
    const { allowed, balanceFeatureId } = answer;
    return { allowed, balanceFeatureId, requiredBalance: answer.requiredBalance };
  }

  held(featureId: string, entityId: string | null): bigint {
    return heldOf(this.#view(entityId), featureId);
  }

  limits(entityId: string | null): readonly ShownLimit[] {
    const { ledger, catalog, at } = this.#view(entityId);
    return usageLimitsOf(ledger, catalog, entityId, at).map(({ featureId, usage, resetsAt }) => ({
      featureId,
      usage,
      resetsAt,
    }));
  }

  #view(entityId: string | null) {
    if (!this.#ledger) throw new Error("the customer is gone");
    if (this.#settled?.at !== this.now) {
      const { ledger } = settle(this.#ledger, this.#catalog, this.now);
      this.#settled = { ledger, at: this.now };
    }
    return { ledger: this.#settled.ledger, catalog: this.#catalog, entityId, at: this.now };
  }
}
