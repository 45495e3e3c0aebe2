/** Which combinations a new grant may not have (G1 to G6, A4). All that are wrong are told at once. */
import { ZERO } from "./amount.ts";
import type { CreateBalance } from "./command.ts";
import { type Feature, findFeature, isCreditSystem } from "./feature.ts";
import { findEntity } from "./ledger.ts";
import { dayOfMonth, nextPeriod, periodLength } from "./period.ts";
import type { Issue } from "./refusal.ts";
import type { Scene } from "./scene.ts";

export function createIssues(
  scene: Scene,
  feature: Feature,
  command: CreateBalance,
): readonly Issue[] {
  return RULES.filter(({ broken }) => broken({ scene, feature, command })).map(
    ({ field, message }) => ({ path: ["input", field], message }),
  );
}

interface Proposal {
  readonly scene: Scene;
  readonly feature: Feature;
  readonly command: CreateBalance;
}

interface Rule {
  readonly field: string;
  readonly message: string;
  readonly broken: (proposal: Proposal) => boolean;
}

const RULES: readonly Rule[] = [
  {
    field: "featureId",
    message: "is boolean and takes neither amounts nor a reset",
    broken: ({ feature, command }) => isFlag(feature) && (hasAmounts(command) || recurs(command)),
  },
  {
    field: "includedGrant",
    message: "must be given, or unlimited or prepaidGrant, for a metered feature",
    broken: ({ feature, command }) =>
      !isFlag(feature) &&
      !isCreditSystem(feature) &&
      command.includedGrant === null &&
      command.prepaidGrant === null &&
      !command.unlimited,
  },
  {
    field: "unlimited",
    message: "must not be combined with an amount",
    broken: ({ command }) =>
      command.unlimited && (command.includedGrant !== null || command.prepaidGrant !== null),
  },
  {
    field: "reset",
    message: "must not be given with unlimited",
    broken: ({ command }) => command.unlimited && command.reset !== null,
  },
  negative("includedGrant"),
  negative("prepaidGrant"),
  negative("maxPurchase"),
  {
    field: "expiresAt",
    message: "must be in the future",
    broken: ({ scene, command }) => command.expiresAt !== null && command.expiresAt <= scene.at,
  },
  {
    field: "nextResetAt",
    message: "must be given with a reset interval only",
    broken: ({ command }) => command.nextResetAt !== null && !recurs(command),
  },
  {
    field: "nextResetAt",
    message: "must be in the future",
    broken: ({ scene, command }) => command.nextResetAt !== null && command.nextResetAt <= scene.at,
  },
  {
    field: "nextResetAt",
    message: "must be before expiresAt",
    broken: ({ command: { nextResetAt, expiresAt } }) =>
      nextResetAt !== null && expiresAt !== null && nextResetAt >= expiresAt,
  },
  {
    field: "rollover",
    message: "must be given for a consumable feature with a reset interval only",
    broken: ({ feature, command }) =>
      command.rollover !== null && !(feature.consumable && recurs(command)),
  },
  {
    field: "rollover",
    message: "must not be given where the balance expires before its first reset",
    broken: ({ scene, command }) => command.rollover !== null && expiresTooEarly(scene, command),
  },
  {
    field: "rollover",
    message: "must not be given for periods shorter than a day",
    broken: ({ command }) => command.rollover !== null && isShort(command),
  },
  {
    field: "rollovers",
    message: "must not be given for an unlimited, boolean or per-entity balance",
    broken: ({ feature, command }) =>
      command.rollovers.length > 0 &&
      (command.unlimited || isFlag(feature) || command.perEntityFeatureId !== null),
  },
  {
    field: "rollovers",
    message: "must not be below 0",
    broken: ({ command }) =>
      command.rollovers.some(({ balance, usage }) => balance < ZERO || usage < ZERO),
  },
  {
    field: "rollovers",
    message: "must expire in the future",
    broken: ({ scene, command }) =>
      command.rollovers.some(({ expiresAt }) => expiresAt !== null && expiresAt <= scene.at),
  },
  {
    field: "balance",
    message: "must not be given for a boolean or per-entity balance",
    broken: ({ feature, command }) =>
      command.balance !== null && (isFlag(feature) || command.perEntityFeatureId !== null),
  },
  {
    field: "entityId",
    message: "must not be an entity of the feature itself: a seat cannot own its own seats",
    broken: ({ scene, feature, command }) =>
      findEntity(scene.ledger, command.entityId)?.featureId === feature.featureId,
  },
  {
    field: "perEntityFeatureId",
    message: "must be a feature that is not consumable",
    broken: ({ scene, command }) =>
      command.perEntityFeatureId !== null &&
      !isSeat(findFeature(scene.catalog, command.perEntityFeatureId)),
  },
  {
    field: "perEntityFeatureId",
    message: "must not be given together with entityId",
    broken: ({ command }) => command.perEntityFeatureId !== null && command.entityId !== null,
  },
];

function negative(field: "includedGrant" | "prepaidGrant" | "maxPurchase"): Rule {
  return {
    field,
    message: "must not be below 0",
    broken: ({ command }) => (command[field] ?? ZERO) < ZERO,
  };
}

/** Whether entities can be made of the feature: metered and not used up by use (EN1). */
export function isSeat(feature: Feature | undefined): boolean {
  return feature?.type === "metered" && !feature.consumable;
}

function isFlag(feature: Feature): boolean {
  return feature.type === "boolean";
}

function hasAmounts({ includedGrant, prepaidGrant, unlimited }: CreateBalance): boolean {
  return (includedGrant ?? ZERO) !== ZERO || (prepaidGrant ?? ZERO) !== ZERO || unlimited;
}

function recurs({ reset }: CreateBalance): boolean {
  return reset !== null && reset.interval !== "one_off";
}

/** A rollover a minute, unread for a month, would be 43,200 of them. */
function isShort({ reset }: CreateBalance): boolean {
  return (
    reset !== null && periodLength(reset.interval, reset.intervalCount) < periodLength("day", 1)
  );
}

function expiresTooEarly({ at }: Scene, { reset, expiresAt, nextResetAt }: CreateBalance): boolean {
  if (!reset || expiresAt === null) return false;
  const { interval, intervalCount: count } = reset;
  const first = nextResetAt ?? nextPeriod(at, { interval, count, anchorDay: dayOfMonth(at) });
  return first !== null && expiresAt < first;
}
