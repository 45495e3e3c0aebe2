/** The front door of the engine: what is stored and what is asked -> what is to be stored and answered. */
import type { CustomerCommand, FeatureCommand, Request, ResultOf } from "./command.ts";
import { changedFeatures, deductionsBetween } from "./deduction.ts";
import { entryOf, entryOfStep } from "./entry.ts";
import type { Catalog } from "./feature.ts";
import { liveLocks } from "./held.ts";
import { invariant } from "./invariant.ts";
import type { Entry, Ledger } from "./ledger.ts";
import { perform, performCatalog, type World } from "./perform.ts";
import { beyondRange } from "./range.ts";
import type { Refusal } from "./refusal.ts";
import { type Acted, isRefusal, type Scene } from "./scene.ts";
import { customerNow, numbered, type Settled, STEPS_AT_ONCE, settleSome } from "./settle.ts";

export type Decision<C extends CustomerCommand> = Decided<C> | Behind | Refused;

export interface Decided<C extends CustomerCommand> {
  readonly kind: "decided";
  /** To be saved in place of the one in the world; null: the customer is to be deleted. */
  readonly ledger: Ledger | null;
  /** To be appended, in this order: what had fallen due, then the command's own. */
  readonly entries: readonly Entry[];
  /** The command's own entry; null where it moved nothing. */
  readonly entry: Entry | null;
  /** The customer's now. */
  readonly at: number;
  readonly result: ResultOf<C>;
}

/**
 * More fell due than one decision settles. What is here is to be saved, and the command, of which nothing is
 * decided, asked again.
 */
export interface Behind {
  readonly kind: "behind";
  readonly ledger: Ledger;
  readonly entries: readonly Entry[];
  /** The customer's now. */
  readonly at: number;
}

export interface Refused {
  readonly kind: "refused";
  readonly refusal: Refusal;
  readonly at: number;
}

export type CatalogDecision<C extends FeatureCommand> =
  | { readonly kind: "decided"; readonly catalog: Catalog; readonly result: ResultOf<C> }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Decides a command on one customer. The same world and request give the same decision. */
export function decide<C extends CustomerCommand>(world: World, request: Request<C>): Decision<C> {
  const { ledger, catalog } = world;
  const command: CustomerCommand = request.command;
  const existing = ledger && { ...ledger, locks: liveLocks(ledger) };
  const at = existing ? customerNow(existing, request.now) : request.now;
  const settled = existing && settleSome(existing, catalog, at, STEPS_AT_ONCE);
  const due = () => entriesOf(settled, catalog);
  if (settled?.isBehind) return { kind: "behind", ledger: settled.ledger, entries: due(), at };
  const scene = settled && { ledger: settled.ledger, catalog, at };
  const act = perform(world, scene, command, request.now);
  if (isRefusal(act)) return refused(act, at);
  if (command.type === "deleteCustomer") return decided(null, [], null, at, act.result);

  const { ledger: after, entry } = noted(scene, act, request);
  const beyond = beyondRange({ before: scene?.ledger ?? null, after, entry });
  if (beyond) return refused(beyond, at);
  const entries = entry ? [...due(), entry] : due();
  return decided(after, entries, entry, customerNow(after, at), act.result);
}

/** Decides a command on the catalogue. `inUse`: whether any customer holds the feature or an entity of it. */
export function decideCatalog<C extends FeatureCommand>(
  catalog: Catalog,
  inUse: boolean,
  command: C,
): CatalogDecision<C> {
  const revised = performCatalog(catalog, inUse, command);
  if (isRefusal(revised)) return { kind: "refused", refusal: revised };
  // Each command's function answers its own result; the compiler cannot follow that through C.
  const result = revised.result as ResultOf<C>;
  return { kind: "decided", catalog: revised.catalog, result };
}

function entriesOf(settled: Settled | null, catalog: Catalog): readonly Entry[] {
  return settled?.steps.map((step) => entryOfStep(step, catalog)) ?? [];
}

/** The act's ledger with its entry counted, and the entry. */
function noted(
  scene: Scene | null,
  { ledger, note }: Acted<object>,
  { idempotencyKey, actor }: Request,
): { readonly ledger: Ledger; readonly entry: Entry | null } {
  if (!note) return { ledger, entry: null };
  invariant(scene, "only an existing customer's balances move");
  const after = numbered(ledger, ...changedFeatures(scene.ledger, ledger));
  const { featureId } = note;
  const entry = entryOf({
    kind: note.kind,
    at: scene.at,
    before: scene.ledger,
    after,
    catalog: scene.catalog,
    featureId,
    entityId: note.entityId,
    balanceFeatureId: note.balanceFeatureId === undefined ? featureId : note.balanceFeatureId,
    deductions: note.deductions ?? deductionsBetween(scene.ledger, ledger),
    value: note.value ?? null,
    eventName: note.eventName ?? null,
    timestamp: note.timestamp ?? scene.at,
    properties: note.properties ?? null,
    idempotencyKey,
    actor,
  });
  return { ledger: after, entry };
}

function refused(refusal: Refusal, at: number): Refused {
  return { kind: "refused", refusal, at };
}

function decided<C extends CustomerCommand>(
  ledger: Ledger | null,
  entries: readonly Entry[],
  entry: Entry | null,
  at: number,
  result: object,
): Decided<C> {
  // Each command's function answers its own result; the compiler cannot follow that through C.
  return { kind: "decided", ledger, entries, entry, at, result: result as ResultOf<C> };
}

export type { World };
