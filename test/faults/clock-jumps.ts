import assert from "node:assert/strict";
import type { BalanceStore } from "../../src/store/port.ts";
import type { Account, Entry } from "./books.ts";
import type { Figures } from "./figures.ts";
import { CALLS_A_DAY, CUSTOMERS, LOCKED, lockOf } from "./operations.ts";
import { served } from "./served.ts";
import { acknowledged, tried } from "./trial.ts";
import { until } from "./until.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** More than are asked again after it: an answer of the day before is no longer kept. */
const WRITES_BETWEEN = 40;

/**
 * Two gateways whose clocks are five minutes apart jump two days ahead, one of them three hours more and
 * back again, while resets and locks fall due.
 */
export async function clockJumps(
  open: () => Promise<BalanceStore>,
  times: number,
): Promise<Figures> {
  const ahead = { first: 0, second: 0 };
  await using first = await served(await open(), () => Date.now() + ahead.first);
  await using second = await served(await open(), () => Date.now() + ahead.second);
  return await tried({
    urls: [first.url, second.url],
    times,
    fault: async (time, journal) => {
      ahead.first += 2 * DAY + 3 * HOUR;
      for (const customerId of CUSTOMERS) {
        const expiresAt = Date.now() + ahead.first + DAY;
        await acknowledged(first.url, journal, lockOf(customerId, expiresAt));
      }
      ahead.first -= 3 * HOUR;
      ahead.second = ahead.first + (time % 2 === 0 ? 5 : -5) * MINUTE;
      const enough = journal.operations.size + WRITES_BETWEEN;
      await until("the writers go on", () => journal.operations.size >= enough);
    },
    look: (accounts) => {
      for (const account of accounts) assertOnce(account);
    },
  });
}

/** Each day was begun once, with one day's calls; each lock that ended gave back what it held, once. */
function assertOnce({ entries }: Account): void {
  const created = entries.find(({ idempotencyKey }) => idempotencyKey?.startsWith("calls-"));
  const resets = entries.filter(({ kind }) => kind === "RESET").toReversed();
  const days = resets.map((_reset, index) => (created?.at ?? 0) + (index + 1) * DAY);
  const begun = resets.map(({ at }) => at);
  assert.deepEqual(begun, days);
  assert.ok(resets.length >= 2);
  for (const reset of resets) assert.equal(netOf(reset), -CALLS_A_DAY);

  const locks = entries.filter(({ kind }) => kind === "LOCK");
  const ended = entries.filter(({ kind, actor }) => kind === "FINALIZE" && actor === "time");
  assert.equal(ended.length, locks.length - 1); // The last one's time is still to come.
  for (const end of ended) assert.equal(netOf(end), -LOCKED);
}

function netOf({ deductions }: Entry): number {
  return deductions.reduce((sum, { value }) => sum + value, 0);
}
