/** What is asked: each mutation with all that it answers, and of every customer all that there is to read. */
import { everythingOf } from "./selection.ts";
import { FEATURE_IDS, type Operation } from "./world.ts";

/** Deep enough for the rows of a balance and their resets. */
const OF_PAYLOAD = 4;

const mutations = new Map<string, string>();

/** The mutation, with everything that its answer tells. */
export function mutationOf({ name }: Operation): string {
  const known = mutations.get(name);
  if (known) return known;
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const results = RESULTS[name] ?? `${type.slice(0, -"Input".length)}Result`;
  const document = `mutation ($input: ${type}!) {
    ${name}(input: $input) ${everythingOf(results, OF_PAYLOAD)} }`;
  mutations.set(name, document);
  return document;
}

const RESULTS: Readonly<Record<string, string>> = {
  createFeature: "FeatureResult",
  updateFeature: "FeatureResult",
  deleteFeature: "DeleteResult",
  createCustomer: "CustomerResult",
  updateCustomer: "CustomerResult",
  deleteCustomer: "DeleteResult",
  createEntity: "EntityResult",
  updateEntity: "EntityResult",
  deleteEntity: "DeleteResult",
  createBalance: "BalanceResult",
  updateBalance: "BalanceResult",
  deleteBalance: "BalanceResult",
  recalculateBalances: "BalanceResult",
  createLock: "LockResult",
  finalizeLock: "LockResult",
};

const WINDOWS = ["HOUR", "DAY", "WEEK", "MONTH"];
const SERIES = WINDOWS.map(
  (window) => `${window}: series(window: ${window}) { from to usage events }`,
).join(" ");
const STATUSES = ["HELD", "CONFIRMED", "RELEASED", "EXPIRED"];
const LOCKS = STATUSES.map(
  (status) => `${status}: locks(status: ${status}) { totalCount nodes ${everythingOf("Lock", 3)} }`,
).join(" ");

export const CUSTOMERS = `{ customers(first: 200) { totalCount nodes {
  customerId createdAt entities(first: 200) { nodes { entityId } } } } }`;

export const ACCOUNT = `query ($customerId: ID!) { customer(customerId: $customerId) {
  ...All balances { ${SERIES} }
  members: entities(first: 200) { nodes { balances { ${SERIES} } } } ${LOCKS} } }
fragment All on Customer ${everythingOf("Customer", 6)}`;

export const LEDGER = `query ($customerId: ID!, $after: String) { customer(customerId: $customerId) {
  ledger(first: 200, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    nodes ${everythingOf("LedgerEntry", 3)} } } }`;

/** Of the customer or an entity: each feature's balance and verdict. */
export const VERDICTS = `query ($customerId: ID!, $entityId: ID, $required: Amount!) {
  ${FEATURE_IDS.map(
    (featureId) => `${featureId}: check(input: { customerId: $customerId, featureId: "${featureId}",
      entityId: $entityId, requiredBalance: $required, properties: { tier: 1 } })
      ${everythingOf("CheckResult", 4)}`,
  ).join("\n")} }`;

export const AT = `query ($customerId: ID!, $entityId: ID, $at: Timestamp!) {
  ${FEATURE_IDS.map(
    (featureId) => `${featureId}: balance(customerId: $customerId, featureId: "${featureId}",
      entityId: $entityId, at: $at) { ...All ${SERIES} }`,
  ).join("\n")} }
fragment All on Balance ${everythingOf("Balance", 4)}`;
