/** The answers that Autumn's server gave one customer, given again by our own arithmetic. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openGateway } from "../support/gateway.ts";
import { Replay, recorded, requested } from "./replay.ts";
import { CUSTOMER, customerPart, sdkCustomer } from "./sdk-shape.ts";

let replay: Replay;

beforeAll(async () => {
  replay = new Replay(await openGateway({ now: 1795344000000 }));
});

afterAll(async () => {
  await replay.gateway.close();
});

describe("the month of ex_1795348004", () => {
  const customerId = "ex_1795348004";

  test("01 a feature", async () => {
    const { id, type, ...expected } = recorded("01_features_create").response;
    const input = requested("01_features_create");
    const { feature } = await replay.mutate(
      "createFeature",
      input,
      "feature { featureId name type consumable eventNames archived }",
    );
    expect(feature).toEqual({
      featureId: id,
      type: type.toUpperCase(),
      name: expected.name,
      consumable: expected.consumable,
      eventNames: expected.event_names,
      archived: expected.archived,
    });
  });

  test("02 a customer with nothing", async () => {
    const { response } = recorded("02_customers_get_or_create");
    const input = { ...requested("02_customers_get_or_create"), testClock: response.created_at };
    const { customer } = await replay.mutate(
      "createCustomer",
      input,
      "customer { ...SdkCustomer }",
    );
    expect(sdkCustomer(customer)).toEqual(customerPart(response));
  });

  test("03, 04, 05 a monthly grant and a promotion, checked", async () => {
    await replay.mutate("advanceClock", { customerId, to: 1795348006864 }, "now");
    const monthly = requested("03_balances_create_month");
    await replay.mutate("createBalance", monthly, "balance { featureId }");
    const promo = requested("04_balances_create_oneoff");
    await replay.mutate("createBalance", promo, "balance { featureId }");
    await replay.expectCheck("05_check");
  });

  test("06, 07 a track", async () => {
    await replay.expectTrack("06_track");
    await replay.expectCustomer(customerId, recorded("07_customers_get_before").response);
  });

  test("08 the reset carries a rollover over", async () => {
    await replay.mutate("advanceClock", { customerId, to: 1795348011000 }, "now");
    const ofMonthly = { customerId, featureId: "messages", balanceId: "monthly" };
    const reset = { ...ofMonthly, nextResetAt: 1795348010820 };
    await replay.mutate("updateBalance", reset, "balance { featureId }");
    await replay.expectCustomer(customerId, recorded("08_customers_get_rollover").response);
  });

  test("09 the rollover is spent first", async () => {
    await replay.expectTrack("09_track_rollover_first");
  });

  test("10, 11 the promotion is set to 20", async () => {
    const input = requested("10_balances_update");
    await replay.mutate("updateBalance", input, "balance { featureId }");
    await replay.expectCustomer(customerId, recorded("11_customers_get_after").response);
  });

  test("12 a track that does not fit is refused", async () => {
    const input = requested("12_track_reject");
    const refused = await replay.ask(
      "track",
      input,
      "... on InsufficientBalanceError { required available }",
    );
    expect(refused).toMatchObject({
      __typename: "InsufficientBalanceError",
      code: recorded("12_track_reject").response.code.toUpperCase(),
      required: 100000,
      available: 400,
    });
    await replay.expectCustomer(customerId, recorded("11_customers_get_after").response);
  });

  test("13 a check that does not fit is denied", async () => {
    await replay.expectCheck("13_check_denied");
  });

  test("14 no such customer", async () => {
    const { data } = await replay.gateway.query(
      '{ customer(customerId: "does_not_exist") { id } }',
      {},
    );
    expect(data).toEqual({ customer: null });
    const input = { ...requested("14_customer_not_found"), featureId: "messages" };
    const refused = await replay.ask("track", input, "");
    expect(refused.code).toBe(recorded("14_customer_not_found").response.code.toUpperCase());
  });

  test("15, 16 the promotion is deleted", async () => {
    await replay.mutate("deleteBalance", requested("15_balances_delete"), "balance { featureId }");
    const { list } = recorded("16_customers_list").response;
    const document = `{ customers(first: 1) { nodes { ...SdkCustomer } pageInfo { hasNextPage } } } ${CUSTOMER}`;
    const { data } = await replay.gateway.query(document, {});
    expect(data.customers.nodes.map(sdkCustomer)).toEqual(list.map(customerPart));
    expect(data.customers.pageInfo.hasNextPage).toBe(false);
  });
});
