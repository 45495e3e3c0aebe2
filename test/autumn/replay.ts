import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import {
  BALANCE,
  CUSTOMER,
  customerPart,
  sdkBalance,
  sdkCustomer,
  sdkDeduction,
} from "./sdk-shape.ts";

/** JSON of which a test reads what it knows to be there. */
// biome-ignore lint/suspicious/noExplicitAny: recorded JSON, laid beside an answer field by field.
export type Recorded = any;

/** A file of responses/. */
export function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(new URL(`./responses/${name}.json`, import.meta.url), "utf8"));
}

/** The input of a recorded request, in the schema's own words. */
export function requested(name: string): Recorded {
  return camelled(recorded(name).request.body);
}

const REFUSAL = "... on Error { code message }";

/** Asks a gateway what Autumn was asked, and expects what Autumn answered. */
export class Replay {
  readonly gateway: TestGateway;

  constructor(gateway: TestGateway) {
    this.gateway = gateway;
  }

  async expectCheck(name: string) {
    const { response } = recorded(name);
    const input = requested(name);
    const document = `query ($input: CheckInput!) { check(input: $input) { ... on CheckPayload {
      allowed customerId requiredBalance balance { ...SdkBalance } flag { featureId } } ${REFUSAL} } } ${BALANCE}`;
    const { data } = await this.gateway.query(document, { input });
    const { allowed, customerId, requiredBalance, balance, flag } = data.check;
    const shown = {
      allowed,
      customer_id: customerId,
      required_balance: requiredBalance,
      balance: sdkBalance(balance),
      flag,
    };
    expect(shown).toEqual(response);
  }

  async expectTrack(name: string) {
    const { deductions, ...response } = recorded(name).response;
    const fields = `customerId value balance { ...SdkBalance }
      deductions { featureId planId reset { interval intervalCount resetsAt } value }`;
    const payload = await this.mutate("track", requested(name), fields);
    const { customerId, value, balance } = payload;
    const shown = { customer_id: customerId, value, balance: sdkBalance(balance) };
    expect(shown).toEqual(response);
    const named = deductions.map(({ balance_id, ...deduction }: Recorded) => deduction);
    expect(payload.deductions.map(sdkDeduction)).toEqual(named);
  }

  async expectCustomer(customerId: string, response: Recorded) {
    const document = `query ($customerId: ID!) { customer(customerId: $customerId) { ...SdkCustomer } } ${CUSTOMER}`;
    const { data } = await this.gateway.query(document, { customerId });
    expect(sdkCustomer(data.customer)).toEqual(customerPart(response));
  }

  async mutate(name: string, input: object, fields: string): Promise<Recorded> {
    const payload = await this.ask(name, input, `... on ${PAYLOADS[name]} { ${fields} }`);
    if (payload.code) throw new Error(`${name}: ${JSON.stringify(payload)}`);
    return payload;
  }

  async ask(name: string, input: object, fields: string): Promise<Recorded> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const fragments = fields.includes("SdkCustomer")
      ? CUSTOMER
      : fields.includes("SdkBalance")
        ? BALANCE
        : "";
    const document = `mutation ($input: ${type}!) {
      ${name}(input: $input) { __typename ${fields} ${REFUSAL} } } ${fragments}`;
    const { data, errors } = await this.gateway.query(document, { input });
    if (errors) throw new Error(JSON.stringify(errors));
    return data[name];
  }
}

const PAYLOADS: Readonly<Record<string, string>> = {
  createFeature: "FeaturePayload",
  createCustomer: "CustomerPayload",
  updateCustomer: "CustomerPayload",
  createBalance: "BalancePayload",
  updateBalance: "BalancePayload",
  deleteBalance: "BalancePayload",
  track: "TrackPayload",
  advanceClock: "AdvanceClockPayload",
};

const ENUMS = new Set(["type", "interval", "duration", "overage_behavior"]);

function camelled(fields: Recorded): Recorded {
  return Object.fromEntries(
    Object.entries<Recorded>(fields).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_match, letter) => letter.toUpperCase()),
      typeof value === "object" ? camelled(value) : ENUMS.has(name) ? value.toUpperCase() : value,
    ]),
  );
}
