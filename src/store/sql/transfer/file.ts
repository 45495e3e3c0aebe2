/** A file's rows, one after another, each checked as it comes. */
import { isJson } from "../column.ts";
import { jsonIn, rowOf } from "./line.ts";
import type { MovedRow } from "./moved.ts";
import { FORMAT, Seal, VERSION } from "./seal.ts";

/** Why a file cannot be imported. What was imported of it before stays. */
export class TransferError extends Error {
  override readonly name = "TransferError";
}

export interface FileRow extends MovedRow {
  readonly line: number;
  /** How many characters the line has. */
  readonly length: number;
}

/** The whole lines of a text that comes in pieces. Only a line feed ends one, unlike for node:readline. */
export async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of texts) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

export async function* rowsOf(lines: AsyncIterable<string>): AsyncGenerator<FileRow> {
  const reader = new Reader();
  for await (const line of lines) {
    const row = reader.read(line);
    if (row) yield row;
  }
  reader.end();
}

class Reader {
  readonly #seal = new Seal();
  #line = 0;
  #isSealed = false;

  /** Null for a line that holds no row. */
  read(text: string): FileRow | null {
    this.#line += 1;
    if (this.#isSealed) throw this.#malformed("the file ended with the line before");
    if (this.#line === 1) return this.#header(text);
    if (Seal.isOne(text)) return this.#sealed(text);
    const row = rowOf(text);
    if ("reason" in row) throw this.#malformed(row.reason);
    this.#seal.add(text, row);
    return { ...row, line: this.#line, length: text.length };
  }

  end(): void {
    if (this.#isSealed) return;
    const missing = "The file is cut off: the line that ends it is missing.";
    throw new TransferError(`${missing} An import of the whole file goes on from here.`);
  }

  #header(text: string): null {
    const header = jsonIn(text);
    if (!isJson(header) || header.format !== FORMAT || typeof header.version !== "number") {
      throw this.#malformed("an export begins otherwise");
    }
    if (header.version !== VERSION) {
      const versions = `The file has version ${header.version}, this gateway reads ${VERSION}`;
      const remedy =
        header.version > VERSION
          ? "use a newer gateway"
          : "import it with the gateway that wrote it, then start this one on that store and export again";
      throw new TransferError(`${versions}: ${remedy}.`);
    }
    this.#seal.add(text);
    return null;
  }

  #sealed(text: string): null {
    if (text !== this.#seal.close()) {
      throw this.#malformed("rows or digest differ: the file was changed since it was exported");
    }
    this.#isSealed = true;
    return null;
  }

  #malformed(reason: string): TransferError {
    return new TransferError(`Line ${this.#line} cannot be read: ${reason}.`);
  }
}
