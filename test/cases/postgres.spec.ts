import { beforeAll } from "vitest";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { declareCases } from "../support/cases.ts";
import { emptied, freshTables } from "../support/postgres.ts";
import { openGatewayTarget } from "../support/targets-gateway.ts";

let url: string;

beforeAll(async () => {
  url = await freshTables();
});

declareCases(async (setting) => {
  await emptied(url);
  return openGatewayTarget(setting, {
    openStore: (options) => openPostgresStore({ url, ...options }),
  });
}, 234);
