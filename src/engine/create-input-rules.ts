/** What must hold of a new grant whatever its feature and customer are: told before anything is loaded. */
import { ZERO } from "./amount.ts";
import { CEILINGS } from "./ceilings.ts";
import type { CreateBalance } from "./command.ts";
import { isLongerThan, periodLength } from "./period.ts";
import { priceFaults } from "./price-rules.ts";
import type { Issue } from "./refusal.ts";
import { rolloverFaults } from "./rollover-rules.ts";

/** A grant as it is asked for, before it has an id. */
export type ProposedGrant = Omit<CreateBalance, "type" | "grantId">;

/** Which field of the input, its parts separated by dots, and what it must be. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** Every rule that the input breaks by itself; none where it may be handed to the engine. */
export function inputIssues(grant: ProposedGrant): readonly Issue[] {
  const faults: readonly Fault[] = [
    ...RULES.filter(({ broken }) => broken(grant)),
    ...rolloverFaults(grant),
    ...(grant.price ? priceFaults(grant.price) : []),
  ];
  return faults.map(({ field, message }) => ({ path: ["input", ...field.split(".")], message }));
}

interface Rule extends Fault {
  readonly broken: (grant: ProposedGrant) => boolean;
}

const RULES: readonly Rule[] = [
  {
    field: "unlimited",
    message: "must not be combined with an amount",
    broken: ({ unlimited, includedGrant, prepaidGrant }) =>
      unlimited && (includedGrant !== null || prepaidGrant !== null),
  },
  {
    field: "reset",
    message: "must not be given with unlimited",
    broken: ({ unlimited, reset }) => unlimited && reset !== null,
  },
  negative("includedGrant"),
  negative("prepaidGrant"),
  negative("maxPurchase"),
  {
    field: "reset.intervalCount",
    message: `must make a period of at most ${CEILINGS.intervalYears} years`,
    broken: ({ reset }) =>
      reset !== null && isLongerThan(CEILINGS.intervalYears, reset.interval, reset.intervalCount),
  },
  {
    field: "nextResetAt",
    message: "must be given with a reset interval only",
    broken: (grant) => grant.nextResetAt !== null && !recurs(grant),
  },
  {
    field: "nextResetAt",
    message: "must be before expiresAt",
    broken: ({ nextResetAt, expiresAt }) =>
      nextResetAt !== null && expiresAt !== null && nextResetAt >= expiresAt,
  },
  {
    field: "rollover",
    message: "must be given with a reset interval only",
    broken: (grant) => grant.rollover !== null && !recurs(grant),
  },
  {
    field: "rollover",
    message: "must not be given for periods shorter than a day",
    broken: ({ rollover, reset }) =>
      rollover !== null &&
      reset !== null &&
      periodLength(reset.interval, reset.intervalCount) < periodLength("day", 1),
  },
  {
    field: "rollovers",
    message: "must not be given for an unlimited or per-entity balance",
    broken: ({ rollovers, unlimited, perEntityFeatureId }) =>
      rollovers.length > 0 && (unlimited || perEntityFeatureId !== null),
  },
  {
    field: "rollovers",
    message: "must not be below 0",
    broken: ({ rollovers }) =>
      rollovers.some(({ balance, usage }) => balance < ZERO || usage < ZERO),
  },
  {
    field: "balance",
    message: "must not be given for a per-entity balance",
    broken: ({ balance, perEntityFeatureId }) => balance !== null && perEntityFeatureId !== null,
  },
  {
    field: "perEntityFeatureId",
    message: "must not be given together with entityId",
    broken: ({ perEntityFeatureId, entityId }) => perEntityFeatureId !== null && entityId !== null,
  },
];

/** Whether the grant is to start anew at all. */
export function recurs({ reset }: Pick<CreateBalance, "reset">): boolean {
  return reset !== null && reset.interval !== "one_off";
}

function negative(field: "includedGrant" | "prepaidGrant" | "maxPurchase"): Rule {
  return {
    field,
    message: "must not be below 0",
    broken: (grant) => (grant[field] ?? ZERO) < ZERO,
  };
}
