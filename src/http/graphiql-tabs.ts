/** Each runs as it stands, on the demo customers; literals, for GraphiQL ignores a first tab's variables. */
export const TABS: readonly string[] = [
  `
# What one customer has. Run it with Ctrl+Enter,
# then look at the other tabs.
query Balances {
  customer(customerId: "nimbus-ai") {
    name
    flags { featureId }
    balances {
      feature { name }
      granted
      remaining
      usage
      nextResetAt
    }
  }
}`,
  `
# Where a balance comes from: its grants, in the
# order they are used, and what rolled over.
query Breakdown {
  balance(
    customerId: "nimbus-ai"
    featureId: "ai_credits"
  ) {
    granted
    remaining
    usage
    breakdown {
      balanceId
      planId
      includedGrant
      remaining
      usage
      reset { interval resetsAt }
    }
    rollovers { granted balance usage expiresAt }
    exact { remaining }
  }
}`,
  `
# May they? One is out of messages and told why;
# the other's seat has calls left. Deducts nothing.
query Check {
  outOfMessages: check(
    input: {
      customerId: "fable-free"
      featureId: "chat_messages"
    }
  ) {
    ...Answer
  }
  seatWithCalls: check(
    input: {
      customerId: "orbit-team"
      entityId: "ada"
      featureId: "api_calls"
      requiredBalance: 50
    }
  ) {
    ...Answer
  }
}

fragment Answer on CheckResult {
  ... on CheckPayload {
    allowed
    reason
    explanation
    balance { remaining }
  }
  ... on Error { code message }
}`,
  `
# Ten images at 8 credits each, and what pays:
# rollovers first. Then look at the first tab again.
mutation Track {
  track(
    input: {
      customerId: "nimbus-ai"
      featureId: "image_generations"
      value: 10
    }
  ) {
    ... on TrackPayload {
      deductions {
        featureId
        balanceId
        rolloverId
        value
      }
      balance {
        featureId
        remaining
        usage
      }
    }
    ... on Error { code message }
  }
}`,
  `
# By hand: 50 credits as a gift to a trial that is
# nearly over. Without dryRun it is saved.
mutation Gift {
  updateBalance(
    input: {
      customerId: "ember-trial"
      featureId: "ai_credits"
      addToBalance: 50
      dryRun: true
    }
  ) {
    ... on BalancePayload {
      balance {
        granted
        remaining
        usage
        breakdown { balanceId expiresAt }
      }
      dryRun
    }
    ... on Error { code message }
  }
}`,
  `
# Every change that was ever made, latest first:
# usage, resets, grants, corrections.
query History {
  customer(customerId: "nimbus-ai") {
    ledger(first: 10) {
      totalCount
      nodes {
        at
        kind
        featureId
        value
        before { remaining }
        after { remaining }
        actor
      }
    }
  }
}`,
];
