import { amount, ZERO } from "../src/engine/amount.ts";
import { NO_CONTROLS } from "../src/engine/customer.ts";
import type { Feature } from "../src/engine/feature.ts";
import type { Grant } from "../src/engine/ledger.ts";
import { CUSTOMER } from "../src/store/sql/customer-rows.ts";
import { FEATURE } from "../src/store/sql/feature-rows.ts";
import { GRANT, ROLLOVER, SLICE } from "../src/store/sql/grant-rows.ts";
import { newEtag } from "../src/store/sql/kept-ledgers.ts";
import type { TABLES } from "../src/store/sql/tables.ts";

export type Rows = Readonly<Partial<Record<keyof typeof TABLES, readonly (readonly unknown[])[]>>>;

const FEATURES = 50;
const BALANCES = 8;
const DAY_MS = 86_400_000;

/** Today's midnight: nothing falls due while anything is measured, so that nobody has to settle. */
const TODAY = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const RESET_AT = TODAY + 20 * DAY_MS;
const ROLLOVER_ENDS_AT = TODAY + 40 * DAY_MS;

export function customerId(index: number): string {
  return `customer-${String(index).padStart(6, "0")}`;
}

/** The features that a customer has balances of: eight of fifty, other ones for the next customer. */
export function featureIdsOf(index: number): readonly string[] {
  return Array.from({ length: BALANCES }, (_, place) => featureId((index * 3 + place) % FEATURES));
}

export function featureRows(): Rows {
  return {
    Features: Array.from({ length: FEATURES }, (_, index) => [
      ...FEATURE.toRow(feature(index)),
      index,
    ]),
  };
}

/** Eight balances each, of two and of three grants in turn, with one rollover. */
export function customerRows({ from, to }: { readonly from: number; readonly to: number }): Rows {
  const indices = Array.from({ length: to - from }, (_, step) => from + step);
  const owned = indices.flatMap((index) =>
    featureIdsOf(index).flatMap((id, place) =>
      grantsOf(id, place).map((grant) => [customerId(index), grant] as const),
    ),
  );
  return {
    Customers: indices.map((index) => customerRow(customerId(index))),
    Grants: owned.map(([id, grant], ordinal) => [id, ...GRANT.toRow(grant), ordinal]),
    Slices: owned.flatMap(([id, { grantId, slices }]) =>
      slices.map((slice, ordinal) => [id, grantId, ...SLICE.toRow(slice), ordinal]),
    ),
    Rollovers: owned.flatMap(([id, { grantId, rollovers }]) =>
      rollovers.map((rollover, ordinal) => [id, grantId, ...ROLLOVER.toRow(rollover), ordinal]),
    ),
  };
}

function featureId(index: number): string {
  return `feature-${String(index).padStart(2, "0")}`;
}

function feature(index: number): Feature {
  return {
    ...{ featureId: featureId(index), name: `Feature ${index}`, type: "metered", consumable: true },
    ...{ eventNames: [], creditSchema: [], modelMarkups: null, defaultMarkup: null },
    ...{ providerMarkups: null, display: null, archived: false },
  };
}

function customerRow(id: string): readonly unknown[] {
  const cells = CUSTOMER.toRow({
    ...{ customerId: id, name: null, email: null, fingerprint: null, stripeId: null },
    ...{ metadata: {}, sendEmailReceipts: false, createdAt: TODAY, testClock: null, revision: 0 },
    ...{ billingControls: NO_CONTROLS, seq: 0 },
    config: { disablePooledBalance: false, disableOverageBilling: false },
  });
  return [...cells, newEtag()];
}

/** A plan's monthly allowance with what it carried over, a top-up, and every other time a promotion. */
function grantsOf(featureId: string, place: number): readonly Grant[] {
  const monthly = { interval: "month", nextResetAt: RESET_AT, planId: "pro" } as const;
  const carried = { entityId: null, balance: amount(250), usage: amount(50) };
  const rollovers = [
    { rolloverId: `${featureId}-carried`, expiresAt: ROLLOVER_ENDS_AT, ...carried },
  ];
  const plan = grant({ featureId, name: "plan", granted: 10_000_000, used: 1234.5 });
  const topUp = grant({ featureId, name: "top-up", granted: 500, used: 0 });
  const promotion = grant({ featureId, name: "promotion", granted: 40, used: 10.25 });
  const pair = [{ ...plan, ...monthly, rollovers }, topUp];
  return place % 2 === 0 ? pair : [...pair, promotion];
}

interface Source {
  readonly featureId: string;
  readonly name: string;
  readonly granted: number;
  readonly used: number;
}

function grant({ featureId, name, granted, used }: Source): Grant {
  return {
    ...{ grantId: `${featureId}-${name}`, externalId: null, featureId, entityId: null },
    ...{ perEntityFeatureId: null, planId: null, addOn: false, unlimited: false },
    ...{ allowance: amount(granted), prepaid: ZERO, overageAllowed: false, maxPurchase: null },
    ...{ interval: "one_off", intervalCount: 1, nextResetAt: null, expiresAt: null },
    ...{ rollover: null, price: null, createdAt: TODAY, originAt: TODAY, resetAt: null },
    ...{ departed: [], rollovers: [] },
    slices: [{ entityId: null, balance: amount(granted - used), adjustment: ZERO }],
  };
}
