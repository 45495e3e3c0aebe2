/** Random grants of every shape, their changes and their ends. */
import { edgeOf, instantOf, intervalOf, percentageOf, periodOf, signedOf } from "./edges.ts";
import {
  aroundOf,
  balanceIdOf,
  entityIdOf,
  featureIdOf,
  given,
  type Operation,
  perhaps,
  type Turn,
} from "./world.ts";

export function createBalance(turn: Turn): Operation {
  const { dice, actor } = turn;
  const amount = () => edgeOf(dice, actor.mood);
  const unlimited = dice.once(14);
  const perEntity = !unlimited && dice.once(4);
  const recurs = !unlimited && !dice.once(3);
  const input = given({
    customerId: actor.customerId,
    featureId: featureIdOf(turn),
    entityId: perEntity ? undefined : perhaps(dice, 3, () => entityIdOf(turn)),
    includedGrant: unlimited ? undefined : amount(),
    unlimited: unlimited || undefined,
    reset: recurs ? periodOf(dice) : undefined,
    rollover: recurs ? perhaps(dice, 2, () => rolloverOf(turn)) : undefined,
    expiresAt: perhaps(dice, 7, () => instantOf(dice, aroundOf(turn))),
    nextResetAt: recurs ? perhaps(dice, 5, () => instantOf(dice, aroundOf(turn))) : undefined,
    balanceId: perhaps(dice, 2, () => balanceIdOf(turn)),
    planId: perhaps(dice, 2, () => dice.pick(["pro", "top-up"])),
    addOn: perhaps(dice, 4, () => true),
    prepaidGrant: unlimited ? undefined : perhaps(dice, 6, amount),
    overageAllowed: perhaps(dice, 2, () => !dice.once(4)),
    maxPurchase: perhaps(dice, 4, amount),
    price: perhaps(dice, 4, () => priceOf(turn)),
    perEntityFeatureId: perEntity ? "users" : undefined,
    balance: perEntity ? undefined : perhaps(dice, 4, () => signedOf(dice, actor.mood)),
    rollovers: unlimited || perEntity ? undefined : perhaps(dice, 6, () => carriedOf(turn)),
  });
  return { name: "createBalance", input };
}

function rolloverOf({ dice, actor }: Turn) {
  const capped = dice.below(3);
  return given({
    max: capped === 0 ? edgeOf(dice, actor.mood) : undefined,
    maxPercentage: capped === 1 ? percentageOf(dice) : undefined,
    duration: perhaps(dice, 2, () => "FOREVER"),
    length: dice.pick([1, 1, 3, 12, 1200]),
  });
}

function carriedOf(turn: Turn) {
  const { dice, actor } = turn;
  return Array.from({ length: 1 + dice.below(3) }, () =>
    given({
      balance: edgeOf(dice, actor.mood),
      usage: perhaps(dice, 2, () => edgeOf(dice, actor.mood)),
      expiresAt: perhaps(dice, 2, () => instantOf(dice, aroundOf(turn))),
    }),
  );
}

function priceOf({ dice, actor: { mood } }: Turn) {
  const terms = {
    billingUnits: edgeOf(dice, mood),
    billingMethod: dice.pick(["PREPAID", "USAGE_BASED"]),
  };
  if (dice.once(2)) return { ...terms, amount: edgeOf(dice, mood) };
  const tiers = [
    { to: edgeOf(dice, mood), amount: edgeOf(dice, mood) },
    { amount: edgeOf(dice, mood), flatAmount: edgeOf(dice, mood) },
  ];
  return { ...terms, tiers, tierBehavior: dice.pick(["GRADUATED", "VOLUME"]) };
}

export function updateBalance(turn: Turn): Operation {
  const { dice, actor } = turn;
  const target = dice.pick(["remaining", "addToBalance", "usage", null]);
  const instant = () => instantOf(dice, aroundOf(turn));
  const input = given({
    customerId: actor.customerId,
    featureId: featureIdOf(turn),
    entityId: perhaps(dice, 2, () => entityIdOf(turn)),
    balanceId: perhaps(dice, 4, () => balanceIdOf(turn)),
    interval: perhaps(dice, 8, () => intervalOf(dice)),
    includedGrant: perhaps(dice, 3, () => edgeOf(dice, actor.mood)),
    nextResetAt: perhaps(dice, 6, instant),
    expiresAt: perhaps(dice, 8, () => (dice.once(2) ? null : instant())),
    ifRevision: perhaps(dice, 40, () => dice.below(5)),
    ...(target ? { [target]: signedOf(dice, actor.mood) } : {}),
  });
  return { name: "updateBalance", input };
}

export function deleteBalance(turn: Turn): Operation {
  const { dice, actor } = turn;
  const all = dice.once(8);
  const input = given({
    customerId: actor.customerId,
    featureId: all ? undefined : featureIdOf(turn),
    entityId: perhaps(dice, 3, () => entityIdOf(turn)),
    balanceId: all ? undefined : perhaps(dice, 2, () => balanceIdOf(turn)),
    interval: perhaps(dice, 4, () => intervalOf(dice)),
    all: all || undefined,
    recalculateBalances: all ? undefined : perhaps(dice, 2, () => true),
  });
  return { name: "deleteBalance", input };
}

export function recalculateBalances(turn: Turn): Operation {
  const input = {
    customerId: turn.actor.customerId,
    featureId: featureIdOf(turn),
    entityId: entityIdOf(turn),
  };
  return { name: "recalculateBalances", input };
}
