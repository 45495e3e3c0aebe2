import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { toFault } from "../../src/store/postgres/fault.ts";
import { type Link, openLink } from "../../src/store/postgres/link.ts";
import type { Statement } from "../../src/store/sql/dialect.ts";
import type { Cell } from "../../src/store/sql/program.ts";
import { asked, freshDatabase } from "../support/postgres.ts";
import { checkAllAsync } from "../support/property.ts";

const RUNS = 50;

let url: string;
const sent: string[] = [];
const opened: Link[] = [];

beforeAll(async () => {
  url = await freshDatabase();
  await asked(url, "CREATE TABLE notes (id BIGINT PRIMARY KEY)");
});

afterEach(async () => {
  for (const link of opened.splice(0)) await link.close();
  sent.length = 0;
});

describe("a run", () => {
  it("answers each statement of each run with its own rows, however many run at once", async () => {
    const link = open();
    const ran = await checkAllAsync(
      RUNS,
      fc.asyncProperty(fc.array(fc.array(fc.integer(), { maxLength: 9 })), async (runs) => {
        const answers = runs.map((numbers) => link.run(numbers.map((number) => echo(number))));
        const expected = runs.map((numbers) => numbers.map((number) => [[number]]));
        expect(await Promise.all(answers)).toEqual(expected);
      }),
    );
    expect(ran).toBe(RUNS);
  });

  it("carries its statements out in their order", async () => {
    const answer = await open().run([note(1), count(), note(2), count(), forget(), count()]);
    expect(answer).toEqual([[], [[1]], [], [[2]], [], [[0]]]);
    expect(sent).toEqual(["note", "count", "note", "count", "forget", "count"]);
  });

  it("prepares a text once, by whatever name and however often it is sent", async () => {
    const link = open();
    for (let times = 0; times < 3; times += 1) {
      await link.run([echo(times), echo(times), { ...echo(times), name: "another name" }]);
    }
    const prepared = "SELECT name, generic_plans + custom_plans FROM pg_prepared_statements";
    const [rows] = await link.run([statement(`${prepared} WHERE statement = $1`, echo(0).sql)]);
    expect(rows).toEqual([["echo-0", 9]]);
  });

  it("reads by an index where there is one, however few rows the table has as yet", async () => {
    const plan = statement("EXPLAIN (COSTS off) SELECT id FROM notes WHERE id = ANY(ARRAY[1, 2])");
    await asked(url, "ANALYZE notes");
    const [[row] = []] = await open().run([plan]);
    expect(row).toEqual(["Index Only Scan using notes_pkey on notes"]);
  });

  it("shows itself to the server under its name", async () => {
    const [[row] = []] = await open().run([
      statement("SELECT current_setting('application_name')"),
    ]);
    expect(row).toEqual(["link.spec"]);
  });
});

describe("a cell", () => {
  it.each<[string, string, unknown]>([
    ["a count is a number", "9007199254740991::bigint", Number.MAX_SAFE_INTEGER],
    ["so are the smaller ones", "-1::smallint", -1],
    ["a double is a number, to the last digit", "0.1::float8 + 0.2::float8", 0.1 + 0.2],
    ["a flag is true", "true", true],
    ["or false", "false", false],
    [
      "an amount stays text, with every digit",
      "123456789012345678.0000000001::numeric(38, 10)",
      "123456789012345678.0000000001",
    ],
    [
      "JSON stays text, as it was written",
      `'{"b" : 1.50, "a": [] }'::json`,
      '{"b" : 1.50, "a": [] }',
    ],
    ["a day stays text", "'2024-02-29'::date", "2024-02-29"],
    ["nothing is null", "NULL::bigint", null],
  ])("%s", async (_title, sql, value) => {
    expect(await open().run([statement(`SELECT ${sql}`)])).toEqual([[[value]]]);
  });

  it("that a number cannot hold is refused, and the link goes on", async () => {
    const link = open();
    const large = link.run([statement("SELECT 9007199254740993")]);
    await expect(large).rejects.toThrow("the cell holds a safe integer");
    expect(await link.run([echo(1)])).toEqual([[[1]]]);
  });
});

describe("a statement that fails", () => {
  it("fails its run with its own error, and undoes the transaction around it", async () => {
    const link = open();
    const backend = await backendOf(link);
    const work = [control("BEGIN"), note(1), note(1), note(2), count(), control("COMMIT")];
    await expect(link.run(work)).rejects.toMatchObject({ code: "23505" });
    expect(await link.run([count()])).toEqual([[[0]]]);
    expect(await backendOf(link)).toBe(backend);
  });

  it("is told only once all others have been answered", async () => {
    const link = open();
    await link.run([note(7), statement("SELECT 1 / $1::bigint", 0), note(8)]).catch(() => {});
    expect(await link.run([count(), forget()])).toEqual([[[2]], []]);
  });

  it("leaves its transaction open to the next run, or to be dropped with the connection", async () => {
    const link = open();
    await expect(link.run([control("BEGIN"), note(1), note(1)])).rejects.toThrow("duplicate key");
    await expect(link.run([count()])).rejects.toMatchObject({ code: "25P02" });
    link.discard();
    expect(await link.run([count()])).toEqual([[[0]]]);
  });

  it("with what it prepared forgotten by the server, costs one run", async () => {
    const link = open();
    await link.run([echo(1)]);
    await link.run([control("DEALLOCATE ALL")]);
    const error = await link.run([echo(1)]).catch((thrown) => thrown);
    expect(toFault(error)).toMatchObject({ code: "STORE_UNAVAILABLE", retryable: true });
    expect(await link.run([echo(1)])).toEqual([[[1]]]);
  });
});

describe("a closed link", () => {
  it("has finished what was under way, and takes nothing more", async () => {
    const link = open();
    const answer = link.run([statement("SELECT pg_sleep(0.1)"), echo(1)]);
    await Promise.all([link.close(), link.close()]);
    expect((await answer).at(-1)).toEqual([[1]]);
    await link.close();
    const fault = { name: "Fault", code: "STORE_UNAVAILABLE", retryable: false };
    await expect(link.run([echo(1)])).rejects.toMatchObject(fault);
  });

  it("never used, never connected", async () => {
    const link = openLink({
      url: "postgres://127.0.0.1:1/none",
      applicationName: "",
      timeoutMs: 1,
    });
    await link.close();
  });
});

function open(): Link {
  const onStatement = (name: string) => sent.push(name);
  const link = openLink({ url, applicationName: "link.spec", timeoutMs: 5000, onStatement });
  opened.push(link);
  return link;
}

function statement(sql: string, ...values: readonly Cell[]): Statement {
  return { name: "statement", sql, values };
}

function control(sql: string): Statement {
  return { name: "control", sql, values: [] };
}

function echo(number: number): Statement {
  return { name: "echo", sql: "SELECT $1::bigint", values: [number] };
}

function note(id: number): Statement {
  return { name: "note", sql: "INSERT INTO notes VALUES ($1)", values: [id] };
}

function count(): Statement {
  return { name: "count", sql: "SELECT count(*) FROM notes", values: [] };
}

function forget(): Statement {
  return { name: "forget", sql: "DELETE FROM notes", values: [] };
}

async function backendOf(link: Link): Promise<unknown> {
  const [[row] = []] = await link.run([statement("SELECT pg_backend_pid()")]);
  return row?.[0];
}
