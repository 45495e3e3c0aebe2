import type { Amount } from "../../src/engine/amount.ts";
import { check } from "../../src/engine/check.ts";
import type { CustomerCommand, ResultOf } from "../../src/engine/command.ts";
import { decide } from "../../src/engine/decide.ts";
import { deriveBalance } from "../../src/engine/derive.ts";
import { entryOfStep } from "../../src/engine/entry.ts";
import { type Catalog, findFeature } from "../../src/engine/feature.ts";
import { heldOf } from "../../src/engine/held.ts";
import type { Crossing, Ledger } from "../../src/engine/ledger.ts";
import { usageLimitsOf } from "../../src/engine/limits.ts";
import { type Settled, settle } from "../../src/engine/settle.ts";
import type { Asked, Verdict } from "./check.ts";
import type { ShownLimit } from "./limits.ts";
import { ended, type Outcome } from "./outcome.ts";
import type { Shown } from "./show.ts";
import type { Crossed } from "./watch.ts";

/** The engine, asked in the same words as the model. */
export class Subject {
  readonly #catalog: Catalog;
  #ledger: Ledger | null = null;
  #crossings: readonly Crossed[] = [];
  #settled: (Settled & { readonly at: number }) | null = null;
  now: number;

  constructor(catalog: Catalog, now: number) {
    this.#catalog = catalog;
    this.now = now;
    this.run({
      ...{ type: "createCustomer", customerId: "cus", name: null, email: null },
      ...{ fingerprint: null, metadata: {}, billingControls: {}, config: {}, testClock: null },
    });
  }

  run(command: CustomerCommand): Outcome {
    const decision = decide(
      { catalog: this.#catalog, ledger: this.#ledger, newIdTaken: false, lockIdTaken: false },
      { command, now: this.now, idempotencyKey: null, dryRun: false, actor: "spec" },
    );
    if (decision.kind === "refused") return ended(decision.refusal.code);
    this.#ledger = decision.ledger;
    this.#settled = null;
    const crossed = decision.entries.flatMap(({ crossings }) => crossings.map(crossedOf));
    this.#crossings = [...this.#crossings, ...crossed];
    if (decision.kind === "behind") return this.run(command);
    return outcomeOf(command, decision.result);
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
        planId: row.planId,
        reset: row.reset,
        expiresAt: row.expiresAt,
      })),
      rollovers: balance.rollovers.map((rollover) => ({
        granted: rollover.granted,
        balance: rollover.balance,
        expiresAt: rollover.expiresAt,
      })),
    };
  }

  check({ featureId, viewer, properties }: Asked, requiredBalance: Amount): Verdict | string {
    const wish = { customerId: "cus", featureId, entityId: viewer, requiredBalance, properties };
    const answer = check(this.#view(viewer), wish);
    if ("code" in answer) return answer.code;
    const { allowed, balanceFeatureId, reason, available } = answer;
    return {
      allowed,
      balanceFeatureId,
      requiredBalance: answer.requiredBalance,
      reason,
      available,
    };
  }

  held(featureId: string, entityId: string | null): bigint {
    return heldOf(this.#view(entityId), featureId);
  }

  limits(entityId: string | null): readonly ShownLimit[] {
    const { ledger, catalog, at } = this.#view(entityId);
    return usageLimitsOf(ledger, catalog, entityId, at).map(
      ({ featureId, limit, usage, resetsAt }) => ({ featureId, limit, usage, resetsAt }),
    );
  }

  /** All that were crossed, those included that time crosses and no command has written yet. */
  get crossings(): readonly Crossed[] {
    this.#view(null);
    const due = (this.#settled?.steps ?? []).map((step) => entryOfStep(step, this.#catalog));
    return [...this.#crossings, ...due.flatMap(({ crossings }) => crossings.map(crossedOf))];
  }

  #view(entityId: string | null) {
    if (!this.#ledger) throw new Error("the customer is gone");
    if (this.#settled?.at !== this.now) {
      this.#settled = { ...settle(this.#ledger, this.#catalog, this.now), at: this.now };
    }
    return { ledger: this.#settled.ledger, catalog: this.#catalog, entityId, at: this.now };
  }
}

function outcomeOf(command: CustomerCommand, result: ResultOf<CustomerCommand>): Outcome {
  const isQuestion = command.type === "checkAndTrack" || command.type === "createLock";
  if ((!isQuestion && command.type !== "track") || !("deductions" in result)) return ended("done");
  const allowed = "allowed" in result && result.allowed ? "allowed" : "denied";
  return {
    code: isQuestion ? allowed : "done",
    moved: result.deductions.map(({ balanceId, featureId, rolloverId, value }) => {
      return { balanceId, featureId, isCarried: rolloverId !== null, value };
    }),
    balanceFeatureId: command.type === "track" ? result.balanceFeatureId : null,
  };
}

function crossedOf({ kind, featureId, entityId, threshold }: Crossing): Crossed {
  return { kind, featureId, entityId, threshold };
}
