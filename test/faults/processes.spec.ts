import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../support/postgres.ts";
import { type Server, startServer } from "../support/postgres-server.ts";
import { emptyFolder } from "../support/process.ts";
import { broken } from "./figures.ts";
import { gatewayKills } from "./gateway-kills.ts";
import { serverKills } from "./server-kills.ts";
import { startedAtOnce } from "./starts.ts";

const PATIENT = { timeout: 180_000 };
const PROMISED_SECONDS = 10;

let server: Server;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server.end());

test("kill -9 of a gateway on SQLite: what was answered is there once", PATIENT, async () => {
  const databaseUrl = `sqlite:${join(await emptyFolder(), "balances.db")}`;
  const figures = await gatewayKills({ databaseUrl, gateways: 1, times: 2 });
  expect(broken(figures)).toEqual([]);
  expect(figures).toMatchObject({ faults: 2, acknowledged: expect.toSatisfy((n) => n > 20) });
});

test("kill -9 of two gateways on PostgreSQL, in turn", PATIENT, async () => {
  const databaseUrl = await freshDatabase();
  const figures = await gatewayKills({ databaseUrl, gateways: 2, times: 2 });
  expect(broken(figures)).toEqual([]);
  expect(figures).toMatchObject({ faults: 2, acknowledged: expect.toSatisfy((n) => n > 20) });
});

test("kill -9 of the whole PostgreSQL server: its gateways find it again", PATIENT, async () => {
  const figures = await serverKills(server, 1);
  expect(broken(figures)).toEqual([]);
  expect(figures).toMatchObject({ faults: 1, acknowledged: expect.toSatisfy((n) => n > 20) });
});

test("gateways started at once on a database without tables", PATIENT, async () => {
  const { secondsToStop } = await startedAtOnce(await freshDatabase(), 5);
  expect(secondsToStop).toBeLessThan(PROMISED_SECONDS);
});
