import { setTimeout as pause } from "node:timers/promises";
import { type Account, Books } from "./books.ts";
import type { Figures } from "./figures.ts";
import { Journal } from "./journal.ts";
import { breaches, entriesByKey } from "./laws.ts";
import { startLoad } from "./load.ts";
import { type Operation, preparations } from "./operations.ts";
import { until } from "./until.ts";

export interface Trial {
  /** The gateways on one store, which has nothing in it yet. */
  readonly urls: readonly string[];
  readonly times: number;
  /** Breaks something, and mends it. Writers are at work all the while. */
  readonly fault: (time: number, journal: Journal) => Promise<void>;
  /** Looks at the accounts after each time. */
  readonly look?: (accounts: readonly Account[]) => void;
}

const ASKED_AGAIN = 20;

/** Breaks something under load again and again, until a law is broken; after each time all are checked. */
export async function tried(trial: Trial): Promise<Figures> {
  const { urls, times, look } = trial;
  const [url = ""] = urls;
  const journal = new Journal();
  const books = new Books();
  const secondsToAnswer: number[] = [];
  let [replays, wrongReplays] = [0, 0];
  for (const preparation of preparations()) await acknowledged(url, journal, preparation);

  for (let time = 0; time < times; time += 1) {
    secondsToAnswer.push(await suffered(trial, time, journal));
    const { count, wrong } = await askedAgain(urls, journal, await books.read(url));
    replays += count;
    wrongReplays += wrong;
    const accounts = await books.read(url);
    look?.(accounts);
    if (Object.values(breaches(accounts, journal)).some((breach) => breach > 0)) break;
  }

  const accounts = await new Books().read(url);
  return {
    ...breaches(accounts, journal),
    faults: secondsToAnswer.length,
    acknowledged: journal.of("applied").length,
    found: entriesByKey(accounts).size,
    ...{ replays, wrongReplays, secondsToAnswer },
    surprises: journal.surprises,
    slowestSeconds: journal.slowestMs / 1000,
  };
}

/** Sends it until it is answered. */
export async function acknowledged(
  url: string,
  journal: Journal,
  operation: Operation,
): Promise<void> {
  const isAnswered = async () => (await journal.send(url, operation)).kind !== "unknown";
  await until(`${url} answers`, isAnswered);
}

/** One fault under load; the seconds until every gateway has acknowledged a write since. */
async function suffered({ urls, fault }: Trial, time: number, journal: Journal): Promise<number> {
  const load = startLoad(urls, journal);
  try {
    await pause(100 + Math.random() * 200);
    const begun = performance.now();
    await fault(time, journal);
    for (const url of urls) await acknowledged(url, journal, journal.next());
    return (performance.now() - begun) / 1000;
  } finally {
    await load.stop();
  }
}

/**
 * Sends again what had no answer: what is there already is replayed, and the rest applied, so that all
 * is known from now on. Of what was answered lately, some must be answered the same, by any gateway.
 */
async function askedAgain(
  urls: readonly string[],
  journal: Journal,
  accounts: readonly Account[],
): Promise<{ readonly count: number; readonly wrong: number }> {
  const found = entriesByKey(accounts);
  const again = [...journal.of("unknown"), ...journal.of("applied").slice(-ASKED_AGAIN)];
  let wrong = 0;
  for (const [turn, operation] of again.entries()) {
    const first = journal.fates.get(operation.key);
    const fate = await journal.send(urls[turn % urls.length] ?? "", operation);
    const isThere = operation.entryKeys.some((key) => found.has(key));
    const isFirst = first?.kind !== "applied" && !isThere && fate.kind !== "unknown";
    const isReplay = fate.kind === "applied" && fate.replayed;
    const isSame = isReplay && (first?.kind !== "applied" || first.payload === fate.payload);
    if (!isFirst && !isSame) wrong += 1;
  }
  return { count: again.length, wrong };
}
