import { beforeAll, expect, it } from "vitest";
import { foldedBy } from "../../src/store/postgres/folding.ts";
import { fold } from "../../src/store/sqlite/fold.ts";
import { asked, freshDatabase } from "../support/postgres.ts";

let url: string;

beforeAll(async () => {
  url = await freshDatabase();
});

/** Letters that have a case, those that normalization changes, and a few that stay as they are. */
const LETTERS = Array.from({ length: 0x1e960 }, (_letter, code) => code)
  .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
  .map((code) => String.fromCodePoint(code))
  .filter((letter) => letter < "\u0080" || fold(letter) !== letter);

/** In Node.js, and not yet in this PostgreSQL. */
const SINCE_UNICODE_17 = /[\ua7ce-\ua7d5\u{16ea0}-\u{16edf}]/u;

it("PostgreSQL takes the case from each letter of every script as SQLite's function does", async () => {
  const given = LETTERS.map((letter) => Buffer.from(letter).toString("hex"));
  const letters = `SELECT convert_from(decode(hex, 'hex'), 'UTF8') AS letter
    FROM unnest('{${given.join()}}'::text[]) WITH ORDINALITY AS given (hex, place) ORDER BY place`;
  const rows = await asked(
    url,
    `SELECT ${foldedBy("pg_unicode_fast")("letter")} FROM (${letters}) l`,
  );
  const theirs = rows.map(([folded]) => folded);
  const ours = LETTERS.map(fold);
  const differing = LETTERS.filter((_letter, index) => theirs[index] !== ours[index]);
  expect(LETTERS.length).toBeGreaterThan(2000);
  expect(differing.filter((letter) => !SINCE_UNICODE_17.test(letter))).toEqual([]);
});

it.each(["und-x-icu", "default"])(
  "where it has only %s, Latin, Greek and Cyrillic fold too, or ASCII",
  async (name) => {
    const texts =
      name === "default" ? ["aZ"] : ["Éclair", "ΟΔΟΣ οδος", "ёлка", "Straße STRAẞE", "İıiI"];
    const sql = texts.map((text) => foldedBy(name)(`'${text}'`)).join(", ");
    expect(await asked(url, `SELECT ${sql}`)).toEqual([texts.map(fold)]);
  },
);
