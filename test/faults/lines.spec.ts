import { expect, test } from "vitest";
import { freshDatabase } from "../support/postgres.ts";
import { blackHoles } from "./black-hole.ts";
import { broken } from "./figures.ts";
import { terminations } from "./terminations.ts";

test("all connections ended by an administrator, again and again", async () => {
  const figures = await terminations(await freshDatabase(), 2);
  expect(broken(figures)).toEqual([]);
  expect(figures).toMatchObject({ faults: 2, acknowledged: expect.toSatisfy((n) => n > 20) });
});

test("a line that swallows everything: requests fail in time, and no longer when it heals", async () => {
  const timeoutMs = 600;
  const figures = await blackHoles({ databaseUrl: await freshDatabase(), timeoutMs, times: 1 });
  expect(broken(figures)).toEqual([]);
  expect(figures).toMatchObject({ faults: 1, acknowledged: expect.toSatisfy((n) => n > 20) });
  expect(figures.slowestSeconds).toBeLessThan(10);
});
