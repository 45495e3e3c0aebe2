/** Every GraphQL document that a case needs. */

const BALANCE = /* GraphQL */ `
  fragment Figures on Balance {
    featureId granted remaining usage overage unlimited overageAllowed maxPurchase nextResetAt
    exact { granted remaining usage overage }
    breakdown {
      balanceId planId entityId includedGrant prepaidGrant remaining usage overage unlimited expiresAt
      reset { interval intervalCount resetsAt }
    }
    rollovers { balanceId granted balance usage expiresAt }
  }`;

const DEDUCTIONS = "deductions { balanceId rolloverId featureId planId entityId value }";

const FIGURES = "balance { ...Figures }";

const REFUSAL = /* GraphQL */ `
  ... on Error { code message }
  ... on InvalidInputError { issues { path message } }`;

const TRACKED = `value ${FIGURES} balances { featureId ${FIGURES} } ${DEDUCTIONS}`;

const CUSTOMER = /* GraphQL */ `
  customer {
    customerId name
    config { disablePooledBalance disableOverageBilling }
    billingControls {
      spendLimits { featureId enabled overageLimit limitType skipOverageBilling }
      overageAllowed { featureId enabled }
      autoTopups { featureId enabled threshold quantity }
    }
  }`;

/** Each mutation's document: it answers what is asked of the payload, or the refusal. */
export const MUTATIONS = {
  createFeature: mutation("createFeature", "FeaturePayload", "feature { featureId }"),
  deleteFeature: mutation("deleteFeature", "DeletePayload", "deletedId"),
  createCustomer: mutation("createCustomer", "CustomerPayload", CUSTOMER),
  updateCustomer: mutation("updateCustomer", "CustomerPayload", CUSTOMER),
  createEntity: mutation("createEntity", "EntityPayload", "entity { entityId }"),
  updateEntity: mutation("updateEntity", "EntityPayload", "entity { entityId }"),
  deleteEntity: mutation("deleteEntity", "DeletePayload", "deletedId"),
  createBalance: mutation("createBalance", "BalancePayload", FIGURES),
  updateBalance: mutation("updateBalance", "BalancePayload", FIGURES),
  deleteBalance: mutation("deleteBalance", "BalancePayload", FIGURES),
  recalculateBalances: mutation("recalculateBalances", "BalancePayload", FIGURES),
  track: mutation("track", "TrackPayload", TRACKED),
  checkAndTrack: mutation(
    "checkAndTrack",
    "CheckAndTrackPayload",
    `allowed reason requiredBalance ${FIGURES} ${DEDUCTIONS}`,
  ),
  createLock: mutation("createLock", "LockPayload", `allowed reason ${FIGURES} ${DEDUCTIONS}`),
  finalizeLock: mutation("finalizeLock", "LockPayload", `${FIGURES} ${DEDUCTIONS}`),
  trackBatch: mutation(
    "trackBatch",
    "TrackBatchPayload",
    `results { __typename ... on TrackPayload { ${TRACKED} } ${REFUSAL} }`,
  ),
  advanceClock: mutation("advanceClock", "AdvanceClockPayload", "now"),
};

export type MutationName = keyof typeof MUTATIONS;

export const CHECK = /* GraphQL */ `
  query ($input: CheckInput!) {
    check(input: $input) {
      __typename
      ... on CheckPayload { allowed reason requiredBalance ${FIGURES} flag { featureId } }
      ${REFUSAL}
    }
  }
  ${BALANCE}`;

/** A balance by the root field, and by the customer's own. */
export const READ = /* GraphQL */ `
  query ($customerId: ID!, $featureId: ID!) {
    balance(customerId: $customerId, featureId: $featureId) { ...Figures }
    customer(customerId: $customerId) { balance(featureId: $featureId) { ...Figures } }
  }
  ${BALANCE}`;

/** A balance by the root field, and by the entity's own. */
export const READ_OF_ENTITY = /* GraphQL */ `
  query ($customerId: ID!, $featureId: ID!, $entityId: ID!) {
    balance(customerId: $customerId, featureId: $featureId, entityId: $entityId) { ...Figures }
    customer(customerId: $customerId) {
      entity(entityId: $entityId) { balance(featureId: $featureId) { ...Figures } }
    }
  }
  ${BALANCE}`;

const LIMITED = /* GraphQL */ `billingControls { usageLimits { featureId limit usage resetsAt } }`;

/** The counters of a customer's own usage limits. */
export const LIMITS = /* GraphQL */ `
  query ($customerId: ID!) { customer(customerId: $customerId) { ${LIMITED} } }`;

/** Those of an entity's. */
export const LIMITS_OF_ENTITY = /* GraphQL */ `
  query ($customerId: ID!, $entityId: ID!) {
    customer(customerId: $customerId) { entity(entityId: $entityId) { ${LIMITED} } }
  }`;

/** What was crossed, newest entry first. */
export const CROSSINGS = /* GraphQL */ `
  query ($customerId: ID!) {
    customer(customerId: $customerId) {
      ledger(first: 200) {
        nodes { crossings { kind featureId entityId threshold thresholdType name quantity } }
      }
    }
  }`;

function mutation(name: string, payload: string, fields: string): string {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  return /* GraphQL */ `
    mutation ($input: ${type}Input!) {
      ${name}(input: $input) {
        __typename
        ... on ${payload} { ${fields} }
        ${REFUSAL}
      }
    }
    ${fields.includes(FIGURES) ? BALANCE : ""}`;
}
