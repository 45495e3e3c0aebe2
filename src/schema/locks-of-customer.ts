import { countLocks, locksOf } from "../loaders/locks.ts";
import { builder } from "./builder.ts";
import { LockConnection } from "./connections.ts";
import { CustomerRef } from "./customer.ts";
import { LockStatusEnum } from "./enums.ts";
import { readLock } from "./lock.ts";
import { isNumber, pageOf, windowOf } from "./paging.ts";
import { cursorRule } from "./rules.ts";

builder.objectField(CustomerRef, "locks", (t) =>
  t.field({
    type: LockConnection,
    description:
      "Its locks of one status, oldest first. For a customer of another instant: the locks taken up to that instant, as they stood then.",
    args: {
      status: t.arg({
        type: LockStatusEnum,
        defaultValue: "HELD",
        description: "Only locks that stand so.",
      }),
      first: t.arg.int({
        description: "At most so many items from the start; 50 by default, 200 at most.",
      }),
      after: t.arg.string({
        description: "Only what follows this cursor.",
        validate: cursorRule,
      }),
    },
    resolve: async (reading, { status, ...args }, { store }) => {
      const wanted = { status: status ?? "HELD", window: windowOf(args, isNumber) };
      return pageOf(wanted.window, await locksOf(reading, store, wanted), {
        key: ({ seq }) => seq,
        node: (lock) => readLock(reading, lock),
        count: () => countLocks(reading, store, wanted.status),
      });
    },
  }),
);
