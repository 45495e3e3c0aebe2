/** Each command's own function: one exhaustive switch for customers, one for features. */
import { createFeature, deleteFeature, updateFeature } from "./catalog.ts";
import type { CustomerCommand, FeatureCommand } from "./command.ts";
import { createBalance } from "./create.ts";
import { advanceClock, createCustomer, deletedCustomer, updateCustomer } from "./customers.ts";
import { createEntity, deleteEntity, updateEntity } from "./entity.ts";
import type { Catalog } from "./feature.ts";
import type { Ledger } from "./ledger.ts";
import { createLock, finalizeLock } from "./lock.ts";
import { recalculateBalances } from "./recalculate.ts";
import { customerNotFound, type Refusal } from "./refusal.ts";
import { deleteBalance } from "./remove.ts";
import type { Act, Scene } from "./scene.ts";
import { checkAndTrack } from "./take.ts";
import { track } from "./track.ts";
import { updateBalance } from "./update.ts";

/** What a decision about one customer may look at. */
export interface World {
  readonly catalog: Catalog;
  /** As stored, not yet settled; null where the customer does not exist. */
  readonly ledger: Ledger | null;
  /** Whether the new id that the command asks for names another customer already. */
  readonly newIdTaken: boolean;
  /** Whether another customer holds a live lock of the id that the command asks for. */
  readonly lockIdTaken: boolean;
}

/** Does what the command asks of the catalogue. */
export function performCatalog(catalog: Catalog, inUse: boolean, command: FeatureCommand) {
  switch (command.type) {
    case "createFeature":
      return createFeature(catalog, command);
    case "updateFeature":
      return updateFeature(catalog, inUse, command);
    case "deleteFeature":
      return deleteFeature(catalog, inUse, command);
  }
}

/** Does what the command asks of the customer, in a ledger that is settled; null where there is none yet. */
export function perform(
  world: World,
  scene: Scene | null,
  command: CustomerCommand,
  now: number,
): Act<object> {
  if (command.type === "createCustomer") {
    return scene ? customerExists(command.customerId) : createCustomer(world.catalog, command, now);
  }
  if (!scene) return customerNotFound(command.customerId);
  switch (command.type) {
    case "updateCustomer":
      return updateCustomer(scene, command, world.newIdTaken);
    case "deleteCustomer":
      return { ledger: scene.ledger, result: deletedCustomer(scene), note: null };
    case "advanceClock":
      return advanceClock(scene, command);
    case "passTime":
      return { ledger: scene.ledger, result: {}, note: null };
    case "createEntity":
      return createEntity(scene, command);
    case "updateEntity":
      return updateEntity(scene, command);
    case "deleteEntity":
      return deleteEntity(scene, command);
    case "createBalance":
      return createBalance(scene, command);
    case "updateBalance":
      return updateBalance(scene, command);
    case "deleteBalance":
      return deleteBalance(scene, command);
    case "recalculateBalances":
      return recalculateBalances(scene, command);
    case "track":
      return track(scene, command);
    case "checkAndTrack":
      return checkAndTrack(scene, command);
    case "createLock":
      return createLock(scene, command, world.lockIdTaken);
    case "finalizeLock":
      return finalizeLock(scene, command);
  }
}

function customerExists(customerId: string): Refusal {
  return { code: "CUSTOMER_ALREADY_EXISTS", message: `Customer ${customerId} exists already` };
}
