/** Random operations of every kind, each as often as it is worth it. */
import * as balances from "./balance-operations.ts";
import * as holders from "./holder-operations.ts";
import * as usage from "./usage-operations.ts";
import type { Operation, Turn } from "./world.ts";

type Maker = (turn: Turn) => Operation;

const WEIGHTS: readonly (readonly [number, Maker])[] = [
  [80, balances.createBalance],
  [60, balances.updateBalance],
  [12, balances.deleteBalance],
  [16, balances.recalculateBalances],
  [80, usage.track],
  [12, usage.trackBatch],
  [24, usage.checkAndTrack],
  [32, usage.createLock],
  [24, usage.finalizeLock],
  [4, holders.createCustomer],
  [20, holders.updateCustomer],
  [3, holders.deleteCustomer],
  [20, holders.createEntity],
  [8, holders.updateEntity],
  [8, holders.deleteEntity],
  [12, holders.advanceClock],
  [4, holders.createFeature],
  [8, holders.updateFeature],
  [4, holders.deleteFeature],
];

const MAKERS = WEIGHTS.flatMap(([weight, make]) => Array.from({ length: weight }, () => make));

/** The operation of a turn; some under a key, some not saved. */
export function operationOf(turn: Turn): Operation {
  const { dice, number } = turn;
  const { name, input } = dice.pick(MAKERS)(turn);
  const extra = {
    ...(dice.once(8) ? { idempotencyKey: `key-${number}` } : {}),
    ...(dice.once(20) ? { dryRun: true } : {}),
  };
  return name === "advanceClock" ? { name, input } : { name, input: { ...input, ...extra } };
}
