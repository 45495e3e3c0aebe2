import { beforeEach, describe, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

const UPDATE = /* GraphQL */ `
  mutation ($input: UpdateBalanceInput!) {
    updateBalance(input: $input) {
      __typename
      ... on BalancePayload {
        replayed dryRun
        balance { remaining usage granted revision nextResetAt breakdown { balanceId expiresAt } }
        customer { customerId balance(featureId: "messages") { remaining } }
        entry { kind value }
      }
      ... on Error { code message }
      ... on InvalidInputError { issues { path message } }
    }
  }`;

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openWorld();
  return () => gateway.close();
});

describe("allowed", () => {
  test.for([
    [{ remaining: 50 }, 50],
    [{ addToBalance: "0.0000000001" }, 120.0000000001],
    [{ usage: 40 }, 80],
    [{ includedGrant: 200, balanceId: "g1" }, 120],
  ] as const)("%j leaves %d", async ([change, left]) => {
    const answer = await update(change);
    expect(answer).toMatchObject({
      __typename: "BalancePayload",
      balance: { remaining: left },
      customer: { customerId: "cus", balance: { remaining: left } },
      entry: { kind: "UPDATE" },
      replayed: false,
      dryRun: false,
    });
  });

  test("an expiry is set, and taken away by null", async () => {
    const expiresAt = gateway.clock.now + 1000;
    const expiries = (answer: { balance: { breakdown: Record<string, unknown>[] } }) =>
      answer.balance.breakdown.find(({ balanceId }) => balanceId === "g1");
    const row = { balanceId: "g1" };
    expect(expiries(await update({ ...row, expiresAt }))).toMatchObject({ expiresAt });
    expect(expiries(await update({ ...row, expiresAt: null }))).toMatchObject({ expiresAt: null });
  });

  test("at the revision that is still in force", async () => {
    const document = '{ balance(customerId: "cus", featureId: "messages") { revision } }';
    const { data } = await gateway.query(document);
    const ifRevision = data.balance.revision;
    expect(await update({ remaining: 1, ifRevision })).toMatchObject({ balance: { remaining: 1 } });
    const code = "REVISION_MISMATCH";
    expect(await update({ remaining: 2, ifRevision })).toMatchObject({
      __typename: "ConflictError",
      code,
    });
  });
});

describe("refused", () => {
  test.for([
    [{ remaining: 1, usage: 1 }, "at most one of"],
    [{}, "change"],
    [{ includedGrant: -1 }, "must not be below 0"],
    [{ remaining: "1e400" }, "1e18"],
    [{ addToBalance: "NaN" }, "decimal number"],
  ] as const)("%j: %s", async ([change, message]) => {
    const answer = await update(change);
    expect(answer).toMatchObject({ __typename: "InvalidInputError", code: "INVALID_INPUT" });
    expect(answer.issues[0].path[0]).toBe("input");
    expect(answer.issues[0].message).toContain(message);
  });

  test.for([
    [{ remaining: 1, balanceId: "nope" }, "BALANCE_NOT_FOUND"],
    [{ remaining: 1, featureId: "nope" }, "FEATURE_NOT_FOUND"],
    [{ remaining: 1, customerId: "nope" }, "CUSTOMER_NOT_FOUND"],
    [{ remaining: 1, entityId: "nope" }, "ENTITY_NOT_FOUND"],
  ] as const)("%j: %s", async ([change, code]) => {
    expect(await update(change)).toMatchObject({ __typename: "NotFoundError", code });
  });
});

async function update(change: Readonly<Record<string, unknown>>) {
  const input = { customerId: "cus", featureId: "messages", ...change };
  const { data, errors } = await gateway.query(UPDATE, { input });
  expect(errors).toBeUndefined();
  return data.updateBalance;
}
