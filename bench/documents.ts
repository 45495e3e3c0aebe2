export type Operation = "Q1" | "Q2" | "Q3" | "M1" | "Ledger" | "Pages";

export type Documents = Readonly<Partial<Record<Operation, string>>>;

const WHOLE = `{ customerId balances {
  featureId granted remaining usage unlimited overageAllowed nextResetAt
  feature { featureId name }
  breakdown { planId includedGrant prepaidGrant remaining usage expiresAt }
  rollovers { granted balance usage expiresAt } } }`;

const SCALARS = "{ featureId granted remaining usage }";

export const DOCUMENTS: Documents = {
  Q1: `query Q1($customerId: ID!) { customer(customerId: $customerId) ${WHOLE} }`,
  Q2: `query Q2($first: Int!, $after: String) {
    customers(first: $first, after: $after) { nodes ${WHOLE} } }`,
  Q3: `query Q3($customerId: ID!, $featureId: ID!) {
    balance(customerId: $customerId, featureId: $featureId) ${SCALARS} }`,
  M1: `mutation M1($input: TrackInput!) { track(input: $input) { ... on TrackPayload {
    value balance { granted remaining usage } entry { kind value } } } }`,
  Pages: `query Pages($first: Int!, $after: String) {
    customers(first: $first, after: $after) { pageInfo { endCursor } } }`,
  Ledger: `query Ledger($customerId: ID!) { customer(customerId: $customerId) {
    ledger(first: 20) { nodes { kind value } } } }`,
};

const ALIASED = WHOLE.replace("balances {", "balances: balancesByCustomerIdList {")
  .replace("feature {", "feature: featureByFeatureId {")
  .replace("breakdown {", "breakdown: breakdownsByBalanceIdList {")
  .replace("rollovers {", "rollovers: rolloversByBalanceIdList {");

/** PostGraphile names its fields itself; aliases make its answers the same. It has no deduction. */
export const POSTGRAPHILE_DOCUMENTS: Documents = {
  Q1: `query Q1($customerId: String!) {
    customer: customerByCustomerId(customerId: $customerId) ${ALIASED} }`,
  Q2: `query Q2($first: Int!, $after: Cursor) {
    customers: allCustomers(first: $first, after: $after) { nodes ${ALIASED} } }`,
  Q3: `query Q3($customerId: String!, $featureId: String!) {
    balance: balanceByCustomerIdAndFeatureId(customerId: $customerId, featureId: $featureId)
    ${SCALARS} }`,
  Pages: `query Pages($first: Int!, $after: Cursor) {
    customers: allCustomers(first: $first, after: $after) { pageInfo { endCursor } } }`,
};
