import type { CustomerCommand } from "../../src/engine/command.ts";
import { changed } from "./control-rules.ts";
import { createBalance } from "./create.ts";
import { createEntity, deleteEntity } from "./entities.ts";
import { finalizeLock } from "./locks.ts";
import { entityOf } from "./look.ts";
import { ended, type Outcome } from "./outcome.ts";
import { deleteBalance, recalculate } from "./remove.ts";
import type { State } from "./state.ts";
import { updateBalance } from "./update.ts";
import { checkAndTrack, lock, track } from "./usage.ts";

const DONE = ended("done");

/** One command, or the No that refuses it. */
export function carryOut(state: State, command: CustomerCommand): Outcome {
  switch (command.type) {
    case "createBalance":
      createBalance(state, command);
      return DONE;
    case "createEntity":
      createEntity(state, command);
      return DONE;
    case "deleteEntity":
      deleteEntity(state, command.entityId);
      return DONE;
    case "updateBalance":
      updateBalance(state, command);
      return DONE;
    case "deleteBalance":
      deleteBalance(state, command);
      return DONE;
    case "recalculateBalances":
      recalculate(state, command);
      return DONE;
    case "track":
      return track(state, command);
    case "checkAndTrack":
      return checkAndTrack(state, command);
    case "createLock":
      return lock(state, command);
    case "finalizeLock":
      finalizeLock(state, command);
      return DONE;
    case "updateCustomer":
      state.controls = changed(state, state.controls, command.billingControls ?? {});
      state.disablePooledBalance =
        command.config?.disablePooledBalance ?? state.disablePooledBalance;
      return DONE;
    case "updateEntity": {
      const entity = entityOf(state, command.entityId);
      entity.controls = changed(state, entity.controls, command.billingControls ?? {});
      return DONE;
    }
    default:
      throw new Error(`${command.type} is not modelled`);
  }
}
