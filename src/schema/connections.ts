import { builder } from "./builder.ts";
import { EntityRef } from "./entity.ts";
import { LedgerEntryRef } from "./ledger-entry.ts";
import { LockRef } from "./lock.ts";

const total = "How many there are in all pages; counted only when asked for.";

export const EntityConnection = builder.connectionObject(
  {
    type: EntityRef,
    name: "EntityConnection",
    description: "A page of entities, ordered by id.",
    fields: (t) => ({
      totalCount: t.int({ description: total, resolve: (page) => countOf(page) }),
    }),
  },
  { name: "EntityEdge", description: "An entity in a page." },
);

export const LockConnection = builder.connectionObject(
  {
    type: LockRef,
    name: "LockConnection",
    description: "A page of locks, oldest first.",
    fields: (t) => ({
      totalCount: t.int({ description: total, resolve: (page) => countOf(page) }),
    }),
  },
  { name: "LockEdge", description: "A lock in a page." },
);

export const LedgerEntryConnection = builder.connectionObject(
  {
    type: LedgerEntryRef,
    name: "LedgerEntryConnection",
    description: "A page of ledger entries, latest first.",
    fields: (t) => ({
      totalCount: t.int({ description: total, resolve: (page) => countOf(page) }),
    }),
  },
  { name: "LedgerEntryEdge", description: "A ledger entry in a page." },
);

/** The count that a page carries beside what the relay plugin knows of it. */
export function countOf(page: object): number | Promise<number> {
  return "totalCount" in page && typeof page.totalCount === "function" ? page.totalCount() : 0;
}
