import { type Amount, formatAmount } from "../../src/engine/amount.ts";
import { check } from "../../src/engine/check.ts";
import type {
  CheckAnswer,
  CustomerCommand,
  FeatureCommand,
  ResultOf,
} from "../../src/engine/command.ts";
import { deriveBalance } from "../../src/engine/derive.ts";
import { findFeature } from "../../src/engine/feature.ts";
import { usageLimitsOf } from "../../src/engine/limits.ts";
import { invalid, type Refusal } from "../../src/engine/refusal.ts";
import type { View } from "../../src/engine/view.ts";
import type { Action, Case } from "./cases-format.ts";
import { grantInput } from "./cases-setup.ts";
import { type Answer, isRefused, type Target } from "./cases-target.ts";
import { customerOf } from "./commands.ts";
import { Books } from "./targets-books.ts";
import { batchOf, commandOf, questionOf } from "./targets-commands.ts";
import { instant, Malformed } from "./targets-door.ts";
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
  readonly #books: Books;
  #customerId: string;
  #now: number;
  #calls = 0;

  constructor({ now, setup }: Case) {
    this.#now = Date.parse(now);
    this.#customerId = setup.customer.id;
    const persistFreeOverage = setup.org?.persistFreeOverage ?? false;
    this.#books = new Books({ features: [], persistFreeOverage });
  }

  setUp({ setup }: Case): readonly Answer[] {
    const { customer, features, entities, balances } = setup;
    return [
      ...features.map((feature) => this.run({ op: "createFeature", input: feature })),
      ...[customer.id, ...(customer.otherCustomerIds ?? [])].map((id) =>
        this.#apply(customerOf(id)),
      ),
      ...entities.map(({ id, featureId }) =>
        this.run({ op: "createEntity", input: { entityId: id, featureId } }),
      ),
      ...balances.map((grant) => {
        const isFlag = findFeature(this.#books.catalog, grant.featureId)?.type === "boolean";
        return this.#apply(createBalance(customer.id, grant.key, grantInput(grant, isFlag)));
      }),
    ];
  }

  run(action: Action): Answer {
    try {
      return this.#run(action);
    } catch (error) {
      if (error instanceof Malformed) return refused(error.refusal);
      throw error;
    }
  }

  #run(action: Action): Answer {
    this.#calls += 1;
    switch (action.op) {
      case "balance":
        return this.#balance(action.input.featureId, action.input.entityId);
      case "advanceTime":
        return this.#advance(action.input);
      case "createFeature":
        return this.#revise({ type: action.op, feature: featureOf(action.input) });
      case "deleteFeature":
        return this.#revise({ type: action.op, ...action.input });
      case "usageLimits":
        return this.#usageLimits(action.input.entityId);
      case "crossings":
        return this.#crossings();
      case "batchTrack":
        return this.#batch(action.input);
      default:
        return this.#command(action);
    }
  }

  #command(action: Action): Answer {
    if (action.op === "check" && !action.input.sendEvent && !action.input.lock) {
      return this.#check(action.input);
    }
    const command = commandOf(this.#customerId, `grant-${this.#calls}`, action);
    return command
      ? this.#apply(command)
      : refused(invalid(action.op, "no command expresses this"));
  }

  #apply(command: CustomerCommand): Answer {
    const decision = this.#books.apply(command, this.#now);
    if (decision.kind === "refused") return refused(decision.refusal);
    if (decision.kind === "behind") return this.#apply(command);
    if (command.type === "updateCustomer") {
      this.#customerId = command.newCustomerId ?? this.#customerId;
    }
    return this.#answer(decision.result, "entityId" in command ? command : {});
  }

  #answer(result: ResultOf<CustomerCommand>, { entityId }: Viewer): Answer {
    if ("requiredBalance" in result) return this.#verdict(result, entityId);
    if ("balanceFeatureIds" in result) {
      const balances = result.balanceFeatureIds.map((id) => [id, this.#balance(id, entityId)]);
      const balance = result.balanceFeatureId && this.#balance(result.balanceFeatureId, entityId);
      return plain({ ...result, balance, balances: Object.fromEntries(balances) });
    }
    const { customer } = this.#view().ledger;
    return plain({ ...customer, id: customer.customerId });
  }

  #check(input: Parameters<typeof questionOf>[1]): Answer {
    const view = this.#view(input.entityId);
    const verdict = check(view, questionOf(this.#customerId, input));
    return "code" in verdict ? refused(verdict) : this.#verdict(verdict, input.entityId);
  }

  /** One malformed item refuses them all (A27). */
  #batch(input: Extract<Action, { op: "batchTrack" }>["input"]): Answer {
    const commands = batchOf(this.#customerId, input);
    if (!commands) return refused(invalid("batchTrack", "no commands express this"));
    let answer: Answer = null;
    this.#books.allOrNothing(() => {
      const results = commands.map((command) => this.#apply(command));
      const malformed = results.find(
        (result) => isRefused(result) && result.error.code === "INVALID_INPUT",
      );
      answer = malformed ?? { results };
      return malformed === undefined;
    });
    return answer;
  }

  /** Of the newest entry first. */
  #crossings(): Answer {
    const entries = this.#books.entriesOf(this.#customerId, this.#now).toReversed();
    return plain({ crossings: entries.flatMap(({ crossings }) => crossings) });
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
    const feature = findFeature(this.#books.catalog, featureId);
    return feature ? plain(deriveBalance(this.#view(entityId), feature)) : null;
  }

  #view(entityId: string | null = null): View {
    return this.#books.viewOf(this.#customerId, entityId, this.#now);
  }

  #revise(command: FeatureCommand): Answer {
    const decision = this.#books.revise(command);
    return decision.kind === "refused" ? refused(decision.refusal) : plain(decision.result);
  }

  #advance(input: Extract<Action, { op: "advanceTime" }>["input"]): Answer {
    this.#now = "to" in input ? (instant(input.to) ?? this.#now) : this.#now + input.by.days * DAY;
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
