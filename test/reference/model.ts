import { amount } from "../../src/engine/amount.ts";
import type {
  CheckAndTrack,
  CreateLock,
  CustomerCommand,
  Track,
} from "../../src/engine/command.ts";
import { check, type Verdict } from "./check.ts";
import { createBalance, createEntity, deleteEntity } from "./create.ts";
import { use } from "./deduct.ts";
import { fractionOf } from "./fraction.ts";
import { refuseTwice, type ShownLimit, shownLimits } from "./limits.ts";
import { createLock, finalizeLock, heldOf } from "./locks.ts";
import { deleteBalance, recalculate } from "./remove.ts";
import { type Shown, show } from "./show.ts";
import { type Controls, entityOf, type FeatureLike, featureOf, No, type State } from "./state.ts";
import { settleTo } from "./time.ts";
import { updateBalance } from "./update.ts";

/** The rules once more, written for obviousness: what the engine is compared with. */
export class Model {
  #state: State;
  #settledAt: number | null = null;
  now: number;

  constructor(features: readonly FeatureLike[], persistFreeOverage: boolean, now: number) {
    const controls = { overageAllowed: [], spendLimits: [], usageLimits: [] };
    const nothing = { controls, entities: [], rows: [], locks: [], counters: [] };
    const config = { persistFreeOverage, disablePooledBalance: false };
    this.#state = { ...nothing, ...config, features, now };
    this.now = now;
  }

  /** Done, or the code of the refusal, which changes nothing. */
  run(command: CustomerCommand): string {
    const before = copied(this.#state);
    this.#settledAt = null;
    try {
      settleTo(this.#state, this.now);
      return carryOut(this.#state, command, this.now);
    } catch (problem) {
      if (!(problem instanceof No)) throw problem;
      this.#state = before;
      return problem.code;
    }
  }

  balance(featureId: string, viewer: string | null): Shown | null {
    this.#settle();
    return show(this.#state, featureId, viewer);
  }

  check(featureId: string, viewer: string | null, required: string): Verdict {
    this.#settle();
    return check(this.#state, featureId, viewer, fractionOf(amount(required)));
  }

  held(featureId: string, viewer: string | null): bigint {
    this.#settle();
    return heldOf(this.#state, featureId, viewer).units;
  }

  limits(viewer: string | null): readonly ShownLimit[] {
    this.#settle();
    return shownLimits(this.#state, viewer);
  }

  #settle(): void {
    if (this.#settledAt !== this.now) settleTo(this.#state, this.now);
    this.#settledAt = this.now;
  }

  get entities(): readonly string[] {
    return this.#state.entities.map(({ entityId }) => entityId);
  }
}

function carryOut(state: State, command: CustomerCommand, now: number): string {
  switch (command.type) {
    case "createBalance":
      createBalance(state, command, now);
      return "done";
    case "createEntity":
      createEntity(state, command);
      return "done";
    case "deleteEntity":
      deleteEntity(state, command.entityId);
      return "done";
    case "updateBalance":
      updateBalance(state, command, now);
      return "done";
    case "deleteBalance":
      deleteBalance(state, command);
      return "done";
    case "recalculateBalances":
      recalculate(state, command);
      return "done";
    case "track":
      track(state, command);
      return "done";
    case "checkAndTrack":
      return checkAndTrack(state, command);
    case "createLock":
      return lock(state, command);
    case "finalizeLock":
      finalizeLock(state, command);
      return "done";
    case "updateCustomer":
      state.controls = changed(state.controls, command.billingControls ?? {});
      state.disablePooledBalance =
        command.config?.disablePooledBalance ?? state.disablePooledBalance;
      return "done";
    case "updateEntity": {
      const entity = entityOf(state, command.entityId);
      entity.controls = changed(entity.controls, command.billingControls ?? {});
      return "done";
    }
    default:
      throw new Error(`${command.type} is not modelled`);
  }
}

function changed(
  { overageAllowed, spendLimits, usageLimits }: Controls,
  given: { readonly [Key in keyof Controls]?: Controls[Key] | undefined },
): Controls {
  refuseTwice(given.usageLimits ?? []);
  return {
    overageAllowed: given.overageAllowed ?? overageAllowed,
    spendLimits: given.spendLimits ?? spendLimits,
    usageLimits: given.usageLimits ?? usageLimits,
  };
}

/** Section 10. */
function track(state: State, command: Track): void {
  const { eventName, entityId: viewer, properties, overageBehavior: manner } = command;
  const featureIds =
    command.featureId !== null
      ? [featureOf(state, command.featureId).featureId]
      : state.features
          .filter((it) => eventName !== null && it.eventNames.includes(eventName))
          .map((it) => it.featureId);
  if (featureIds.length === 0) throw new No("FEATURE_NOT_FOUND");
  if (viewer !== null) entityOf(state, viewer);
  if (eventName !== null && manner === "reject") throw new No("INVALID_INPUT");
  const value = fractionOf(command.value);
  for (const featureId of featureIds) {
    if (featureOf(state, featureId).type === "boolean") continue;
    const { unmet } = use(state, { featureId, viewer, properties, manner }, value);
    if (manner === "reject" && value.isPositive && unmet.isPositive) {
      throw new No("INSUFFICIENT_BALANCE");
    }
  }
}

/** C5, C6. */
function checkAndTrack(state: State, command: CheckAndTrack): string {
  const { featureId, entityId: viewer, properties } = command;
  if (featureOf(state, featureId).type === "boolean") throw new No("INVALID_INPUT");
  if (viewer !== null) entityOf(state, viewer);
  const value = fractionOf(command.requiredBalance);
  const before = copied(state);
  const { unmet } = use(state, { featureId, viewer, properties, manner: "reject" }, value);
  if (!value.isPositive || !unmet.isPositive) return "allowed";
  Object.assign(state, before);
  return "denied";
}

function lock(state: State, command: CreateLock): string {
  const before = copied(state);
  if (createLock(state, command)) return "allowed";
  Object.assign(state, before);
  return "denied";
}

function copied(state: State): State {
  return {
    ...state,
    entities: state.entities.map((entity) => ({ ...entity })),
    rows: state.rows.map((row) => ({
      ...row,
      slices: row.slices.map((cell) => ({ ...cell })),
      rollovers: row.rollovers.map((carried) => ({ ...carried })),
    })),
  };
}
