import { knownBefore } from "../loaders/moment.ts";
import { storedBeside } from "../loaders/reading.ts";
import { builder } from "./builder.ts";
import { LedgerEntryConnection } from "./connections.ts";
import { CustomerRef } from "./customer.ts";
import { LedgerEntryKindEnum } from "./enums.ts";
import { LedgerEntryRef } from "./ledger-entry.ts";
import { isNumber, pageOf, windowOf } from "./paging.ts";
import { instantRule } from "./rules.ts";
import { maySeek } from "./sought-args.ts";

builder.objectField(CustomerRef, "ledger", (t) =>
  t.connection(
    {
      type: LedgerEntryRef,
      description:
        "Every committed change of its balances, latest first. For a customer of another instant: the changes up to that instant. A dry run's own change is not committed, so it is not listed here.",
      args: {
        featureId: t.arg.id(
          maySeek("Only changes of this feature, or that moved a balance of it."),
        ),
        entityId: t.arg.id(maySeek("Only changes for this entity.")),
        kind: t.arg({ type: LedgerEntryKindEnum, description: "Only changes of this kind." }),
        from: t.arg({
          type: "Timestamp",
          description: "Only changes at this instant or later.",
          validate: instantRule,
        }),
        to: t.arg({
          type: "Timestamp",
          description: "Only changes before this instant.",
          validate: instantRule,
        }),
      },
      resolve: async (reading, { featureId, entityId, kind, from, to, ...args }, { store }) => {
        const { ledger, moment, lastSeq } = storedBeside(reading);
        const { customerId } = ledger.customer;
        const window = windowOf(args, isNumber);
        const filter = {
          customerId,
          featureId: featureId ?? null,
          entityId: entityId ?? null,
          kind: kind ?? null,
          from: from ?? null,
          to: earlier(to ?? null, knownBefore(moment)),
          upTo: lastSeq,
        };
        return pageOf(window, await store.entries({ ...filter, ...window }), {
          key: (entry) => entry.seq,
          node: (entry) => ({ ...entry, customerId }),
          count: () => store.countEntries(filter),
        });
      },
    },
    LedgerEntryConnection,
  ),
);

/** The earlier of two bounds, each null where it is none. */
function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
