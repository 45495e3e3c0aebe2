import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Command } from "../../src/engine/command.ts";
import type { Database } from "../../src/store/sql/store.ts";
import { openSqliteRows, openSqliteStore } from "../../src/store/sqlite/store.ts";
import { exportOf, importInto } from "./moving.ts";
import { customerOf, featureOf, trackOf } from "./requests.ts";
import { did, staged } from "./stage.ts";

let folder: string;
/** What a store of the customer cus exports, as lines, and what an empty one does. */
let lines: readonly string[];
let nothing: string;
let empty: Database;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "transfer-"));
  const full = await rowsAfter([]);
  lines = (await exportOf(full)).trimEnd().split("\n");
  await full.session.close();
});

beforeEach(async () => {
  empty = await openSqliteRows(":memory:");
  nothing = await exportOf(empty);
});

afterEach(() => empty.session.close());
afterAll(() => rmSync(folder, { recursive: true }));

describe("a file is refused", () => {
  const header = (value: object) => () => file([JSON.stringify(value), ...lines.slice(1)]);
  const changed = (from: string, to: string) => () => file(lines).replace(from, to);
  const LINE_2 = "Line 2 cannot be read: ";

  it.each<[string, () => string, string]>([
    ["that is empty", () => "", "The file is cut off: the line that ends it is missing."],
    ["that is cut off after a line", () => file(lines.slice(0, -1)), "The file is cut off: "],
    ["that is cut off within a line", () => file(lines).slice(0, -2), "The file is cut off: "],
    [
      "that goes on after its end",
      () => file([...lines, ""]),
      "the file ended with the line before",
    ],
    ["that is no export", () => "featureId,name\n", "Line 1 cannot be read: an export begins"],
    ["of another program", header({ format: "other", version: 1 }), "Line 1 cannot be read: "],
    [
      "of a newer version",
      header({ format: "balance-gateway", version: 3 }),
      "The file has version 3, this gateway reads 2: use a newer gateway.",
    ],
    [
      "of an older version",
      header({ format: "balance-gateway", version: 1 }),
      "The file has version 1, this gateway reads 2: import it with the gateway that wrote it, ",
    ],
    [
      "with a line that is no JSON",
      changed('{"features"', "{features"),
      `${LINE_2}it is not a JSON`,
    ],
    ["with a table unknown", changed('{"features"', '{"plans"'), `${LINE_2}it does not name one`],
    ["with a column unknown", changed('"ordinal"', '"place"'), `${LINE_2}features has no place.`],
    ["with a column missing", changed(',"archived":0', ""), `${LINE_2}features.archived must be 0`],
    [
      "with a text for a flag",
      changed('"archived":0', '"archived":"0"'),
      `${LINE_2}features.archived`,
    ],
    [
      "with a fraction",
      changed('"ordinal":1', '"ordinal":1.5'),
      `${LINE_2}features.ordinal must be a`,
    ],
    [
      "with a number for a text",
      changed('"actions"', "7"),
      `${LINE_2}features.feature_id must be a`,
    ],
    ["with half a JSON text", changed('"[]"', '"["'), `${LINE_2}features.event_names must be JSON`],
    [
      "with a float for an amount",
      changed('"balance":"100"', '"balance":100'),
      "slices.balance must",
    ],
    [
      "with an idle zero",
      changed('"balance":"100"', '"balance":"100.0"'),
      "slices.balance must be",
    ],
    ["with a digit changed", changed('"balance":"100"', '"balance":"101"'), "the file was changed"],
    ["with a line missing", () => file(lines.toSpliced(3, 1)), "the file was changed"],
    [
      "with a line twice",
      () => file(lines.toSpliced(3, 0, lines[3] ?? "")),
      "the file was changed",
    ],
  ])("%s, and nothing of it is kept", async (_what, text, reason) => {
    await expect(importInto(empty, text())).rejects.toThrow(reason);
    expect(await exportOf(empty)).toBe(nothing);
  });

  it("whose rows their store does not take, with what the database says", async () => {
    const text = sealed(
      lines.map((line) => line.replace('"feature_id":"actions"', '"feature_id":null')),
    );
    const reason =
      /^Lines 2 to \d+ were not written: .*NOT NULL constraint failed: features.feature_id$/;
    await expect(importInto(empty, text)).rejects.toThrow(reason);
    expect(await exportOf(empty)).toBe(nothing);
  });
});

describe("a store that holds something else stays as it is", () => {
  const RULE =
    "Import into an empty store, or into one that an import of this file has begun to fill";

  it.each<[string, readonly Command[], RegExp]>([
    [
      "a feature otherwise",
      [{ type: "updateFeature", featureId: "actions", changes: { name: "Acts" } }],
      /^Line 2: the store holds another features actions\./,
    ],
    [
      "a feature more",
      [featureOf("another")],
      /^Line 3 is features credits, the store holds features another there\./,
    ],
    [
      "a customer otherwise",
      [{ type: "updateCustomer", customerId: "cus", name: "Eve" }],
      /^Line 6: the store holds another customers cus\./,
    ],
    ["a customer more", [customerOf("zoe")], /^The store holds customers zoe, the file does not\./],
    ["usage of its own", [trackOf("cus", "1")], /^Line 6: the store holds another customers cus\./],
  ])("%s", async (_what, commands, reason) => {
    const other = await rowsAfter(commands);
    const before = await exportOf(other);
    const refused = importInto(other, file(lines));
    await expect(refused).rejects.toThrow(reason);
    await expect(refused).rejects.toThrow(RULE);
    expect(await exportOf(other)).toBe(before);
    await other.session.close();
  });
});

/** The rows of a store in which these came after the stage was set. */
async function rowsAfter(commands: readonly Command[]): Promise<Database> {
  const path = join(folder, `${randomUUID()}.db`);
  const store = await staged(() => openSqliteStore({ path, persistFreeOverage: false }));
  for (const command of commands) await did(store, command);
  await store.close();
  return openSqliteRows(path);
}

function file(its: readonly string[]): string {
  return its.map((line) => `${line}\n`).join("");
}

/** With an end that is true of these lines, as somebody would write it who means it. */
function sealed(its: readonly string[]): string {
  const body = file(its.slice(0, -1));
  const sha256 = createHash("sha256").update(body).digest("hex");
  return body + file([its.at(-1)?.replace(/"sha256":"\w+"/, `"sha256":"${sha256}"`) ?? ""]);
}
