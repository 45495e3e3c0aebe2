/** Customers themselves: made, changed, moved in time (section 21). */
import type {
  AdvanceClock,
  CreateCustomer,
  CustomerAnswer,
  DeletedAnswer,
  UpdateCustomer,
} from "./command.ts";
import { mergedControls } from "./control-rules.ts";
import { type Customer, type CustomerConfig, NO_CONTROLS } from "./customer.ts";
import type { Catalog } from "./feature.ts";
import type { Ledger } from "./ledger.ts";
import { mergedMetadata, metadataRefusal } from "./metadata.ts";
import { type Act, isRefusal, type Scene } from "./scene.ts";
import { advancedTo } from "./test-clock.ts";

/** A customer with nothing yet. */
export function createCustomer(
  catalog: Catalog,
  command: CreateCustomer,
  now: number,
): Act<CustomerAnswer> {
  const billingControls = mergedControls(NO_CONTROLS, command.billingControls, catalog);
  if (isRefusal(billingControls)) return billingControls;
  const metadata = mergedMetadata({}, command.metadata);
  const refusal = metadataRefusal({}, metadata);
  if (refusal) return refusal;
  const customer: Customer = {
    customerId: command.customerId,
    name: command.name,
    email: command.email,
    fingerprint: command.fingerprint,
    stripeId: null,
    metadata,
    sendEmailReceipts: false,
    createdAt: command.testClock ?? now,
    testClock: command.testClock,
    revision: 1,
    billingControls,
    config: mergedConfig({ disablePooledBalance: false, disableOverageBilling: false }, command),
  };
  const ledger: Ledger = {
    customer,
    entities: [],
    grants: [],
    locks: [],
    counters: [],
    revisions: {},
    seq: 0,
  };
  return { ledger, result: {}, note: null };
}

/** Changes what is given and leaves the rest (K1 to K5). */
export function updateCustomer(
  { ledger, catalog }: Scene,
  command: UpdateCustomer,
  newIdTaken: boolean,
): Act<CustomerAnswer> {
  const { customer } = ledger;
  const { ifRevision, newCustomerId } = command;
  if (ifRevision !== undefined && ifRevision !== customer.revision) {
    const message = `The customer is at revision ${customer.revision}, not ${ifRevision}`;
    return { code: "REVISION_MISMATCH", message };
  }
  if (newCustomerId !== undefined && newIdTaken && newCustomerId !== customer.customerId) {
    return {
      code: "CUSTOMER_ALREADY_EXISTS",
      message: `Customer ${newCustomerId} exists already`,
    };
  }
  const controls = mergedControls(customer.billingControls, command.billingControls ?? {}, catalog);
  if (isRefusal(controls)) return controls;
  const metadata = mergedMetadata(customer.metadata, command.metadata ?? {});
  const refusal = metadataRefusal(customer.metadata, metadata);
  if (refusal) return refusal;
  const changed: Customer = {
    ...customer,
    customerId: newCustomerId ?? customer.customerId,
    name: kept(command.name, customer.name),
    email: kept(command.email, customer.email),
    fingerprint: kept(command.fingerprint, customer.fingerprint),
    stripeId: kept(command.stripeId, customer.stripeId) || null,
    sendEmailReceipts: command.sendEmailReceipts ?? customer.sendEmailReceipts,
    metadata,
    billingControls: controls,
    config: mergedConfig(customer.config, command),
    revision: customer.revision + 1,
  };
  return { ledger: { ...ledger, customer: changed }, result: {}, note: null };
}

/** The store deletes what it is handed no ledger for; this only names it. */
export function deletedCustomer({ ledger }: Scene): DeletedAnswer {
  return { deletedId: ledger.customer.customerId };
}

/** Moves the clock, and nothing else: what falls due on the way happens as if time had passed. */
export function advanceClock({ ledger }: Scene, command: AdvanceClock): Act<CustomerAnswer> {
  const testClock = advancedTo(ledger, command);
  if (typeof testClock !== "number") return testClock;
  const customer = { ...ledger.customer, testClock };
  return { ledger: { ...ledger, customer }, result: {}, note: null };
}

function kept<T>(given: T | undefined, current: T): T {
  return given === undefined ? current : given;
}

/** Key by key (K5). */
function mergedConfig(
  current: CustomerConfig,
  {
    config,
  }: { readonly config?: Partial<Record<keyof CustomerConfig, boolean | undefined>> | undefined },
): CustomerConfig {
  return {
    disablePooledBalance: config?.disablePooledBalance ?? current.disablePooledBalance,
    disableOverageBilling: config?.disableOverageBilling ?? current.disableOverageBilling,
  };
}
