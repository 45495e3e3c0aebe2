/** What the clients ask, with `__typename` and `id` everywhere, as their caches need them. */

const BALANCE = `__typename id remaining revision
  breakdown { __typename id remaining } rollovers { __typename id balance }`;

export const LIVE = `query Live {
  balance(customerId: "cus", featureId: "messages") { ${BALANCE} }
}`;

/** The same objects by another way. */
export const OF_CUSTOMER = `query OfCustomer {
  customer(customerId: "cus") { __typename id name balance(featureId: "messages") { ${BALANCE} } }
}`;

export const LATER = `query Later($at: Timestamp!) {
  balance(customerId: "cus", featureId: "messages", at: $at) { ${BALANCE} }
}`;

export const ADD = `mutation Add($input: UpdateBalanceInput!) {
  updateBalance(input: $input) { __typename ... on BalancePayload {
    dryRun balance { ${BALANCE} } customer { __typename id balances { ${BALANCE} } }
    entry { __typename id value }
  } }
}`;

export const TRACK = `mutation Track($input: TrackInput!) {
  track(input: $input) { __typename ... on TrackPayload {
    value replayed balance { ${BALANCE} } entry { __typename id value }
  } }
}`;
