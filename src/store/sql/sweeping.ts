import type { Broken, Sweep } from "../port.ts";
import type { Catalogue } from "./catalogue.ts";
import { integer } from "./column.ts";
import type { Dialect } from "./dialect.ts";
import type { KeptLedgers } from "./kept-ledgers.ts";
import { type Call, call } from "./program.ts";
import type { Session } from "./session.ts";
import { sweep } from "./sweep.ts";

/** Customers that are settled in one transaction. */
const MOST_CUSTOMERS = 64;

/** Customers that are passed over because of what they are. */
const MOST_PASSED_OVER = 1000;

/**
 * A turn at a time. Who is so far behind that one transaction does not do comes one at a time, beside the
 * others, so that nobody waits for him; who cannot be settled at all is passed over until the next start.
 */
export function sweeping(
  { session, dialect }: { readonly session: Session; readonly dialect: Dialect },
  { catalogue, kept }: { readonly catalogue: Catalogue; readonly kept: KeptLedgers },
): (now: number) => Promise<Sweep> {
  const behind = new Set<string>();
  const broken = new Set<string>();

  async function turn(claim: Call, now: number) {
    const atHand = { catalog: catalogue.held, ledgers: kept };
    const swept = await session.transact(() => sweep(claim, now, atHand));
    if (swept.inForce) catalogue.adopt(swept.inForce);
    kept.renew(swept.stored);
    for (const id of swept.customerIds) behind.delete(id);
    for (const id of swept.behind) if (behind.size < MOST_PASSED_OVER) behind.add(id);
    return swept;
  }

  /** Alone, each is to blame for itself. */
  async function oneByOne(customerIds: readonly string[], now: number): Promise<readonly Broken[]> {
    const found: Broken[] = [];
    for (const customerId of customerIds) {
      const { broken: reason } = await turn(
        call("claimDueOf", now, JSON.stringify([customerId])),
        now,
      );
      if (reason === null) continue;
      if (broken.size < MOST_PASSED_OVER) broken.add(customerId);
      found.push({ customerId, reason });
    }
    return found;
  }

  async function nextDueAt(): Promise<number | null> {
    const { nextDue } = dialect.statements;
    const passedOver = JSON.stringify([...broken]);
    const [row] = await session.read({ name: "nextDue", sql: nextDue, values: [passedOver] });
    return row ? integer.read(row[0]) : null;
  }

  return async (now) => {
    const slowest = [...behind].slice(0, 1);
    const passedOver = JSON.stringify([...behind, ...broken]);
    const claim = call("claimDue", now, passedOver, MOST_CUSTOMERS);
    const { customerIds, ...first } = await turn(claim, now);
    const blamed = first.broken === null ? [] : customerIds;
    const found = await oneByOne([...blamed, ...slowest], now);
    return {
      settled: customerIds.length + slowest.length,
      broken: found,
      nextDueAt: await nextDueAt(),
    };
  };
}
