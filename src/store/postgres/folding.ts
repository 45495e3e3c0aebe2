import { text } from "../sql/column.ts";
import type { Session } from "../sql/session.ts";

/** Those that know the case of every script, the best first: of PostgreSQL 18 itself, and of ICU. */
const UNICODE = ["pg_unicode_fast", "und-x-icu"];

/** The server's best collation for telling case; its default where it was built with none. */
export async function unicodeCollation(session: Session): Promise<string> {
  const sql = "SELECT collname FROM pg_collation WHERE collname = ANY($1)";
  const rows = await session.read({ name: "collations", sql, values: [`{${UNICODE.join()}}`] });
  const names = rows.map(([name]) => text.read(name));
  return UNICODE.find((name) => names.includes(name)) ?? "default";
}

/** A text without its case, as fold.ts of SQLite has it. In lower case first: the capital ẞ has no other way to SS. */
export function foldedBy(collation: string): (text: string) => string {
  return (text) => {
    const upper = `upper(lower(normalize(${text}) COLLATE "${collation}"))`;
    return `replace(normalize(${upper}), U&'\\0130', 'I')`;
  };
}
