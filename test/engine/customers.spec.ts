import { describe, expect, it } from "vitest";
import type { CreateCustomer, UpdateCustomer } from "../../src/engine/command.ts";
import { NO_CONTROLS } from "../../src/engine/customer.ts";
import { decide } from "../../src/engine/decide.ts";
import { customerOf } from "../support/commands.ts";
import { Bench, CATALOG, DAY, START } from "../support/engine.ts";

const QUIET = { now: START, idempotencyKey: null, dryRun: false, actor: "spec" } as const;

const create = (given: Partial<CreateCustomer> = {}) => customerOf("new", given);

function update(bench: Bench, given: Partial<UpdateCustomer> = {}) {
  return bench.run({ type: "updateCustomer", customerId: "cus", ...given });
}

function decided(given: Partial<CreateCustomer>) {
  const world = { catalog: CATALOG, ledger: null, newIdTaken: false, lockIdTaken: false };
  const decision = decide(world, { ...QUIET, command: create(given) });
  if (decision.kind !== "decided") throw new Error(decision.kind);
  return decision;
}

describe("a new customer (K1)", () => {
  it("has nothing yet but what it was given", () => {
    const { ledger, entries, result } = decided({ name: "Ada", metadata: { a: 1 } });
    expect([entries, result]).toEqual([[], {}]);
    expect(ledger).toEqual({
      customer: {
        customerId: "new",
        name: "Ada",
        email: null,
        fingerprint: null,
        stripeId: null,
        metadata: { a: 1 },
        sendEmailReceipts: false,
        createdAt: START,
        testClock: null,
        revision: 1,
        billingControls: NO_CONTROLS,
        config: { disablePooledBalance: false, disableOverageBilling: false },
      },
      entities: [],
      grants: [],
      locks: [],
      counters: [],
      revisions: {},
      seq: 0,
    });
    expect(NO_CONTROLS).toEqual({
      usageLimits: [],
      spendLimits: [],
      overageAllowed: [],
      usageAlerts: [],
      autoTopups: [],
    });
  });

  it.each<[string, CreateCustomer["config"], readonly boolean[]]>([
    ["one", { disablePooledBalance: true }, [true, false]],
    ["the other", { disableOverageBilling: true }, [false, true]],
    ["both", { disablePooledBalance: true, disableOverageBilling: true }, [true, true]],
  ])("takes the settings that are given: %s (K5)", (_title, config, expected) => {
    const { customer } = decided({ config }).ledger ?? {};
    const { disablePooledBalance, disableOverageBilling } = customer?.config ?? {};
    expect([disablePooledBalance, disableOverageBilling]).toEqual(expected);
  });

  it("of a test clock is created at its instant", () => {
    const { customer } = decided({ testClock: START - DAY }).ledger ?? {};
    expect([customer?.testClock, customer?.createdAt]).toEqual([START - DAY, START - DAY]);
  });

  it("is refused under an id that is taken", () => {
    expect(new Bench().run(create({ customerId: "cus" }))).toEqual({
      code: "CUSTOMER_ALREADY_EXISTS",
      message: "Customer cus exists already",
    });
  });
});

describe("a changed customer", () => {
  it("keeps what is not given, and loses what null is given for (K1)", () => {
    const bench = new Bench();
    const texts = { name: "Ada", email: "ada@example.com", fingerprint: "f", stripeId: "s" };
    update(bench, { ...texts, sendEmailReceipts: true });
    expect(bench.ledger?.customer).toMatchObject({
      ...texts,
      sendEmailReceipts: true,
      revision: 2,
    });
    update(bench, { email: null });
    expect(bench.ledger?.customer).toMatchObject({
      ...texts,
      email: null,
      sendEmailReceipts: true,
    });
    update(bench, { name: null, fingerprint: null, sendEmailReceipts: false });
    expect(bench.ledger?.customer).toMatchObject({
      name: null,
      email: null,
      fingerprint: null,
      stripeId: "s",
      sendEmailReceipts: false,
      revision: 4,
    });
  });

  it.each([[null], [""]])("is unlinked by %j (K3)", (stripeId) => {
    const bench = new Bench();
    update(bench, { stripeId: "s" });
    update(bench, { stripeId });
    expect(bench.ledger?.customer.stripeId).toBeNull();
  });

  it("keeps settings key by key (K5)", () => {
    const bench = new Bench();
    update(bench, { config: { disablePooledBalance: true } });
    update(bench, { config: { disableOverageBilling: true } });
    update(bench, { name: "Ada" });
    expect(bench.ledger?.customer.config).toEqual({
      disablePooledBalance: true,
      disableOverageBilling: true,
    });
    update(bench, { config: { disablePooledBalance: false } });
    expect(bench.ledger?.customer.config.disablePooledBalance).toBe(false);
  });

  it("is refused where another revision was meant, and done where this one was", () => {
    const bench = new Bench();
    update(bench, { name: "Ada" });
    const before = bench.ledger;
    expect(update(bench, { name: "Ben", ifRevision: 1 })).toEqual({
      code: "REVISION_MISMATCH",
      message: "The customer is at revision 2, not 1",
    });
    expect(bench.ledger).toBe(before);
    expect(update(bench, { name: "Ben", ifRevision: 2 })).toBeNull();
  });

  it.each([
    ["another's", "other", true, "CUSTOMER_ALREADY_EXISTS"],
    ["its own, which it has itself", "cus", true, null],
    ["a free one", "other", false, null],
    ["none", undefined, true, null],
  ] as const)(
    "is renamed where the id is free: %s (K2)",
    (_title, newCustomerId, newIdTaken, code) => {
      const { ledger } = new Bench();
      const world = { catalog: CATALOG, ledger, newIdTaken, lockIdTaken: false };
      const command = { type: "updateCustomer", customerId: "cus", newCustomerId } as const;
      const decision = decide(world, { ...QUIET, command });
      const refusal = decision.kind === "refused" ? decision.refusal : null;
      expect(refusal?.code ?? null).toBe(code);
      if (refusal) expect(refusal).toMatchObject({ message: "Customer other exists already" });
      else if (decision.kind === "decided") {
        expect(decision.ledger?.customer.customerId).toBe(newCustomerId ?? "cus");
      }
    },
  );
});

describe("a deleted customer", () => {
  it("is named, and leaves no ledger and no entry", () => {
    const { ledger } = new Bench();
    const world = { catalog: CATALOG, ledger, newIdTaken: false, lockIdTaken: false };
    const command = { type: "deleteCustomer", customerId: "cus" } as const;
    expect(decide(world, { ...QUIET, command })).toMatchObject({
      kind: "decided",
      ledger: null,
      entries: [],
      result: { deletedId: "cus" },
    });
  });

  it("that does not exist is not found", () => {
    const refusal = new Bench().run({ type: "deleteCustomer", customerId: "ghost" });
    expect(refusal).toBeNull(); // The bench holds one customer, whatever it is called.
    const world = { catalog: CATALOG, ledger: null, newIdTaken: false, lockIdTaken: false };
    const command = { type: "deleteCustomer", customerId: "ghost" } as const;
    expect(decide(world, { ...QUIET, command })).toMatchObject({
      refusal: { code: "CUSTOMER_NOT_FOUND", message: "Customer ghost not found" },
    });
  });
});
