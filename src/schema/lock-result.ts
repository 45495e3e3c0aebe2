import type { LockAnswer } from "../engine/command.ts";
import type { BalanceRead } from "../loaders/reading.ts";
import { BalanceRef } from "./balance.ts";
import { builder } from "./builder.ts";
import { DenialReasonEnum } from "./enums.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "./failures.ts";
import { DeductionRef, type EntryRead, LedgerEntryRef } from "./ledger-entry.ts";
import { type LockRead, LockRef } from "./lock.ts";
import { type Called, DRY_RUN, REPLAYED } from "./results.ts";

export interface Locked
  extends Called,
    Pick<LockAnswer, "allowed" | "deductions" | "reason" | "explanation"> {
  readonly lock: LockRead | null;
  readonly balance: BalanceRead | null;
  readonly entry: EntryRead | null;
}

const LockPayload = builder.objectRef<Locked>("LockPayload").implement({
  description: "The lock as it then stands, and what was moved.",
  fields: (t) => ({
    allowed: t.exposeBoolean("allowed", {
      description: "Whether it was allowed; else nothing was held.",
    }),
    lock: t.expose("lock", {
      type: LockRef,
      nullable: true,
      description: "The lock; null when refused.",
    }),
    balance: t.expose("balance", {
      type: BalanceRef,
      nullable: true,
      description: "The balance that was charged, or that denied; null where nothing is owned.",
    }),
    deductions: t.expose("deductions", {
      type: [DeductionRef],
      description: "What this call moved, one for each source; below 0 what it gave back.",
    }),
    reason: t.expose("reason", {
      type: DenialReasonEnum,
      nullable: true,
      description: "Why it was refused; null when allowed.",
    }),
    explanation: t.exposeString("explanation", {
      description:
        "The verdict in words; of a denial what is required, what each source has left for it, and the rule that decides.",
    }),
    entry: t.expose("entry", {
      type: LedgerEntryRef,
      nullable: true,
      description: "The ledger entry; null where nothing moved.",
    }),
    replayed: t.exposeBoolean("replayed", { description: REPLAYED }),
    dryRun: t.exposeBoolean("dryRun", { description: DRY_RUN }),
  }),
});

export const LockResult = builder.errorUnion("LockResult", {
  description: "A lock taken or settled, or why not.",
  types: [LockPayload, InvalidInputError, NotFoundError, ConflictError],
  resolveType: () => "LockPayload",
});
