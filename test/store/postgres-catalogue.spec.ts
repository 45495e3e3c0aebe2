import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { asked, freshDatabase } from "../support/postgres.ts";
import { featureOf } from "./requests.ts";
import { did, staged } from "./stage.ts";

let url: string;
let one: BalanceStore;
let other: BalanceStore;

beforeEach(async () => {
  url = await freshDatabase();
  one = await staged(() => openPostgresStore({ url, persistFreeOverage: false }));
  other = await openPostgresStore({ url, persistFreeOverage: false });
});

afterEach(() => Promise.all([one.close(), other.close()]));

const END_NOTICES = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name LIKE '%notices' AND datname = current_database()`;

describe("the catalogue that a gateway holds", () => {
  it("is read anew at each question while no word can come", async () => {
    await asked(url, END_NOTICES);
    await did(one, featureOf("extra"));
    expect(await other.features(["extra"])).toHaveLength(1);
  });

  it("is told of again once word can come", async () => {
    await asked(url, END_NOTICES);
    await expect
      .poll(() => asked(url, END_NOTICES.replace("pg_terminate_backend(pid)", "pid")), {
        timeout: 10_000,
      })
      .toHaveLength(2);
    await did(one, featureOf("extra"));
    await expect.poll(() => other.features(["extra"])).toHaveLength(1);
  });

  it("follow a database that was put back to an earlier day", async () => {
    await did(one, featureOf("extra"));
    await other.catalog();
    await asked(
      url,
      "DELETE FROM features WHERE feature_id = 'extra'; UPDATE catalog SET revision = revision - 1",
    );
    const { catalog } = await other.load(["cus"]);
    expect(catalog.features.map(({ featureId }) => featureId)).not.toContain("extra");
  });
});
