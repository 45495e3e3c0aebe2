/** Which combinations a new grant may not have (G1 to G6, A4). All that are wrong are told at once. */
import { ZERO } from "./amount.ts";
import { CEILINGS } from "./ceilings.ts";
import type { CreateBalance } from "./command.ts";
import { inputIssues, recurs } from "./create-input-rules.ts";
import { type Feature, findFeature } from "./feature.ts";
import { findEntity } from "./ledger.ts";
import { dayOfMonth, nextPeriod } from "./period.ts";
import type { Issue } from "./refusal.ts";
import type { Scene } from "./scene.ts";

/** What is wrong with the grant: by itself, for its feature, and in this customer at this moment. */
export function createIssues(
  scene: Scene,
  feature: Feature,
  command: CreateBalance,
): readonly Issue[] {
  const broken = RULES.filter((rule) => rule.broken({ scene, feature, command }));
  return [
    ...inputIssues(command),
    ...broken.map(({ field, message }) => ({ path: ["input", field], message })),
  ];
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
    field: "customerId",
    message: `must have fewer than ${CEILINGS.grants} balances: delete those that are no longer used`,
    broken: ({ scene }) => scene.ledger.grants.length >= CEILINGS.grants,
  },
  {
    field: "featureId",
    message: "must not be boolean: a boolean feature takes neither amounts nor a reset",
    broken: ({ feature, command }) => isFlag(feature) && (hasAmounts(command) || recurs(command)),
  },
  {
    field: "includedGrant",
    message: "must be given, or unlimited or prepaidGrant, unless the feature is boolean",
    broken: ({ feature, command }) =>
      !isFlag(feature) &&
      command.includedGrant === null &&
      command.prepaidGrant === null &&
      !command.unlimited,
  },
  {
    field: "expiresAt",
    message: "must be in the future",
    broken: ({ scene, command }) => command.expiresAt !== null && command.expiresAt <= scene.at,
  },
  {
    field: "nextResetAt",
    message: "must be in the future",
    broken: ({ scene, command }) => command.nextResetAt !== null && command.nextResetAt <= scene.at,
  },
  {
    field: "rollover",
    message: "must be given for a consumable feature only",
    broken: ({ feature, command }) => command.rollover !== null && !feature.consumable,
  },
  {
    field: "rollover",
    message: "must not be given where the balance expires before its first reset",
    broken: ({ scene, command }) => command.rollover !== null && expiresTooEarly(scene, command),
  },
  {
    field: "rollovers",
    message: "must not be given for a boolean feature",
    broken: ({ feature, command }) => command.rollovers.length > 0 && isFlag(feature),
  },
  {
    field: "rollovers",
    message: "must expire in the future",
    broken: ({ scene, command }) =>
      command.rollovers.some(({ expiresAt }) => expiresAt !== null && expiresAt <= scene.at),
  },
  {
    field: "balance",
    message: "must not be given for a boolean feature",
    broken: ({ feature, command }) => command.balance !== null && isFlag(feature),
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
];

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

function expiresTooEarly({ at }: Scene, { reset, expiresAt, nextResetAt }: CreateBalance): boolean {
  if (!reset || expiresAt === null) return false;
  const { interval, intervalCount: count } = reset;
  const first = nextResetAt ?? nextPeriod(at, { interval, count, anchorDay: dayOfMonth(at) });
  return first !== null && expiresAt < first;
}
