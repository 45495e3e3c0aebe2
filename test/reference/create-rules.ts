import type { CreateBalance } from "../../src/engine/command.ts";
import type { Price, RolloverConfig } from "../../src/engine/ledger.ts";
import { dayOf, isTooLong, later, lengthOf } from "./calendar.ts";
import { Fraction } from "./fraction.ts";
import { percentageOf } from "./percentage.ts";
import { type FeatureLike, No, type State } from "./state.ts";

const HUNDRED = new Fraction(100n);
const DAY = 86_400_000;
const TOO_SHORT = new Set(["one_off", "minute", "hour"]);
const MOST_GRANTS = 1_000;
const MOST_ROLLOVERS = 1_000;
const YEAR_10000 = Date.UTC(10_000, 0, 1);

/** G1 to G5, A4, A30, A33, A34. */
export function refuseForbidden(state: State, command: CreateBalance, feature: FeatureLike): void {
  const { reset, rollover, price } = command;
  const wrong =
    (feature.type === "boolean" ? isMoreThanFlag(command) : isAmountWrong(command)) ||
    state.rows.length >= MOST_GRANTS ||
    (reset !== null && isTooLong(reset.interval, reset.intervalCount)) ||
    areInstantsWrong(state, command) ||
    (rollover !== null && (!feature.consumable || isRolloverWrong(command, rollover))) ||
    (price !== null && isPriceWrong(price));
  if (wrong) throw new No("INVALID_INPUT");
}

function isMoreThanFlag({ includedGrant, prepaidGrant, unlimited, reset }: CreateBalance): boolean {
  return includedGrant !== null || prepaidGrant !== null || unlimited || reset !== null;
}

function isAmountWrong(command: CreateBalance): boolean {
  const { includedGrant, prepaidGrant, unlimited, reset } = command;
  const amounts = [includedGrant, prepaidGrant, command.maxPurchase];
  return (
    unlimited === (includedGrant !== null || prepaidGrant !== null) ||
    (unlimited && reset !== null) ||
    amounts.some((amount) => amount !== null && amount < 0n)
  );
}

function areInstantsWrong({ now }: State, command: CreateBalance): boolean {
  const { reset, expiresAt, nextResetAt, rollover } = command;
  const recurs = reset !== null && reset.interval !== "one_off";
  const first = reset && later(now, reset.interval, reset.intervalCount, dayOf(now));
  const instants = [expiresAt, nextResetAt, ...command.rollovers.map((it) => it.expiresAt)];
  return (
    instants.some((at) => at !== null && (at <= now || at >= YEAR_10000)) ||
    (nextResetAt !== null && !recurs) ||
    (nextResetAt !== null && expiresAt !== null && nextResetAt >= expiresAt) ||
    (rollover !== null && expiresAt !== null && expiresAt < (nextResetAt ?? first ?? 0))
  );
}

function isRolloverWrong({ reset }: CreateBalance, rollover: RolloverConfig): boolean {
  const percentage = percentageOf(rollover);
  const { max, duration, length } = rollover;
  if (reset === null || TOO_SHORT.has(reset.interval)) return true;
  const period = lengthOf(reset.interval, reset.intervalCount);
  const isCrowd = duration === "month" && (length * 31 * DAY) / period > MOST_ROLLOVERS;
  const isBeyond = percentage !== null && (!percentage.isPositive || percentage.isAbove(HUNDRED));
  return isCrowd || isBeyond || (max !== null && (max <= 0n || percentage !== null));
}

/** A34. */
function isPriceWrong({ amount, tiers, billingUnits }: Price): boolean {
  if ((amount === null) === (tiers === null) || billingUnits <= 0n) return true;
  if (tiers === null) return false;
  return tiers.length === 0 || tiers.some(({ to }, index) => isTierWrong(tiers, to, index));
}

function isTierWrong(tiers: NonNullable<Price["tiers"]>, to: bigint | null, index: number) {
  const isLast = index === tiers.length - 1;
  const former = tiers[index - 1]?.to ?? null;
  return isLast !== (to === null) || (to !== null && former !== null && to <= former);
}
