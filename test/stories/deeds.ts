/** What people do in the stories, as GraphQL. */

export interface Deed {
  readonly field: string;
  readonly document: string;
  readonly input: Readonly<Record<string, unknown>>;
}

type Input = Readonly<Record<string, unknown>>;

/** Makes a feature. */
export function makes(featureId: string, given: Input = {}): Deed {
  return mutation("createFeature", { featureId, type: "METERED", ...given });
}

/** The words for what happens to one customer. */
export function deedsOf(customerId: string) {
  return {
    signsUp: (testClock: string) => mutation("createCustomer", { customerId, testClock }),
    gets: (featureId: string, given: Input) =>
      mutation("createBalance", { customerId, featureId, ...given }),
    uses: (value: number, featureId: string, given: Input = {}) =>
      mutation("track", { customerId, featureId, value, ...given }, TRACKED),
    asksFor: (requiredBalance: number, featureId: string): Deed => ({
      field: "check",
      document: CHECK,
      input: { customerId, featureId, requiredBalance },
    }),
    setsAside: (lockId: string, requiredBalance: number, featureId: string, given: Input = {}) =>
      mutation(
        "createLock",
        { customerId, featureId, lockId, requiredBalance, ...given },
        "... on LockPayload { allowed reason lock { lockId status } }",
      ),
    settles: (lockId: string, overrideValue?: number) =>
      mutation("finalizeLock", { lockId, action: "CONFIRM", overrideValue }),
    givesUp: (lockId: string) => mutation("finalizeLock", { lockId, action: "RELEASE" }),
    isSet: (featureId: string, given: Input) =>
      mutation("updateBalance", { customerId, featureId, ...given }),
    isRecalculated: (featureId: string) =>
      mutation("recalculateBalances", { customerId, featureId }),
    chooses: (given: Input) => mutation("updateCustomer", { customerId, ...given }),
    isJoinedBy: (entityId: string, featureId: string) =>
      mutation("createEntity", { customerId, entityId, featureId }),
    isLeftBy: (entityId: string) => mutation("deleteEntity", { customerId, entityId }),
    waitsUntil: (to: string) => mutation("advanceClock", { customerId, to }),
  };
}

const TRACKED = /* GraphQL */ `
  ... on TrackPayload { entry { crossings { kind featureId name } } }
  ... on InsufficientBalanceError { required available }`;

const CHECK = /* GraphQL */ `
  query ($input: CheckInput!) {
    check(input: $input) {
      __typename
      ... on CheckPayload { allowed reason explanation }
      ... on Error { code message }
    }
  }`;

function mutation(field: string, input: Input, more = ""): Deed {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input!`;
  const document = /* GraphQL */ `
    mutation ($input: ${type}) {
      ${field}(input: $input) { __typename ... on Error { code message } ${more} }
    }`;
  return { field, document, input };
}
