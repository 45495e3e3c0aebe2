/** What the gateway answers, in the shape of Autumn's SDK, so that the two can be laid side by side. */

export const BALANCE = /* GraphQL */ `
  fragment SdkBalance on Balance {
    featureId granted remaining usage unlimited overageAllowed maxPurchase nextResetAt
    breakdown {
      balanceId planId includedGrant prepaidGrant remaining usage unlimited
      reset { interval intervalCount resetsAt }
      price { amount billingUnits billingMethod maxPurchase }
      expiresAt
    }
    rollovers { granted balance expiresAt }
  }`;

export const CUSTOMER = /* GraphQL */ `
  fragment SdkCustomer on Customer {
    customerId name email createdAt fingerprint stripeId metadata sendEmailReceipts
    billingControls {
      usageLimits { featureId }
      spendLimits { featureId }
      overageAllowed { featureId }
      usageAlerts { featureId }
      autoTopups { featureId }
    }
    balances { ...SdkBalance }
    flags { featureId }
    config { disablePooledBalance disableOverageBilling }
  }
  ${BALANCE}`;

type Fields = Readonly<Record<string, unknown>>;

/** A Balance as the SDK has it. */
export function sdkBalance(balance: Fields): Fields {
  return snaked({
    ...balance,
    breakdown: list(balance.breakdown).map(({ balanceId, reset, ...row }) => ({
      id: balanceId,
      ...row,
      reset: sdkReset(reset),
    })),
  });
}

/** A Customer as the SDK has it: maps instead of lists, and what is unset left out. */
export function sdkCustomer({ customerId, balances, flags, ...customer }: Fields): Fields {
  return {
    ...snaked({ id: customerId, ...customer }),
    metadata: customer.metadata,
    billing_controls: withoutUnset(customer.billingControls),
    config: withoutUnset(customer.config),
    balances: Object.fromEntries(list(balances).map((one) => [one.featureId, sdkBalance(one)])),
    flags: Object.fromEntries(list(flags).map((one) => [one.featureId, snaked(one)])),
  };
}

/** A Deduction as the SDK has it, but for balance_id, which is internal there (A8). */
export function sdkDeduction({ reset, ...deduction }: Fields): Fields {
  return { ...snaked(deduction), reset: sdkReset(reset) };
}

/** What Autumn keeps of a customer that is no concern of a balance. */
export function customerPart(response: Fields): Fields {
  const { env, subscriptions, purchases, licenses, processors, ...rest } = response;
  const balances = Object.entries(rest.balances ?? {}).map(([featureId, balance]) => [
    featureId,
    { rollovers: [], ...balance },
  ]);
  return { ...rest, balances: Object.fromEntries(balances) };
}

/** The interval in lower case, the count left out where it is 1. */
function sdkReset(reset: unknown): Fields | null {
  if (!isFields(reset)) return null;
  const { interval, intervalCount, resetsAt } = reset;
  return {
    interval: String(interval).toLowerCase(),
    ...(intervalCount === 1 ? {} : { interval_count: intervalCount }),
    resets_at: resetsAt,
  };
}

function withoutUnset(fields: unknown): Fields {
  const set = Object.entries(isFields(fields) ? fields : {}).filter(
    ([, value]) => value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return snaked(Object.fromEntries(set));
}

function snaked(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      Array.isArray(value) ? value.map((part) => (isFields(part) ? snaked(part) : part)) : value,
    ]),
  );
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
