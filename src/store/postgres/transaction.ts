import { DatabaseError } from "pg";
import { Stretch } from "../../stretch.ts";
import { Fault } from "../port.ts";
import type { Statement } from "../sql/dialect.ts";
import type { Call, Program, Row, Written } from "../sql/program.ts";
import { isContention, toFault } from "./fault.ts";
import type { Link, Run } from "./link.ts";
import { POSTGRES } from "./statements.ts";

/** How often a transaction is run where another came in between. */
const ATTEMPTS = 5;

/**
 * Runs the program and its writes in one transaction, each yield and the writes with the commit in one
 * round trip. The link must be this transaction's alone. An error of the server's has undone it; after
 * any other nobody knows whether it was committed.
 */
export async function transacted<T>(link: Link, program: () => Program<Written<T>>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attempted(link.pinned(), program());
    } catch (error) {
      await undo(link, error);
      if (!isContention(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function attempted<T>(run: Run, program: Program<Written<T>>): Promise<T> {
  let opening: readonly Statement[] = [BEGIN];
  let stretch = new Stretch();
  let step = program.next([]);
  while (!step.done) {
    if (step.value.length === 0) {
      if (stretch.isLong) await stretch.end();
      step = program.next([]);
      continue;
    }
    const rows = await asked(run, step.value, opening);
    opening = [];
    stretch = new Stretch();
    step = program.next(rows);
  }
  const { result, writes } = step.value;
  let wanted = [...opening];
  for (const write of writes) {
    const statement = statementOf(write);
    if (statement) wanted.push(statement);
    if (!stretch.isLong) continue;
    await run(wanted);
    [wanted, stretch] = [[], new Stretch()];
  }
  await run([...wanted, writes.length > 0 ? COMMIT : ROLLBACK]);
  return result;
}

/** The rows of each call; what needs no statement has none. */
async function asked(
  run: Run,
  calls: readonly Call[],
  opening: readonly Statement[],
): Promise<readonly (readonly Row[])[]> {
  const statements = calls.map(statementOf);
  const sent = statements.flatMap((statement) => statement ?? []);
  const answers = (await run([...opening, ...sent])).slice(opening.length);
  return statements.map((statement) => (statement ? answers[sent.indexOf(statement)] : null) ?? []);
}

/** Rows are sent together, as one JSON text. */
function statementOf({ name, values, rows }: Call): Statement | null {
  const sql = POSTGRES.statements[name];
  return sql === null ? null : { name, sql, values: rows ? [JSON.stringify(rows)] : values };
}

/** Leaves the link as it was before. Where the line broke there is nobody to ask. */
async function undo(link: Link, error: unknown): Promise<void> {
  const isBroken = !(error instanceof DatabaseError) && toFault(error) instanceof Fault;
  if (isBroken) return link.discard();
  await link.run([ROLLBACK]).catch(() => link.discard());
}

function control(sql: string): Statement {
  return { name: sql.toLowerCase(), sql, values: [] };
}

/** Each statement sees what was committed before it began, row locks held since then included. */
const BEGIN = { ...control("BEGIN ISOLATION LEVEL READ COMMITTED"), name: "begin" };
const COMMIT = control("COMMIT");
const ROLLBACK = control("ROLLBACK");
