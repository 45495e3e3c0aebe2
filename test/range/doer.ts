import type { Dice } from "../support/cases-dice.ts";
import { DAY } from "../support/engine.ts";
import type { TestGateway } from "../support/gateway.ts";
import { faultsIn } from "./answers.ts";
import { mutationOf } from "./documents.ts";
import type { Figures } from "./figures.ts";
import { beginnings, firstOf } from "./holder-operations.ts";
import { operationOf } from "./operations.ts";
import { ACTORS, type Operation } from "./world.ts";

/** Does one random operation after another, through whichever gateway there is. */
export class Doer {
  readonly #dice: Dice;
  readonly #figures: Figures;
  /** What is to come first: customers who are gone begin anew. */
  readonly #next: Operation[];
  readonly #held = new Set<string>();
  /** Applied under a key a short while ago. */
  #again: Operation | undefined;

  constructor(dice: Dice, figures: Figures) {
    [this.#dice, this.#figures] = [dice, figures];
    this.#next = [...beginnings(dice), ...ACTORS.flatMap(firstOf)];
  }

  /** One operation; some time may pass before it. */
  async turn(gateway: TestGateway): Promise<void> {
    const dice = this.#dice;
    const { clock, store } = gateway;
    if (dice.once(30)) {
      clock.now += dice.pick([1, 60_000, DAY / 24, DAY / 24, DAY, 31 * DAY]);
      this.#again = undefined;
    }
    if (dice.once(40)) await store.sweep(clock.now);
    const { operations: number } = this.#figures;
    const actor = dice.pick(ACTORS);
    const retried = dice.once(20) ? this.#again : undefined;
    const random = () =>
      operationOf({ dice, actor, now: clock.now, number, held: [...this.#held] });
    const operation = this.#next.shift() ?? retried ?? random();
    const code = await this.#do(gateway, operation);
    if (code === "CUSTOMER_NOT_FOUND" && operation.input.customerId === actor.customerId) {
      this.#next.push(...firstOf(actor));
    }
    this.#figures.operations += 1;
  }

  /** The code that it was refused with; null where it was applied. */
  async #do(gateway: TestGateway, operation: Operation): Promise<string | null> {
    const { name, input } = operation;
    const { data, errors } = await gateway.query(mutationOf(operation), { input });
    const result = data?.[name];
    const figures = this.#figures;
    const where = `at operation ${figures.operations}: ${JSON.stringify(operation)}`;
    const code: string | null = errors?.[0].extensions?.code ?? result?.code ?? null;
    if (errors && code !== "BAD_USER_INPUT") figures.faults.push(`${code} ${where}`);
    figures.faults.push(...faultsIn(data).map((fault) => `${fault} ${where}`));
    if (name === "finalizeLock") this.#held.delete(String(input.lockId));
    if (result?.lock?.status === "HELD" && !result.dryRun) this.#held.add(result.lock.lockId);
    if (code !== null) count(figures.refusals, refusalOf(code, result?.issues));
    else {
      figures.applied += 1;
      count(figures.kinds, name);
      if ("idempotencyKey" in input) this.#again = operation;
    }
    return code;
  }
}

/** What is refused for its size is told apart. */
function refusalOf(code: string, issues: readonly { readonly message: string }[] = []): string {
  return issues.some(({ message }) => message.includes("1e18 or more")) ? "BEYOND_RANGE" : code;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
