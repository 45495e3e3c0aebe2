import type { BalanceStore } from "../store/port.ts";
import { builder } from "./builder.ts";
import { BackendEnum } from "./enums.ts";

export interface GatewayRead {
  readonly version: string;
  readonly backend: BalanceStore["backend"];
  readonly now: number;
  readonly sandbox: boolean;
}

/** What this version does beyond answering queries: for clients that meet several versions. */
const CAPABILITIES = [
  "idempotency",
  "dryRun",
  "ifRevision",
  "ledger",
  "rollovers",
  "entities",
  "creditSystems",
  "overageControls",
  "spendLimits",
  "usageLimits",
  "locks",
  "trackBatch",
  "idempotencyKeyHeader",
];

export const GatewayRef = builder.objectRef<GatewayRead>("Gateway").implement({
  description: "The server itself.",
  fields: (t) => ({
    version: t.exposeString("version", { description: "Its version." }),
    backend: t.expose("backend", { type: BackendEnum, description: "Where balances are kept." }),
    now: t.expose("now", { type: "Timestamp", description: "Its wall clock." }),
    sandbox: t.exposeBoolean("sandbox", { description: "Whether customers may have test clocks." }),
    capabilities: t.stringList({
      description: "What it can do, by name.",
      resolve: ({ sandbox }) => (sandbox ? [...CAPABILITIES, "testClocks"] : CAPABILITIES),
    }),
  }),
});
