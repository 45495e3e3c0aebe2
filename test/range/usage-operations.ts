/** Random usage: reported, batched, checked, held and settled. */
import { edgeOf, instantOf, signedOf } from "./edges.ts";
import {
  ACTORS,
  aroundOf,
  entityIdOf,
  featureIdOf,
  given,
  lockIdOf,
  type Operation,
  perhaps,
  type Turn,
} from "./world.ts";

const BEHAVIORS = ["CAP", "REJECT", "OVERFLOW", "OVERFLOW"];

export function track(turn: Turn): Operation {
  return { name: "track", input: usageOf(turn) };
}

export function trackBatch(turn: Turn): Operation {
  const { dice } = turn;
  const items = Array.from({ length: 1 + dice.below(6) }, () =>
    usageOf(dice.once(2) ? turn : { ...turn, actor: dice.pick(ACTORS) }),
  );
  return { name: "trackBatch", input: { items } };
}

function usageOf(turn: Turn) {
  const { dice, actor } = turn;
  const byEvent = dice.once(8);
  return given({
    customerId: actor.customerId,
    featureId: byEvent ? undefined : featureIdOf(turn),
    eventName: byEvent ? "spoke" : undefined,
    entityId: entityIdOf(turn),
    value: signedOf(dice, actor.mood),
    properties: perhaps(dice, 3, () => propertiesOf(turn)),
    timestamp: perhaps(dice, 12, () => instantOf(dice, aroundOf(turn))),
    overageBehavior: dice.pick(BEHAVIORS),
  });
}

function propertiesOf({ dice }: Turn) {
  return { tier: dice.pick(["a", 1, true]), note: "x" };
}

export function checkAndTrack(turn: Turn): Operation {
  return { name: "checkAndTrack", input: wishOf(turn) };
}

function wishOf(turn: Turn) {
  const { dice, actor } = turn;
  return given({
    customerId: actor.customerId,
    featureId: featureIdOf(turn),
    entityId: entityIdOf(turn),
    requiredBalance: signedOf(dice, actor.mood),
    properties: perhaps(dice, 3, () => propertiesOf(turn)),
  });
}

const HOUR = 3_600_000;

export function createLock(turn: Turn): Operation {
  const { dice } = turn;
  const ends = () => aroundOf(turn) + dice.pick([1, HOUR, 24 * HOUR, 25 * HOUR]);
  const expiresAt = perhaps(dice, 3, ends);
  return {
    name: "createLock",
    input: given({ ...wishOf(turn), lockId: lockIdOf(turn), expiresAt }),
  };
}

export function finalizeLock(turn: Turn): Operation {
  const { dice, actor, held } = turn;
  const lockId = held.length > 0 && !dice.once(4) ? dice.pick(held) : lockIdOf(turn);
  const action = dice.pick(["CONFIRM", "CONFIRM", "RELEASE"]);
  const override = () => (dice.once(2) ? edgeOf : signedOf)(dice, actor.mood);
  const overrideValue = action === "CONFIRM" && !dice.once(3) ? override() : undefined;
  return { name: "finalizeLock", input: given({ lockId, action, overrideValue }) };
}
