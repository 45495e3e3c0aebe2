import { amount } from "../../src/engine/amount.ts";
import { customerOf, featureOf, grantOf, NOON } from "../store/requests.ts";
import { did } from "../store/stage.ts";
import { openGateway, type TestGateway, type TestGatewayOptions } from "../support/gateway.ts";

/**
 * A gateway with messages, actions, credits that pay for actions, seats and the flag sso; and with the
 * customer cus, who has 100 messages a month (g1), 20 carried over (g2), sso (g3), and the seat ada.
 */
export async function openWorld(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await openGateway({ now: NOON, ...options });
  const { store } = gateway;
  const creditSchema = [{ meteredFeatureId: "actions", creditCost: amount("0.2") }];
  await did(store, featureOf("messages", { eventNames: ["message.sent"] }));
  await did(store, featureOf("actions"));
  await did(store, featureOf("credits", { type: "credit_system", creditSchema }));
  await did(store, featureOf("seats", { consumable: false }));
  await did(store, featureOf("sso", { type: "boolean", consumable: false }));
  await did(store, featureOf("legacy", { archived: true }));
  await did(store, customerOf("cus", { name: "Ada", metadata: { tier: 1 } }));
  await did(store, grantOf("cus", "g1", { reset: { interval: "month", intervalCount: 1 } }));
  await did(store, grantOf("cus", "g2", { includedGrant: amount("0"), ...carriedOver }));
  await did(store, grantOf("cus", "g3", { featureId: "sso", includedGrant: null }));
  await did(store, {
    type: "createEntity",
    customerId: "cus",
    entityId: "ada",
    featureId: "seats",
    name: "Ada",
    billingControls: {},
  });
  return gateway;
}

const carriedOver = {
  rollovers: [{ balance: amount("20"), usage: amount("0"), expiresAt: null }],
};
