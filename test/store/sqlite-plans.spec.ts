import { afterAll, beforeAll, expect, it } from "vitest";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { openDatabase } from "../../src/store/sqlite/open.ts";
import { SQLITE } from "../../src/store/sqlite/statements.ts";
import { PLANNED } from "./plans.ts";

let database: ReturnType<typeof openDatabase>;

beforeAll(async () => {
  database = openDatabase(":memory:");
  await migrate(database);
});

afterAll(() => database.close());

it.each(PLANNED)("$title: by an index", ({ sqlIn, sqlite }) => {
  const steps = stepsOf(sqlIn(SQLITE));
  const found = steps.flatMap((step) => /^SEARCH (.*)$/.exec(step)?.[1] ?? []);
  expect(found.toSorted()).toEqual(sqlite.toSorted());
  expect(steps.filter(isScan)).toEqual([]);
});

it.each(PLANNED.filter(({ title }) => /^a page|^the page/.test(title)))(
  "$title: in order as it is found, and not sorted",
  ({ sqlIn }) => {
    expect(stepsOf(sqlIn(SQLITE))).not.toContain("USE TEMP B-TREE FOR ORDER BY");
  },
);

/** Every other statement, but for those that read or sweep a whole table on purpose. */
it("No statement of the write path goes through a whole table", () => {
  const whole = ["features"];
  const scanning = Object.entries(SQLITE.statements).filter(
    ([, sql]) => sql !== null && stepsOf(sql).some(isScan),
  );
  expect(scanning.map(([name]) => name)).toEqual(expect.arrayContaining(whole));
  expect(scanning).toHaveLength(whole.length);
});

function stepsOf(sql: string): readonly string[] {
  return database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail));
}

/** What is given as JSON, and what the statement itself made, may be gone through. */
function isScan(step: string): boolean {
  return /^SCAN (?!json_each|keys|held|given$|\w+ VIRTUAL TABLE|CONSTANT ROW)/.test(step);
}
