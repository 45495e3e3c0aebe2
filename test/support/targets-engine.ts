import { type Amount, formatAmount } from "../../src/engine/amount.ts";
import { check } from "../../src/engine/check.ts";
import type { CheckAnswer, CustomerCommand, ResultOf } from "../../src/engine/command.ts";
import { decide, decideCatalog } from "../../src/engine/decide.ts";
import { deriveBalance } from "../../src/engine/derive.ts";
import { type Catalog, type Feature, findFeature } from "../../src/engine/feature.ts";
import type { Ledger } from "../../src/engine/ledger.ts";
import { usageLimitsOf } from "../../src/engine/limits.ts";
import { invalid, type Refusal } from "../../src/engine/refusal.ts";
import { customerNow, settle } from "../../src/engine/settle.ts";
import type { View } from "../../src/engine/view.ts";
import type { Action, Case } from "./cases-format.ts";
import { grantInput } from "./cases-setup.ts";
import { type Answer, isRefused, type Target } from "./cases-target.ts";
import { batchOf, commandOf, createCustomer, questionOf } from "./targets-commands.ts";
import { createBalance, featureOf } from "./targets-grants.ts";

/** The engine by itself: a catalogue and ledgers in memory, under a wall clock that the case moves. */
export async function openEngineTarget(setting: Case): Promise<Target> {
  const engine = new Engine(setting);
  for (const answer of engine.setUp(setting)) {
    if (isRefused(answer)) throw new Error(`setup: ${JSON.stringify(answer.error)}`);
  }
  return { run: async (action) => engine.run(action), close: async () => {} };
}

class Engine {
  readonly #ledgers = new Map<string, Ledger>();
  #catalog: Catalog;
  #customerId: string;
  #now: number;
  #calls = 0;

  constructor({ now, setup }: Case) {
    this.#now = Date.parse(now);
    this.#customerId = setup.customer.id;
    this.#catalog = { features: [], persistFreeOverage: setup.org?.persistFreeOverage ?? false };
  }

  setUp({ setup }: Case): readonly Answer[] {
    const { customer, features, entities, balances } = setup;
    return [
      ...features.map((feature) => this.#createFeature(featureOf(feature))),
      ...[customer.id, ...(customer.otherCustomerIds ?? [])].map((id) =>
        this.#apply(createCustomer(id)),
      ),
      ...entities.map(({ id, featureId }) =>
        this.run({ op: "createEntity", input: { entityId: id, featureId } }),
      ),
      ...balances.map((grant) => {
        const isFlag = findFeature(this.#catalog, grant.featureId)?.type === "boolean";
        return this.#apply(createBalance(customer.id, grant.key, grantInput(grant, isFlag)));
      }),
    ];
  }

  run(action: Action): Answer {
    this.#calls += 1;
    if (action.op === "balance")
      return this.#balance(action.input.featureId, action.input.entityId);
    if (action.op === "advanceTime") return this.#advance(action.input);
    if (action.op === "createFeature") return this.#createFeature(featureOf(action.input));
    if (action.op === "usageLimits") return this.#usageLimits(action.input.entityId);
    if (action.op === "batchTrack") return this.#batch(action.input);
    if (action.op === "check" && !action.input.sendEvent && !action.input.lock) {
      return this.#check(action.input);
    }
    const command = commandOf(this.#customerId, `grant-${this.#calls}`, action);
    return command
      ? this.#apply(command)
      : refused(invalid(action.op, "no command expresses this"));
  }

  #apply(command: CustomerCommand): Answer {
    const { customerId } = command;
    const newId = command.type === "updateCustomer" ? command.newCustomerId : undefined;
    const decision = decide(
      {
        catalog: this.#catalog,
        ledger: this.#ledgers.get(customerId) ?? null,
        newIdTaken: newId !== undefined && this.#ledgers.has(newId),
        lockIdTaken: false, // Cases lock one customer's balances only.
      },
      { command, now: this.#now, idempotencyKey: null, dryRun: false, actor: "test" },
    );
    if (decision.kind === "refused") return refused(decision.refusal);
    if (decision.kind === "behind") {
      this.#ledgers.set(customerId, decision.ledger);
      return this.#apply(command);
    }
    if (newId !== undefined) {
      this.#ledgers.delete(customerId);
      this.#customerId = newId;
    }
    if (decision.ledger) this.#ledgers.set(newId ?? customerId, decision.ledger);
    return this.#answer(decision.result, "entityId" in command ? command : {});
  }

  #answer(result: ResultOf<CustomerCommand>, { entityId }: Viewer): Answer {
    if ("requiredBalance" in result) return this.#verdict(result, entityId);
    if ("balanceFeatureIds" in result) {
      const balances = result.balanceFeatureIds.map((id) => [id, this.#balance(id, entityId)]);
      const balance = result.balanceFeatureId && this.#balance(result.balanceFeatureId, entityId);
      return plain({ ...result, balance, balances: Object.fromEntries(balances) });
    }
    const ledger = this.#ledgers.get(this.#customerId);
    return plain({ ...ledger?.customer, id: ledger?.customer.customerId });
  }

  #check(input: Parameters<typeof questionOf>[1]): Answer {
    const view = this.#view(input.entityId);
    const verdict = check(view, questionOf(this.#customerId, input));
    return "code" in verdict ? refused(verdict) : this.#verdict(verdict, input.entityId);
  }

  #batch(input: Extract<Action, { op: "batchTrack" }>["input"]): Answer {
    const commands = batchOf(this.#customerId, input);
    if (!commands) return refused(invalid("batchTrack", "no commands express this"));
    return { results: commands.map((command) => this.#apply(command)) };
  }

  #usageLimits(entityId: string | null = null): Answer {
    const { ledger, catalog, at } = this.#view();
    return plain({ usageLimits: usageLimitsOf(ledger, catalog, entityId, at) });
  }

  #verdict(verdict: CheckAnswer, entityId?: string | null): Answer {
    const { balanceFeatureId, flagFeatureId } = verdict;
    const balance = balanceFeatureId && this.#balance(balanceFeatureId, entityId);
    return plain({ ...verdict, balance, flag: flagFeatureId !== null });
  }

  #balance(featureId: string, entityId?: string | null): Answer {
    const feature = findFeature(this.#catalog, featureId);
    return feature ? plain(deriveBalance(this.#view(entityId), feature)) : null;
  }

  #view(entityId: string | null = null): View {
    const stored = this.#ledgers.get(this.#customerId);
    if (!stored) throw new Error(`no customer ${this.#customerId}`);
    const at = customerNow(stored, this.#now);
    const { ledger } = settle(stored, this.#catalog, at);
    return { ledger, catalog: this.#catalog, entityId, at };
  }

  #createFeature(feature: Feature): Answer {
    const decision = decideCatalog(this.#catalog, false, { type: "createFeature", feature });
    if (decision.kind === "refused") return refused(decision.refusal);
    this.#catalog = decision.catalog;
    return plain(decision.result);
  }

  #advance(input: Extract<Action, { op: "advanceTime" }>["input"]): Answer {
    this.#now = "to" in input ? Date.parse(input.to) : this.#now + input.by.days * DAY;
    return null;
  }
}

const DAY = 24 * 60 * 60 * 1000;

interface Viewer {
  readonly entityId?: string | null;
}

function refused(refusal: Refusal): Answer {
  const message = "message" in refusal ? refusal.message : JSON.stringify(refusal.issues);
  return { error: { code: refusal.code, message } };
}

/** As JSON, with every digit. */
function plain(value: unknown): Answer {
  return JSON.parse(
    JSON.stringify(value, (_key, part) =>
      typeof part === "bigint" ? formatAmount(part as Amount) : part,
    ),
  );
}
