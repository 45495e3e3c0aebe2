import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Link } from "../../src/store/postgres/link.ts";
import { transacted } from "../../src/store/postgres/transaction.ts";
import { PAUSE } from "../../src/store/sql/pause.ts";
import {
  type Call,
  call,
  type Program,
  type Written,
  writing,
} from "../../src/store/sql/program.ts";
import { savingCalls } from "../../src/store/sql/save.ts";
import type { Session } from "../../src/store/sql/session.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { openDatabase } from "../../src/store/sqlite/open.ts";
import { openSession } from "../../src/store/sqlite/session.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { alone } from "./alone.ts";
import { batchOf, grantOf, trackOf } from "./requests.ts";
import { did, ledgerOf, staged } from "./stage.ts";

const COUNT = { name: "count", sql: "SELECT count(*) FROM answers", values: [] };

/** Each look at the clock finds that the given time has passed since the last one. */
function clockSteps(milliseconds: number): void {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    now += milliseconds;
    return now;
  });
}

beforeEach(() => clockSteps(100));
afterEach(() => vi.restoreAllMocks());

/** How often others had a turn until it was settled. */
async function turnsDuring<T>(work: () => Promise<T>): Promise<{ turns: number; result: T }> {
  let [turns, isDone] = [0, false];
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  const running = work();
  running.finally(() => {
    isDone = true;
  });
  setImmediate(count);
  return { result: await running, turns };
}

describe("a transaction on SQLite", () => {
  let session: Session;
  const seen: string[] = [];

  beforeEach(async () => {
    seen.length = 0;
    const database = openDatabase(":memory:");
    await migrate(database);
    session = openSession(database);
  });

  afterEach(() => session.close());

  const reading = () => session.read(COUNT).then(([row]) => seen.push(`read ${row?.[0]}`));

  const adding = (key: string) => writing("addAnswers", [[key, "fingerprint", "track", 0, "[]"]]);

  /** Two rows, one before its pauses and one after. */
  function* pair(name: string, pauses: number): Program<Written<string>> {
    yield [adding(`${name}1`)];
    for (let count = 0; count < pauses; count += 1) yield PAUSE;
    return { result: name, writes: [adding(`${name}2`)] };
  }

  it("lets others have their turn where it takes long, and nobody see it half done", async () => {
    const long = session.transact(() => pair("long", 5)).then((name) => seen.push(name));
    const reads = [reading(), reading()];
    const next = session.transact(() => pair("next", 0)).then((name) => seen.push(name));
    const last = reading();
    const { turns } = await turnsDuring(() => Promise.all([long, ...reads, next, last]));
    expect(seen).toEqual(["long", "read 2", "read 2", "next", "read 4"]);
    expect(turns).toBeGreaterThan(5);
  });

  it("is awaited by those that come while those before them are served", async () => {
    const long = session.transact(() => pair("long", 3));
    const first = reading();
    await long;
    const second = reading();
    await Promise.all([first, second]);
    expect(seen).toEqual(["read 2", "read 2"]);
  });

  it("is undone where it fails after a pause, and the next begins", async () => {
    const failing = session.transact(function* () {
      yield* pair("failing", 3);
      throw new Error("broken");
    });
    const read = session.read(COUNT);
    await expect(failing).rejects.toThrow();
    expect(await read).toEqual([[0]]);
    expect(await session.transact(() => pair("next", 0))).toBe("next");
    expect(await session.read(COUNT)).toEqual([[2]]);
  });

  it("is done before the database is closed", async () => {
    const long = session.transact(() => pair("long", 3));
    const closed = session.close();
    expect(await long).toBe("long");
    await closed;
    await expect(session.read(COUNT)).rejects.toThrow();
  });

  it("that is short is done without a pause", async () => {
    clockSteps(0);
    const { turns } = await turnsDuring(() => session.transact(() => pair("short", 5)));
    expect(turns).toBe(0);
  });
});

describe("a transaction on PostgreSQL", () => {
  it("pauses between its statements, and asks nothing for it", async () => {
    const sent: string[][] = [];
    const run: Link["run"] = async (statements) => {
      sent.push(statements.map(({ name }) => name));
      return statements.map(() => []);
    };
    const link: Link = { run, pinned: () => run, discard: () => {}, close: async () => {} };
    const { turns, result } = await turnsDuring(() =>
      transacted(link, function* () {
        yield PAUSE;
        yield [call("shareCatalog")];
        yield PAUSE;
        yield PAUSE;
        return { result: 3, writes: [call("reviseCatalog", 1)] };
      }),
    );
    expect(result).toBe(3);
    expect(sent).toEqual([["begin", "shareCatalog"], ["reviseCatalog"], ["commit"]]);
    expect(turns).toBeGreaterThanOrEqual(2);
  });
});

describe("a batch", () => {
  it("lets others have their turn between its items, and is seen as a whole or not at all", async () => {
    const store = await staged(() =>
      openSqliteStore({ path: ":memory:", persistFreeOverage: false }),
    );
    await did(store, grantOf("cus", "g2"));
    const remaining = async () => {
      const { grants = [] } = (await ledgerOf(store, "cus")) ?? {};
      return grants.flatMap(({ slices }) => slices).reduce((sum, { balance }) => sum + balance, 0n);
    };
    const whole = await remaining();
    const items = Array.from({ length: 50 }, () => trackOf("cus", "1"));
    const batch = store.applyBatch(batchOf(items));
    const reads: bigint[] = [];
    const { turns } = await turnsDuring(async () => {
      for (let count = 0; count < 3; count += 1) reads.push(await remaining());
      return batch;
    });
    expect(turns).toBeGreaterThan(50);
    const left = await remaining();
    expect(whole - left).toBe(50n * 10n ** 10n);
    expect(reads.filter((read) => read !== whole && read !== left)).toEqual([]);
    await store.close();
  });
});

describe("what is written", () => {
  it("goes in several statements where it is long, in its order", async () => {
    const store = await staged(() =>
      openSqliteStore({ path: ":memory:", persistFreeOverage: false }),
    );
    const { entry, ledger } = await did(store, trackOf("cus", "1"));
    if (!entry || !ledger) throw new Error("a track has an entry");
    const properties = { text: "x".repeat(300_000) };
    const entries = [5, 6, 7, 8, 9].map((seq) => ({ ...entry, seq, properties }));
    const calls = alone(
      savingCalls([{ before: ledger, after: ledger, entries, at: 0, etag: "1" }]),
    );
    const added = calls.filter(({ name }) => name === "addEntries");
    expect(added.length).toBe(2);
    expect(added.flatMap(seqsIn)).toEqual([5, 6, 7, 8, 9]);
    await store.close();
  });
});

function seqsIn({ rows = [] }: Call): readonly unknown[] {
  return rows.map(([, seq]) => seq);
}
