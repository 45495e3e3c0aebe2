import type { Lock } from "../engine/ledger.ts";
import { lockOf } from "../loaders/locks.ts";
import type { Momentary } from "../loaders/moment.ts";
import type { Reading } from "../loaders/reading.ts";
import { builder } from "./builder.ts";
import { LockStatusEnum } from "./enums.ts";
import { DeductionRef } from "./ledger-entry.ts";
import { nodeKey } from "./node-id.ts";
import { readNode } from "./node-reading.ts";

/** A lock with the customer whose it is. */
export interface LockRead extends Lock, Momentary {
  readonly customerId: string;
}

/** The customer's lock as the reading has it. */
export function readLock({ ledger, moment }: Reading, lock: Lock): LockRead {
  return { ...lock, customerId: ledger.customer.customerId, moment };
}

export const LockRef = builder.objectRef<LockRead>("Lock");

builder.node(LockRef, {
  description:
    "An amount taken in advance, to be confirmed or given back: what a long call may cost, before it is known.",
  id: { resolve: ({ moment, customerId, seq }) => nodeKey(moment, customerId, seq) },
  loadOne: async (key, context) => {
    const node = await readNode(key, context);
    if (!node) return null;
    const lock = await lockOf(node.reading, context.store, Number(node.parts[0]));
    return lock && readLock(node.reading, lock);
  },
  fields: (t) => ({
    lockId: t.exposeID("lockId", {
      description: "The caller's id for it; free for another once it no longer holds.",
    }),
    customerId: t.exposeID("customerId", { description: "Whose balance it holds." }),
    featureId: t.exposeID("featureId", { description: "The feature that it is of." }),
    entityId: t.exposeID("entityId", {
      nullable: true,
      description: "The entity that it was taken for; null: the customer itself.",
    }),
    value: t.expose("value", {
      type: "Amount",
      description: "Units locked: above 0 held, below 0 given in advance.",
    }),
    status: t.expose("status", { type: LockStatusEnum, description: "What became of it." }),
    createdAt: t.expose("createdAt", { type: "Timestamp", description: "When it was taken." }),
    expiresAt: t.expose("expiresAt", {
      type: "Timestamp",
      nullable: true,
      description:
        "When it is released by itself; null: it is not, and after a day what it took stands.",
    }),
    deductions: t.expose("deductions", {
      type: [DeductionRef],
      description: "What it took, in the order in which it was taken.",
    }),
  }),
});
