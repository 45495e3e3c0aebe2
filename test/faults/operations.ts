/** What a writer asks for: mutations with keys, each of which leaves known entries in the ledgers. */

export interface Operation {
  /** Its idempotency key. */
  readonly key: string;
  readonly document: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The keys of the entries that it leaves where it is applied. */
  readonly entryKeys: readonly string[];
}

export const CUSTOMERS = ["ada", "ben", "cid"];

/** Of calls there are more than all writers use, carried on from day to day; of gems never enough. */
export const FEATURES = ["calls", "gems"];
export const CALLS_A_DAY = 10_000_000;
export const LOCKED = 7;

const GEMS = { granted: 20, topUp: 4, taken: 3 };

/** The n-th of a writer's: usage, usage that may be refused, batches over all customers, top-ups. */
export function operationOf(number: number): Operation {
  const key = `op-${number}`;
  const customerId = CUSTOMERS[number % CUSTOMERS.length] ?? "";
  if (number % 7 === 3) return batchOf(key);
  if (number % 7 === 5) {
    const gems = { customerId, featureId: "gems", value: GEMS.taken, overageBehavior: "REJECT" };
    return operation("track", key, gems);
  }
  if (number % 28 === 6) {
    return operation("updateBalance", key, {
      ...{ customerId, featureId: "gems", addToBalance: GEMS.topUp },
    });
  }
  return operation("track", key, { customerId, featureId: "calls", value: 1 + (number % 4) });
}

/** Customers with their grants, once. */
export function preparations(): readonly Operation[] {
  const features = FEATURES.map((featureId) => ({
    ...operation("createFeature", `feature-${featureId}`, { featureId, ...METERED }),
    entryKeys: [],
  }));
  const customers = CUSTOMERS.flatMap((customerId) => [
    { ...operation("createCustomer", `customer-${customerId}`, { customerId }), entryKeys: [] },
    operation("createBalance", `calls-${customerId}`, {
      ...{ customerId, featureId: "calls", includedGrant: CALLS_A_DAY },
      reset: { interval: "DAY" },
      rollover: { duration: "FOREVER", length: 1 },
    }),
    operation("createBalance", `gems-${customerId}`, {
      ...{ customerId, featureId: "gems", includedGrant: GEMS.granted },
    }),
  ]);
  return [...features, ...customers];
}

/** Holds some calls, until the instant given. */
export function lockOf(customerId: string, expiresAt: number): Operation {
  const lockId = `${customerId}-${expiresAt}`;
  const held = { customerId, featureId: "calls", requiredBalance: LOCKED, lockId, expiresAt };
  return operation("createLock", lockId, held);
}

const METERED = { type: "METERED", consumable: true };

const RESULTS = {
  track: "TrackPayload { replayed entry { id after { remaining usage } } deductions { value } }",
  trackBatch: `TrackBatchPayload { replayed
    results { __typename ... on TrackPayload { entry { id after { remaining usage } } } } }`,
  updateBalance: "BalancePayload { replayed entry { id after { remaining usage } } }",
  createBalance: "BalancePayload { replayed entry { id after { remaining usage } } }",
  createFeature: "FeaturePayload { replayed }",
  createCustomer: "CustomerPayload { replayed }",
  createLock: "LockPayload { replayed allowed entry { id } }",
};

function operation(
  field: keyof typeof RESULTS,
  key: string,
  input: Readonly<Record<string, unknown>>,
): Operation {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) {
    answer: ${field}(input: $input) { __typename ... on Error { code } ... on ${RESULTS[field]} }
  }`;
  return { key, document, input: { ...input, idempotencyKey: key }, entryKeys: [key] };
}

function batchOf(key: string): Operation {
  const items = CUSTOMERS.map((customerId) => ({
    ...{ customerId, featureId: "calls", value: 2, idempotencyKey: `${key}-${customerId}` },
  }));
  const entryKeys = items.map(({ idempotencyKey }) => idempotencyKey);
  return { ...operation("trackBatch", key, { items }), entryKeys };
}
