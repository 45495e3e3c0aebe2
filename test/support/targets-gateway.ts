import { isDeepStrictEqual } from "node:util";
import type { Action, Case } from "./cases-format.ts";
import type { FeatureSetup } from "./cases-parts.ts";
import { grantInput } from "./cases-setup.ts";
import { type Answer, isRefused, type Target } from "./cases-target.ts";
import { openGateway, type TestGateway, type TestGatewayOptions } from "./gateway.ts";
import {
  CHECK,
  CROSSINGS,
  LIMITS,
  LIMITS_OF_ENTITY,
  MUTATIONS,
  type MutationName,
  READ,
  READ_OF_ENTITY,
} from "./targets-documents.ts";
import { answerOf, type Fields, inputOf, isFields } from "./targets-wire.ts";

/** A whole gateway: set up, moved in time and asked by GraphQL alone. On a database in memory, or as said. */
export async function openGatewayTarget(
  setting: Case,
  options: Pick<TestGatewayOptions, "openStore"> = {},
): Promise<Target> {
  const { now, setup } = setting;
  const gateway = await openGateway({
    ...options,
    now: Date.parse(now),
    persistFreeOverage: setup.org?.persistFreeOverage ?? false,
  });
  const target = new GatewayTarget(gateway, setup.customer.id);
  await target.setUp(setting);
  return target;
}

class GatewayTarget implements Target {
  readonly #gateway: TestGateway;
  #customerId: string;

  constructor(gateway: TestGateway, customerId: string) {
    this.#gateway = gateway;
    this.#customerId = customerId;
  }

  async setUp({ now, setup }: Case): Promise<void> {
    const { customer, features, entities, balances } = setup;
    const flags = features.filter(({ type }) => type === "boolean").map(({ id }) => id);
    const answers = [
      ...(await inTurn(features, (feature) =>
        this.#mutate("createFeature", featureInput(feature)),
      )),
      ...(await inTurn([customer.id, ...(customer.otherCustomerIds ?? [])], (customerId) =>
        this.#mutate("createCustomer", { customerId, testClock: now }),
      )),
      ...(await inTurn(entities, ({ id, featureId }) =>
        this.#mutate("createEntity", { entityId: id, featureId }),
      )),
      ...(await inTurn(balances, (grant) =>
        this.#mutate("createBalance", { ...grantInput(grant, flags.includes(grant.featureId)) }),
      )),
    ];
    for (const answer of answers) {
      if (isRefused(answer)) throw new Error(`setup: ${JSON.stringify(answer.error)}`);
    }
  }

  async run(action: Action): Promise<Answer> {
    switch (action.op) {
      case "balance":
        return this.#balance(action.input);
      case "check":
        return this.#check(action.input);
      case "track":
        return byFeature(await this.#mutate("track", action.input));
      case "createFeature":
        return this.#mutate("createFeature", featureInput(action.input));
      case "updateCustomer":
        return this.#updateCustomer(action.input);
      case "finalizeLock":
        return this.#ask(MUTATIONS.finalizeLock, "finalizeLock", action.input);
      case "batchTrack": {
        const customerId = this.#customerId;
        const items = action.input.items.map((item) => ({ customerId, ...item }));
        return itemByItem(await this.#ask(MUTATIONS.trackBatch, "trackBatch", { items }));
      }
      case "advanceTime": {
        const { input } = action;
        const by = "by" in input ? { by: `P${input.by.days}D` } : input;
        return this.#mutate("advanceClock", by);
      }
      case "usageLimits":
        return this.#usageLimits(action.input);
      case "crossings":
        return this.#crossings();
      default:
        return this.#mutate(action.op, action.input);
    }
  }

  async close(): Promise<void> {
    await this.#gateway.close();
  }

  /** By the root field and by the customer's or entity's own: they must agree. */
  async #balance({ featureId, entityId }: Input<"balance">): Promise<Answer> {
    const document = entityId === undefined ? READ : READ_OF_ENTITY;
    const customerId = this.#customerId;
    const data = await this.#query(document, { customerId, featureId, entityId });
    const customer = fieldsOf(data.customer);
    const owner = entityId === undefined ? customer : fieldsOf(customer.entity);
    if (!isDeepStrictEqual(owner.balance, data.balance)) {
      throw new Error(`two answers: ${JSON.stringify([data.balance, owner.balance])}`);
    }
    return answerOf(data.balance);
  }

  async #usageLimits({ entityId }: Input<"usageLimits">): Promise<Answer> {
    const document = entityId === undefined ? LIMITS : LIMITS_OF_ENTITY;
    const data = await this.#query(document, { customerId: this.#customerId, entityId });
    const customer = fieldsOf(data.customer);
    const owner = entityId === undefined ? customer : fieldsOf(customer.entity);
    return answerOf(owner.billingControls);
  }

  async #crossings(): Promise<Answer> {
    const data = await this.#query(CROSSINGS, { customerId: this.#customerId });
    const { nodes } = fieldsOf(fieldsOf(data.customer).ledger);
    const crossings = Array.isArray(nodes) ? nodes.flatMap((entry) => entry.crossings) : null;
    return answerOf({ crossings });
  }

  async #check({ sendEvent, lock, ...question }: Input<"check">): Promise<Answer> {
    if (lock) return this.#mutate("createLock", { ...question, ...lock });
    if (sendEvent) return this.#mutate("checkAndTrack", question);
    const answer = await this.#ask(CHECK, "check", { customerId: this.#customerId, ...question });
    if (answer === null || isRefused(answer)) return answer;
    return { ...answer, flag: answer.flag !== null };
  }

  async #updateCustomer(input: Input<"updateCustomer">): Promise<Answer> {
    const answer = await this.#mutate("updateCustomer", input);
    if (answer === null || isRefused(answer)) return answer;
    const customer = fieldsOf(answer.customer);
    if (input.newCustomerId) this.#customerId = input.newCustomerId;
    return { ...customer, id: customer.customerId };
  }

  #mutate(name: MutationName, input: Fields): Promise<Answer> {
    const customer = OF_CATALOG.has(name) ? {} : { customerId: this.#customerId };
    return this.#ask(MUTATIONS[name], name, { ...customer, ...input });
  }

  async #ask(document: string, field: string, input: Fields): Promise<Answer> {
    const data = await this.#query(document, { input: inputOf(input) });
    return answerOf(data[field]);
  }

  async #query(document: string, variables: Fields): Promise<Fields> {
    const { data, errors } = await this.#gateway.query(document, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return fieldsOf(data);
  }
}

/** What is asked of the catalogue, of no customer. */
const OF_CATALOG: ReadonlySet<MutationName> = new Set(["createFeature", "deleteFeature"]);

type Input<Op extends Action["op"]> = Extract<Action, { op: Op }>["input"];

function featureInput({ id, ...feature }: FeatureSetup): Fields {
  return { featureId: id, ...feature };
}

/** Each item's answer by itself. */
function itemByItem(answer: Answer): Answer {
  if (answer === null || isRefused(answer) || !Array.isArray(answer.results)) return answer;
  return { ...answer, results: answer.results.map((item) => byFeature(answerOf(item))) };
}

/** The list of balances as a map. */
function byFeature(answer: Answer): Answer {
  if (answer === null || isRefused(answer) || !Array.isArray(answer.balances)) return answer;
  const entries = answer.balances.map(({ featureId, balance }) => [featureId, balance]);
  return { ...answer, balances: Object.fromEntries(entries) };
}

async function inTurn<T>(items: readonly T[], call: (item: T) => Promise<Answer>) {
  const answers: Answer[] = [];
  for (const item of items) answers.push(await call(item));
  return answers;
}

function fieldsOf(value: unknown): Fields {
  if (!isFields(value)) throw new Error(`no fields: ${JSON.stringify(value)}`);
  return value;
}
