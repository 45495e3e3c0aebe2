import type { Amount } from "../../src/engine/amount.ts";
import type { CustomerCommand } from "../../src/engine/command.ts";
import { carryOut } from "./carry-out.ts";
import { type Asked, check, ownedBy, type Verdict } from "./check.ts";
import { copied } from "./copied.ts";
import { use } from "./deduct.ts";
import { fractionOf } from "./fraction.ts";
import { type ShownLimit, shownLimits } from "./limits.ts";
import { heldOf } from "./locks.ts";
import { ended, type Outcome } from "./outcome.ts";
import { isVast, refuseBeyond } from "./range.ts";
import { type Shown, show } from "./show.ts";
import { type FeatureLike, No, type State, UNCONTROLLED } from "./state.ts";
import { settleTo } from "./time.ts";
import { type Crossed, watched } from "./watch.ts";

const USES = new Set(["track", "checkAndTrack", "createLock", "finalizeLock"]);

export interface Taking {
  readonly isWhole: boolean;
  readonly isOfOne: boolean;
  readonly isOwned: boolean;
}

/** The rules once more, written for obviousness: what the engine is compared with. */
export class Model {
  #state: State;
  #settledAt: number | null = null;
  now: number;

  constructor(features: readonly FeatureLike[], persistFreeOverage: boolean, now: number) {
    const nothing = {
      controls: UNCONTROLLED,
      entities: [],
      rows: [],
      locks: [],
      counters: [],
      crossings: [],
    };
    const config = { persistFreeOverage, disablePooledBalance: false, isOpen: false };
    this.#state = { ...nothing, ...config, features, now };
    this.now = now;
  }

  /** An engine that refuses what comes near the limits of range is followed: see isVast (A33). */
  run(command: CustomerCommand, isRefused = false): Outcome {
    const before = copied(this.#state);
    this.#settledAt = null;
    try {
      settleTo(this.#state, this.now);
      const settled = copied(this.#state);
      const outcome = this.#watched(command);
      refuseBeyond(settled, this.#state);
      if (isRefused && isVast(this.#state)) throw new No("INVALID_INPUT");
      return outcome;
    } catch (problem) {
      if (!(problem instanceof No)) throw problem;
      this.#state = before;
      return ended(problem.code);
    }
  }

  /** Setting controls crosses none (K6). */
  #watched(command: CustomerCommand): Outcome {
    let outcome = ended("done");
    const act = () => {
      outcome = carryOut(this.#state, command);
    };
    if (command.type === "updateCustomer" || command.type === "updateEntity") act();
    else watched(this.#state, USES.has(command.type), act);
    return outcome;
  }

  balance(featureId: string, viewer: string | null): Shown | null {
    return show(this.#settled(), featureId, viewer);
  }

  /** The verdict, or the code of the refusal. */
  check(asked: Asked, required: Amount): Verdict | string {
    try {
      return check(this.#settled(), asked, fractionOf(required));
    } catch (problem) {
      if (problem instanceof No) return problem.code;
      throw problem;
    }
  }

  /** Whether a taking would go through, done on a copy; and whether one balance alone answers (A20). */
  taking({ featureId, viewer, properties }: Asked, required: Amount): Taking {
    const owned = ownedBy(this.#settled(), featureId, viewer).length;
    if (owned === 0) return { isWhole: required <= 0n, isOfOne: false, isOwned: false };
    const state = copied(this.#settled());
    const usage = { featureId, viewer, properties, manner: "reject" } as const;
    const { unmet } = use(state, usage, fractionOf(required));
    return {
      isWhole: required <= 0n || !unmet.isPositive,
      isOfOne: owned === 1,
      isOwned: owned > 0,
    };
  }

  held(featureId: string, viewer: string | null): bigint {
    return heldOf(this.#settled(), featureId, viewer).units;
  }

  limits(viewer: string | null): readonly ShownLimit[] {
    return shownLimits(this.#settled(), viewer);
  }

  /** What was crossed, the latest first. */
  get crossings(): readonly Crossed[] {
    return this.#settled().crossings;
  }

  #settled(): State {
    if (this.#settledAt !== this.now) settleTo(this.#state, this.now);
    this.#settledAt = this.now;
    return this.#state;
  }

  /** From here on the rules do not tell which figure is right. */
  get isOpen(): boolean {
    return this.#settled().isOpen;
  }

  get entities(): readonly string[] {
    return this.#state.entities.map(({ entityId }) => entityId);
  }
}
