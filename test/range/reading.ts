/** Everything there is to read of every customer, and whatever is wrong with it. */
import type { Answer } from "../support/ask.ts";
import type { Dice } from "../support/cases-dice.ts";
import { DAY } from "../support/engine.ts";
import type { TestGateway } from "../support/gateway.ts";
import { faultsIn } from "./answers.ts";
import { booksOf } from "./books.ts";
import { ACCOUNT, AT, CUSTOMERS, LEDGER, VERDICTS } from "./documents.ts";
import { edgeOf } from "./edges.ts";

interface Customer {
  readonly customerId: string;
  readonly createdAt: number;
  readonly entities: { readonly nodes: readonly { readonly entityId: string }[] };
}

/** What was read of all customers, and what was wrong. */
export interface Read {
  readonly customers: number;
  readonly entries: number;
  readonly questions: number;
  readonly faults: readonly string[];
}

/** Asks everything of everyone. */
export async function readAll(gateway: TestGateway, dice: Dice): Promise<Read> {
  const reader = new Reader(gateway);
  const { data } = await reader.ask(CUSTOMERS, {});
  const customers: readonly Customer[] = data?.customers.nodes ?? [];
  let entries = 0;
  for (const customer of customers) {
    await reader.ask(ACCOUNT, { customerId: customer.customerId });
    const told = await ledgerOf(reader, customer);
    await verdicts(reader, customer, dice);
    await otherInstants(reader, customer, dice);
    const books = await booksOf(gateway.store, customer.customerId);
    reader.faults.push(...books.faults.map((fault) => `${customer.customerId}: ${fault}`));
    if (told !== books.entries) reader.faults.push(`${told} of ${books.entries} entries are told`);
    entries += told;
  }
  const { questions, faults } = reader;
  return { customers: customers.length, entries, questions, faults };
}

class Reader {
  readonly faults: string[] = [];
  questions = 0;
  readonly #gateway: TestGateway;

  constructor(gateway: TestGateway) {
    this.#gateway = gateway;
  }

  /** `mayRefuse`: whether the answer may be that this cannot be asked. */
  async ask(document: string, variables: object, mayRefuse = false): Promise<Answer> {
    this.questions += 1;
    const answer = await this.#gateway.query(document, { ...variables });
    const told = `of ${JSON.stringify(variables)} in ${document.slice(0, 70)}`;
    for (const { message, extensions } of answer.errors ?? []) {
      if (mayRefuse && extensions?.code === "BAD_USER_INPUT") continue;
      this.faults.push(`${extensions?.code} ${message} ${told}`);
    }
    this.faults.push(...faultsIn(answer.data).map((fault) => `${fault} ${told}`));
    return answer;
  }
}

/** How many entries its pages told. */
async function ledgerOf(reader: Reader, { customerId }: Customer): Promise<number> {
  let told = 0;
  let after: string | null = null;
  for (;;) {
    const { data }: Answer = await reader.ask(LEDGER, { customerId, after });
    const page = data?.customer?.ledger;
    if (!page) return told;
    told += page.nodes.length;
    if (!page.pageInfo.hasNextPage) return told;
    after = page.pageInfo.endCursor;
  }
}

async function verdicts(reader: Reader, { customerId, entities }: Customer, dice: Dice) {
  for (const entityId of [null, ...entities.nodes.map((entity) => entity.entityId)]) {
    const required = dice.once(4) ? "999999999999999999.9999999999" : edgeOf(dice, "tiny");
    await reader.ask(VERDICTS, { customerId, entityId, required });
  }
}

async function otherInstants(reader: Reader, customer: Customer, dice: Dice): Promise<void> {
  const { customerId, createdAt, entities } = customer;
  const entityId = entities.nodes[0]?.entityId ?? null;
  for (const days of [0, dice.below(400), 3650]) {
    await reader.ask(AT, { customerId, entityId: null, at: createdAt + days * DAY }, true);
  }
  await reader.ask(AT, { customerId, entityId, at: createdAt + dice.below(90) * DAY }, true);
}
