/** The first line of a file and its last, which seals all lines before it. */
import { createHash } from "node:crypto";
import type { MovedRow } from "./moved.ts";

export const FORMAT = "balance-gateway";
export const VERSION = 2;
export const HEADER = JSON.stringify({ format: FORMAT, version: VERSION });

const SEAL = '{"end":';

export class Seal {
  readonly #digest = createHash("sha256");
  readonly #rows: Record<string, number> = {};

  static isOne(line: string): boolean {
    return line.startsWith(SEAL);
  }

  /** Of the header alone, where no row is given. */
  add(line: string, row?: MovedRow): void {
    this.#digest.update(`${line}\n`);
    if (row) this.#rows[row.of.table] = (this.#rows[row.of.table] ?? 0) + 1;
  }

  /** The last line; nothing can be added any more. */
  close(): string {
    return JSON.stringify({ end: { rows: this.#rows, sha256: this.#digest.digest("hex") } });
  }
}
