import { expect, it } from "vitest";
import type { Ledger } from "../../src/engine/ledger.ts";
import { Fault, type Ledgers } from "../../src/store/port.ts";
import { readQueue } from "../../src/store/read-queue.ts";
import { Bench, CATALOG } from "../support/engine.ts";

const { ledger: LEDGER } = new Bench();

/** A queue over a store that knows all customers but "nobody", and cannot read "broken" ones. */
function queueOf(fault: Error = new Error("broken")) {
  const reads: (readonly string[])[] = [];
  const load = readQueue(async (ids): Promise<Ledgers> => {
    reads.push(ids);
    if (ids.includes("broken")) throw fault;
    const known = ids.filter((id) => id !== "nobody");
    return { catalog: CATALOG, ledgers: known.map(named) };
  });
  return { reads, load };
}

function named(customerId: string): Ledger {
  if (!LEDGER) throw new Error("The bench has a customer");
  return { ...LEDGER, customer: { ...LEDGER.customer, customerId } };
}

function idsIn({ ledgers }: Ledgers): readonly string[] {
  return ledgers.map(({ customer }) => customer.customerId);
}

it("What is asked for in one tick is one read, each customer once; each call gets its own", async () => {
  const { reads, load } = queueOf();
  const answers = await Promise.all([
    load(["a", "b"]),
    load(["b", "nobody"]),
    load([]),
    load(["a"]),
  ]);
  expect(reads).toEqual([["a", "b", "nobody"]]);
  expect(answers.map(idsIn)).toEqual([["a", "b"], ["b"], [], ["a"]]);
});

it("What is asked for later is read later, though another read is under way", async () => {
  const { reads, load } = queueOf();
  const first = load(["a"]);
  await new Promise((resolve) => setImmediate(resolve));
  const second = load(["a"]);
  await Promise.all([first, second]);
  expect(reads).toEqual([["a"], ["a"]]);
});

it("No more than 64 calls share a read", async () => {
  const { reads, load } = queueOf();
  await Promise.all(Array.from({ length: 100 }, (_item, index) => load([`c${index}`])));
  expect(reads.map(({ length }) => length)).toEqual([64, 36]);
});

it("A ledger that cannot be made sense of is told to who asked for it alone", async () => {
  const { load } = queueOf();
  const answers = await Promise.allSettled([load(["a"]), load(["broken"]), load(["b"])]);
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

it("A database that is gone is asked once", async () => {
  const fault = new Fault("STORE_UNAVAILABLE", "gone", { retryable: true });
  const { reads, load } = queueOf(fault);
  const answers = await Promise.allSettled([load(["a"]), load(["broken"])]);
  expect(answers).toEqual([
    { status: "rejected", reason: fault },
    { status: "rejected", reason: fault },
  ]);
  expect(reads).toHaveLength(1);
});
