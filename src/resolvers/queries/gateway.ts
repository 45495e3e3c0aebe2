import { builder } from "../../schema/builder.ts";
import { GatewayRef } from "../../schema/gateway.ts";

builder.queryField("gateway", (t) =>
  t.field({
    type: GatewayRef,
    description: "The server itself: its version, its clock, what it can do.",
    resolve: (_root, _args, { version, store, now, sandbox }) => ({
      version,
      backend: store.backend,
      now: now(),
      sandbox,
    }),
  }),
);
