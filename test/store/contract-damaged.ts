import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Amount, formatAmount } from "../../src/engine/amount.ts";
import { exportOf, importInto } from "./moving.ts";
import { PLACES, type PlaceKind } from "./places.ts";
import { entriesQuery, grantOf, limitOf, trackOf } from "./requests.ts";
import { did, ledgerOf, staged } from "./stage.ts";

const LARGE = "1999999999999999998";

const TOTALS = JSON.stringify({ granted: LARGE, remaining: LARGE, usage: "0" });
const CELLS = `replace(CAST(cells AS TEXT), '"99"', '"-${LARGE}"')`;

/** Sums that older gateways let pass the limit of what callers may send. */
const DAMAGES: Readonly<Record<string, (kind: PlaceKind) => readonly string[]>> = {
  "an adjustment of 1e18 and more": () => [`UPDATE slices SET adjustment = '${LARGE}'`],
  "a counter of 1e18 and more": () => [`UPDATE counters SET usage = '${LARGE}.0000000001'`],
  "a balance below -1e18, and its past": (kind) => [
    `UPDATE slices SET balance = '-${LARGE}'`,
    `UPDATE versions SET cells = ${kind === "SQLite" ? CELLS : `${CELLS}::json`}`,
  ],
  "an entry whose totals pass 1e18": () => [
    `UPDATE entries SET value = '${LARGE}', after = '${TOTALS}'`,
  ],
};

export function damagePromises(kind: PlaceKind): void {
  describe(`a customer damaged by an older gateway, on ${kind}`, () => {
    let folder: string;

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "damaged-"));
    });

    afterAll(() => rmSync(folder, { recursive: true }));

    it.each(Object.entries(DAMAGES))(
      "with %s is read, exported and imported",
      async (_title, sqlsOf) => {
        const place = await PLACES[kind](folder);
        const store = await staged(place.store);
        await did(store, limitOf("cus", "90"));
        await did(store, trackOf("cus", "1"));
        await did(store, grantOf("cus", "g2", { balanceId: "second" }));
        await store.close();
        const rows = await place.rows();
        for (const sql of sqlsOf(kind)) {
          await rows.session.read({ name: sql.slice(0, 30), sql, values: [] });
        }
        const file = await exportOf(rows);
        expect(file).toContain(LARGE);
        const copy = await PLACES[kind](folder);
        const copied = await copy.rows();
        await importInto(copied, file);
        expect(await exportOf(copied)).toBe(file);
        await Promise.all([rows.session.close(), copied.session.close()]);

        for (const each of [place, copy]) {
          const again = await each.store();
          const ledger = await ledgerOf(again, "cus");
          const entries = await again.entries(entriesQuery("cus"));
          const past = (await again.loadAt("cus", Number.MAX_SAFE_INTEGER)).ledgers[0];
          expect(textOf({ ledger, entries })).toContain(LARGE);
          expect(past?.grants).toHaveLength(2);
          await again.close();
        }
      },
    );
  });
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "bigint" ? formatAmount(part as Amount) : part,
  );
}
