/** What falls due is committed by itself, by any number of gateways side by side, each customer by one. */
import { isDue } from "../../engine/settle.ts";
import { Fault } from "../port.ts";
import { text } from "./column.ts";
import { dueIndexOf } from "./due.ts";
import type { StoredLedger } from "./kept-ledgers.ts";
import type { NamedCatalog } from "./named-catalog.ts";
import { type AtHand, opened } from "./opening.ts";
import { inTurns } from "./pause.ts";
import { type Call, call, type Program, type Written, writing } from "./program.ts";
import { Turns } from "./turns.ts";

export interface Swept {
  readonly customerIds: readonly string[];
  /** Those of whom more is due than one transaction settles. */
  readonly behind: readonly string[];
  /** Why nothing was settled: one of the ledgers cannot be made sense of. Null: all went well. */
  readonly broken: unknown;
  readonly stored: readonly StoredLedger[];
  readonly inForce: NamedCatalog | null;
}

/** Claims some customers of whom something is due, passing over those that another gateway has claimed. */
export function* sweep(claim: Call, now: number, atHand: AtHand): Program<Written<Swept>> {
  const [, rows = []] = yield [call("shareCatalog"), claim];
  const customerIds = rows.map(([customerId]) => text.read(customerId));
  const nothing = { customerIds, behind: [], broken: null, stored: [], inForce: null };
  if (customerIds.length === 0) return { result: nothing, writes: [] };
  try {
    return yield* swept(customerIds, now, atHand);
  } catch (broken) {
    if (broken instanceof Fault) throw broken;
    return { result: { ...nothing, broken }, writes: [] };
  }
}

function* swept(
  customerIds: readonly string[],
  now: number,
  atHand: AtHand,
): Program<Written<Swept>> {
  const opening = yield* opened(
    { claim: "shareCatalog", customerIds, keys: [], beside: [] },
    atHand,
  );
  const turns = new Turns(opening);
  const late = yield* inTurns(customerIds, (id) => turns.catchUp(id, now));
  const behind = customerIds.filter((_, index) => late[index]?.hasMoved);
  const { writes, stored } = yield* turns.ended();
  const saved = new Set(stored.map(({ ledger }) => ledger.customer.customerId));
  // An index that is wrong, as after an import, is put right.
  const mistaken = [...opening.drafts].flatMap(([customerId, { after }]) =>
    after && !saved.has(customerId) && !isDue(after, now) ? [[customerId, dueIndexOf(after)]] : [],
  );
  const corrections = mistaken.length > 0 ? [writing("touchDue", mistaken)] : [];
  const { inForce } = opening;
  return {
    result: { customerIds, behind, broken: null, stored, inForce },
    writes: [...writes, ...corrections],
  };
}
