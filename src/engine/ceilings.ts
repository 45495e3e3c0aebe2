/** The most that a caller can make the gateway keep or do at once: one table for the engine and the API. */

/** What each list, text and batch may hold. A command that would go beyond one is refused whole. */
export const CEILINGS = {
  /** Entries of each list of billing controls, for a customer and for each entity. */
  controls: 100,
  /** Keys of a usage limit's filter (A21). */
  filterKeys: 4,
  /** Grants of one customer, those of its entities included. */
  grants: 1000,
  /** Entities of one customer. */
  entities: 10_000,
  /** Locks of one customer that are held at the same time. */
  heldLocks: 10_000,
  /** Features of the catalogue. */
  features: 10_000,
  /** Rollovers of one slice that can live at the same time; also those carried over to a new grant. */
  liveRollovers: 1000,
  /** Ids in a list, such as those of `nodes`. */
  ids: 200,
  /** Items of a batch (I4). */
  batch: 1000,
  /** Deductions that the items of a batch make together: what its answer lists and its transaction writes. */
  batchDeductions: 10_000,
  /** Event names of a feature. */
  eventNames: 100,
  /** Metered features that a credit system lists. */
  creditSchema: 200,
  /** Tiers of a price. */
  tiers: 100,
  /** Characters of an id. */
  idLength: 255,
  /** Bytes of a JSON object that a caller sends, as UTF-8 text. */
  jsonBytes: 16_384,
  /** Bytes of a customer's metadata after each merge, as UTF-8 text. */
  metadataBytes: 65_536,
  /** Years that a test clock may move in one step. */
  clockYears: 10,
  /** Years of a reset interval (A33). */
  intervalYears: 100,
} as const;
