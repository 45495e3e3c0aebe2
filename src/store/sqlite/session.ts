import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Cell, Program, Row } from "../sql/program.ts";
import { closedFault, toFault } from "./fault.ts";
import { STATEMENTS } from "./statements.ts";

export type OnStatement = (name: string) => void;

/** A statement with its text; texts come from a small closed set, each prepared once. */
export interface Statement {
  readonly name: string;
  readonly sql: string;
  readonly values: readonly Cell[];
}

/** The open database as the store uses it. What SQLite throws leaves here as a Fault. */
export interface Session {
  readonly rows: (statement: Statement) => readonly Row[];
  /** Runs the program in one transaction, without a pause; keeps what it did where `keep` says so. */
  readonly transact: <T>(program: Program<T>, keep: (result: T) => boolean) => T;
  readonly close: () => void;
}

export function openSession(database: DatabaseSync, onStatement?: OnStatement): Session {
  const prepared = new Map<string, StatementSync>();

  function statementOf(sql: string): StatementSync {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    prepared.set(sql, statement);
    return statement;
  }

  function rows({ name, sql, values }: Statement): readonly Row[] {
    onStatement?.(name);
    // With setReturnArrays each row is an array, which the driver's types do not know.
    return statementOf(sql).all(...values) as unknown as readonly Row[];
  }

  function finished<T>(program: Program<T>): T {
    let step = program.next([]);
    while (!step.done) {
      const { name, values } = step.value;
      step = program.next(rows({ name, sql: STATEMENTS[name], values }));
    }
    return step.value;
  }

  const control = (sql: "BEGIN IMMEDIATE" | "COMMIT" | "ROLLBACK") =>
    rows({ name: sql.toLowerCase(), sql, values: [] });

  function transact<T>(program: Program<T>, keep: (result: T) => boolean): T {
    control("BEGIN IMMEDIATE");
    try {
      const result = finished(program);
      control(keep(result) ? "COMMIT" : "ROLLBACK");
      return result;
    } finally {
      if (database.isTransaction) control("ROLLBACK");
    }
  }

  function orFault<T>(work: () => T): T {
    if (!database.isOpen) throw closedFault();
    try {
      return work();
    } catch (error) {
      throw toFault(error);
    }
  }

  return {
    rows: (statement) => orFault(() => rows(statement)),
    transact: (program, keep) => orFault(() => transact(program, keep)),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}
