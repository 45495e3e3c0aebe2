import { expect, test } from "vitest";
import { encodeNodeId, nodeKey } from "../../src/schema/node-id.ts";
import type { Account, Entry } from "./books.ts";
import { Journal } from "./journal.ts";
import { breaches } from "./laws.ts";
import { operationOf } from "./operations.ts";

/** Three that a client sent: a track that was applied, a batch without an answer, a track that was refused. */
const [TRACK, BATCH, REFUSED] = [operationOf(0), operationOf(3), operationOf(5)] as const;
const [BATCHED = ""] = BATCH.entryKeys;

const SOUND = accountOf([
  { key: "calls-ada", value: -100 },
  { key: TRACK.key, value: 1 },
]);
const NONE = { lost: 0, double: 0, torn: 0, ghosts: 0, gaps: 0, unbalanced: 0, oversold: 0 };

test.for([
  ["what is as it should be", SOUND, {}],
  ["an entry that is not there", accountOf([{ key: "calls-ada", value: -100 }]), { lost: 1 }],
  ["an entry that is there twice", withMore({ key: TRACK.key, value: 1 }), { double: 1 }],
  ["a batch that is there in part", withMore({ key: BATCHED, value: 2 }), { torn: 1 }],
  ["an entry that nobody sent", withMore({ key: "op-77", value: 1 }), { ghosts: 1 }],
  ["an entry without a key", withMore({ key: null, value: 1 }), { ghosts: 1 }],
  ["an entry of what was refused", withMore({ key: REFUSED.key, value: 3 }), { ghosts: 1 }],
  ["a number left out", { ...SOUND, entries: renumbered(SOUND.entries, [3, 1]) }, { gaps: 1 }],
  ["a number given twice", { ...SOUND, entries: renumbered(SOUND.entries, [1, 1]) }, { gaps: 1 }],
  ["a balance that is not its ledger's sum", withBalance({ remaining: 98 }), { unbalanced: 1 }],
  ["a balance below zero", accountOf([{ key: "calls-ada", value: 5 }]), { lost: 1, oversold: 1 }],
] as const)("%s", ([, account, expected]) => {
  expect(breaches([account], journal())).toEqual({ ...NONE, ...expected });
});

function journal(): Journal {
  const written = new Journal();
  const preparation = { ...operationOf(0), key: "calls-ada", entryKeys: ["calls-ada"] };
  for (const operation of [preparation, TRACK, BATCH, REFUSED]) {
    written.operations.set(operation.key, operation);
    written.fates.set(operation.key, { kind: "applied", replayed: false, payload: "" });
  }
  written.fates.set(BATCH.key, { kind: "unknown" });
  written.fates.set(REFUSED.key, { kind: "refused" });
  return written;
}

interface Moved {
  readonly key: string | null;
  readonly value: number;
}

/** One whose balance is what its entries, oldest first, add up to. */
function accountOf(moved: readonly Moved[]): Account {
  const left = moved.reduce((sum, { value }) => sum - value, 0);
  const overage = Math.max(-left, 0);
  const figures = { granted: 100, usage: 100 - left, remaining: Math.max(left, 0), overage };
  const entries = moved.map(({ key, value }) => entryOf(key, value)).toReversed();
  const numbers = entries.map((_entry, index) => entries.length - index);
  return {
    balances: [{ featureId: "calls", ...figures }],
    entries: renumbered(entries, numbers),
  };
}

function withMore(more: Moved): Account {
  return accountOf([{ key: "calls-ada", value: -100 }, { key: TRACK.key, value: 1 }, more]);
}

function withBalance(figures: { readonly remaining: number }): Account {
  return { ...SOUND, balances: SOUND.balances.map((balance) => ({ ...balance, ...figures })) };
}

function entryOf(idempotencyKey: string | null, value: number): Entry {
  const deductions = [{ featureId: "calls", value }];
  return { id: "", kind: "TRACK", at: 0, actor: "writer", idempotencyKey, deductions };
}

function renumbered(entries: readonly Entry[], numbers: readonly number[]): readonly Entry[] {
  return entries.map((entry, index) => ({
    ...entry,
    id: encodeNodeId("LedgerEntry", nodeKey(null, "ada", numbers[index] ?? 0)),
  }));
}
