import type { RolloverShown } from "../engine/balance.ts";
import type { Momentary } from "../loaders/moment.ts";
import { readBalance } from "../loaders/reading.ts";
import { builder } from "./builder.ts";
import { nodeKey } from "./node-id.ts";
import { readNode } from "./node-reading.ts";

export const RolloverRef = builder.objectRef<RolloverShown & Momentary>("Rollover");

builder.node(RolloverRef, {
  description:
    "What was left at a reset and was carried on. Used before any grant, soonest expiry first.",
  id: {
    resolve: ({ moment, customerId, viewEntityId, featureId, rolloverId }) =>
      nodeKey(moment, customerId, viewEntityId, featureId, rolloverId),
  },
  loadOne: async (key, context) => {
    const node = await readNode(key, context);
    const [entityId = null, featureId, rolloverId] = node?.parts ?? [];
    const balance = node && readBalance(node.reading, featureId ?? "", entityId);
    return balance?.rollovers.find((part) => part.rolloverId === rolloverId) ?? null;
  },
  fields: (t) => ({
    balanceId: t.exposeID("balanceId", {
      description: "The balance that it was carried over from.",
    }),
    granted: t.expose("granted", {
      type: "Amount",
      description: "Units carried over: what is left and what was used of it.",
    }),
    balance: t.expose("balance", { type: "Amount", description: "Units left of it." }),
    usage: t.expose("usage", { type: "Amount", description: "Units used of it." }),
    expiresAt: t.expose("expiresAt", {
      type: "Timestamp",
      nullable: true,
      description: "When it goes, with its usage; null: never.",
    }),
  }),
});
