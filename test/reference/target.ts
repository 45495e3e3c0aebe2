import { type Amount, formatAmount } from "../../src/engine/amount.ts";
import type { CheckAndTrack, CustomerCommand, Track } from "../../src/engine/command.ts";
import type { Action, Case } from "../support/cases-format.ts";
import { grantInput } from "../support/cases-setup.ts";
import { type Answer, type ErrorCode, isRefused, type Target } from "../support/cases-target.ts";
import { batchOf, commandOf, questionOf } from "../support/targets-commands.ts";
import { instant, Malformed } from "../support/targets-door.ts";
import { createBalance, featureOf } from "../support/targets-grants.ts";
import type { Verdict } from "./check.ts";
import { Model } from "./model.ts";
import type { Outcome } from "./outcome.ts";
import type { FeatureLike } from "./state.ts";
import { isTimely } from "./usage.ts";

const DAY = 86_400_000;

/** The model by itself, playing cases as the engine does. */
export async function openModelTarget(setting: Case): Promise<Target> {
  const played = new Played(setting);
  played.setUp(setting);
  return { run: async (action) => played.run(action), close: async () => {} };
}

class Played {
  readonly #features: FeatureLike[] = [];
  readonly #models = new Map<string, Model>();
  readonly #customerId: string;
  #now: number;
  #calls = 0;

  constructor({ now, setup }: Case) {
    this.#now = Date.parse(now);
    this.#customerId = setup.customer.id;
    const keepsDebt = setup.org?.persistFreeOverage ?? false;
    for (const id of [setup.customer.id, ...(setup.customer.otherCustomerIds ?? [])]) {
      this.#models.set(id, new Model(this.#features, keepsDebt, this.#now));
    }
  }

  setUp({ setup }: Case): void {
    for (const feature of setup.features) this.#features.push(featureOf(feature));
    const answers = [
      ...setup.entities.map(({ id, featureId }) =>
        this.run({ op: "createEntity", input: { entityId: id, featureId } }),
      ),
      ...setup.balances.map((grant) => {
        const isFlag = setup.features.find((it) => it.id === grant.featureId)?.type === "boolean";
        const input = grantInput(grant, isFlag);
        return this.#apply(createBalance(this.#customerId, grant.key, input));
      }),
    ];
    const refused = answers.find(isRefused);
    if (refused) throw new Error(`setup: ${JSON.stringify(refused.error)}`);
  }

  run(action: Action): Answer {
    try {
      return this.#run(action);
    } catch (error) {
      if (error instanceof Malformed) return refusal("INVALID_INPUT");
      throw error;
    }
  }

  #run(action: Action): Answer {
    this.#calls += 1;
    switch (action.op) {
      case "balance":
        return plain(this.#shown(action.input.featureId, action.input.entityId ?? null));
      case "advanceTime":
        return this.#advance(action.input);
      case "createFeature":
        this.#features.push(featureOf(action.input));
        return null;
      case "usageLimits":
        return plain({ usageLimits: this.#model().limits(action.input.entityId ?? null) });
      case "crossings":
        return plain({ crossings: this.#model().crossings });
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
    return command ? this.#apply(command) : refusal("INVALID_INPUT");
  }

  #apply(command: CustomerCommand): Answer {
    const model = this.#models.get(command.customerId);
    if (!model) return refusal("CUSTOMER_NOT_FOUND");
    model.now = this.#now;
    const isQuestion = command.type === "checkAndTrack" || command.type === "createLock";
    const verdict = isQuestion ? this.#verdict(command) : null;
    return this.#answer(command, model.run(command), verdict);
  }

  #answer(command: CustomerCommand, outcome: Outcome, verdict: Verdict | string | null): Answer {
    const { code, moved } = outcome;
    if (code !== "done" && code !== "allowed" && code !== "denied") return refusal(code);
    const viewer = "entityId" in command ? command.entityId : null;
    const deductions = { deductions: moved.map((it) => ({ ...it })) };
    if (verdict === null) {
      if (command.type !== "track") return plain(deductions);
      const balance = this.#shown(outcome.balanceFeatureId, viewer);
      const value = { value: command.value, balance, balances: this.#balances(command, viewer) };
      return plain({ ...deductions, ...value });
    }
    const asked = typeof verdict === "string" ? null : verdict;
    const balance = this.#shown(moved[0]?.featureId ?? asked?.balanceFeatureId ?? null, viewer);
    return plain({ ...asked, ...deductions, allowed: code === "allowed", balance });
  }

  #balances(command: Track, viewer: string | null): Record<string, unknown> {
    const ids = this.#features
      .filter(({ featureId, creditSchema }) =>
        [featureId, ...creditSchema.map((it) => it.meteredFeatureId)].includes(
          command.featureId ?? "",
        ),
      )
      .map(({ featureId }) => featureId);
    return Object.fromEntries(ids.map((id) => [id, this.#shown(id, viewer)]));
  }

  #check(input: Parameters<typeof questionOf>[1]): Answer {
    const verdict = this.#verdict(questionOf(this.#customerId, input));
    if (typeof verdict === "string") return refusal(verdict);
    const balance = this.#shown(verdict.balanceFeatureId, input.entityId ?? null);
    const isFlag = this.#features.some(
      ({ featureId, type }) => featureId === input.featureId && type === "boolean",
    );
    return plain({ ...verdict, balance, flag: isFlag && verdict.allowed });
  }

  #verdict(
    asked: Pick<CheckAndTrack, "featureId" | "entityId" | "properties" | "requiredBalance">,
  ): Verdict | string {
    const { featureId, entityId: viewer, properties, requiredBalance } = asked;
    return this.#model().check({ featureId, viewer, properties }, requiredBalance);
  }

  #shown(featureId: string | null, viewer: string | null): unknown {
    if (featureId === null) return null;
    const shown = this.#model().balance(featureId, viewer);
    return shown && { featureId, ...shown };
  }

  /** One malformed item refuses them all (A27). */
  #batch(input: Extract<Action, { op: "batchTrack" }>["input"]): Answer {
    const commands = batchOf(this.#customerId, input);
    if (!commands) return refusal("INVALID_INPUT");
    const isUntimely = commands.some(
      (it) => it.type === "track" && !isTimely(this.#now, it.timestamp),
    );
    if (isUntimely) return refusal("INVALID_INPUT");
    return { results: commands.map((command) => this.#apply(command)) };
  }

  #model(): Model {
    const model = this.#models.get(this.#customerId);
    if (!model) throw new Error(`no customer ${this.#customerId}`);
    model.now = this.#now;
    return model;
  }

  #advance(input: Extract<Action, { op: "advanceTime" }>["input"]): Answer {
    this.#now = "to" in input ? (instant(input.to) ?? this.#now) : this.#now + input.by.days * DAY;
    return null;
  }
}

function refusal(code: string): Answer {
  return { error: { code: code as ErrorCode, message: code } };
}

/** As JSON, with every digit. */
function plain(value: unknown): Answer {
  return JSON.parse(
    JSON.stringify(value, (_key, part) =>
      typeof part === "bigint" ? formatAmount(part as Amount) : part,
    ),
  );
}
