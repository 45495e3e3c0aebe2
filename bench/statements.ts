import { ask, pagesOf } from "./ask.ts";
import { openCountingLine } from "./counting-line.ts";
import type { Operation } from "./documents.ts";
import { median } from "./figures.ts";
import { PAGE, variablesOf } from "./loads.ts";
import { SERVERS, type ServerName } from "./servers.ts";
import type { Stage } from "./stage.ts";

/** Statements a request, one request at a time, by server and operation. */
export type Statements = Readonly<
  Partial<Record<ServerName, Readonly<Partial<Record<Operation, number>>>>>
>;

const OPERATIONS = ["Q1", "Q2", "Q3", "M1"] as const;
const REQUESTS = 9;

export async function countStatements(stage: Stage): Promise<Statements> {
  const counted: { [Name in ServerName]?: Readonly<Partial<Record<Operation, number>>> } = {};
  for (const name of asked()) counted[name] = await countOf(stage, name);
  return counted;
}

export function tableOf(statements: Statements): readonly string[] {
  const rows = asked().map((name) => {
    const cells = OPERATIONS.map((operation) => statements[name]?.[operation] ?? "");
    return `| ${[SERVERS[name], ...cells].join(" | ")} |`;
  });
  return [
    `| statements a request | ${OPERATIONS.join(" | ")} |`,
    "| --- | --- | --- | --- | --- |",
  ].concat(rows);
}

/** Those that ask PostgreSQL. */
function asked(): readonly ServerName[] {
  return (Object.keys(SERVERS) as ServerName[]).filter((name) => name !== "sqlite");
}

async function countOf(stage: Stage, name: ServerName) {
  await using line = await openCountingLine(stage.databaseUrl);
  const target = await stage.start(name, line.url);
  const pages = await pagesOf(target, { first: PAGE, count: REQUESTS });
  const counts: Partial<Record<Operation, number>> = {};
  for (const operation of OPERATIONS.filter((each) => target.documents[each])) {
    const each: number[] = [];
    for (const [index, page] of pages.entries()) {
      const before = line.statements();
      await ask(target, operation, operation === "Q2" ? page : variablesOf(operation, index));
      each.push(line.statements() - before);
    }
    counts[operation] = median(each);
  }
  await target.stop();
  return counts;
}
