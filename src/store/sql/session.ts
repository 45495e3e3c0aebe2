import type { Statement } from "./dialect.ts";
import type { Program, Row, Written } from "./program.ts";

/** An open database as the store uses it. What its driver throws leaves it as a Fault. */
export interface Session {
  readonly read: (statement: Statement) => Promise<readonly Row[]>;
  /**
   * Runs the program and what it is to write in one transaction; resolves after the commit is on disk.
   * Where another's transaction came in between, the program is made and run anew.
   */
  readonly transact: <T>(program: () => Program<Written<T>>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** Told the name of each statement as it runs. */
export type OnStatement = (name: string) => void;
