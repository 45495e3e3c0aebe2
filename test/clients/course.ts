import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorld } from "../gateway/world.ts";
import { NOON } from "../store/requests.ts";
import { DAY } from "../support/engine.ts";
import type { TestGateway } from "../support/gateway.ts";
import { ADD, LATER, LIVE, OF_CUSTOMER, TRACK } from "./documents.ts";

type Variables = Readonly<Record<string, unknown>>;

/** A client with a normalized cache. */
export interface Client {
  /** Asks the gateway, whatever the cache holds, and writes the answer into the cache. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the fields that it asked for.
  readonly ask: (document: string, variables?: Variables) => Promise<any>;
  /** What the cache alone answers to a query. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly cached: (document: string, variables?: Variables) => any;
  /** Told each answer that a component with this query would be shown, from now on. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly watch: (document: string, shown: (data: any) => void) => () => void;
}

/** What a client is opened on: the gateway as `fetch`. */
export type OpenClient = (fetch: (url: string, init: RequestInit) => Promise<Response>) => Client;

const messages = { customerId: "cus", featureId: "messages" };

/** The figures that a component with a live balance shows are live, whatever else the client asks. */
export function staysLive(open: OpenClient): void {
  let gateway: TestGateway;
  let client: Client;
  let shown: number[];
  let stop: () => void;

  beforeEach(async () => {
    gateway = await openWorld();
    client = open((url, init) => {
      const { pathname, search } = new URL(url);
      return gateway.fetch(pathname + search, init);
    });
    expect((await client.ask(LIVE)).balance.remaining).toBe(120);
    await client.ask(OF_CUSTOMER);
    shown = [];
    stop = client.watch(LIVE, ({ balance }) => shown.push(balance.remaining));
  });

  afterEach(async () => {
    stop();
    await gateway.close();
  });

  async function expectLive(remaining: number): Promise<void> {
    const { data } = await gateway.query(LIVE);
    expect(data.balance.remaining).toBe(remaining);
    expect(client.cached(LIVE)).toEqual(data);
    expect(client.cached(OF_CUSTOMER).customer.balance).toEqual(data.balance);
    expect(shown.at(-1) ?? remaining).toBe(remaining);
  }

  const track = async (input: Variables) =>
    (await client.ask(TRACK, { input: { ...messages, ...input } })).track;

  describe("the live figure stays live", () => {
    it("beside one of another instant, which the cache keeps apart", async () => {
      const at = NOON + 40 * DAY;
      await track({ value: 50 });
      expect((await client.ask(LATER, { at })).balance.remaining).toBe(100);
      await expectLive(70);
      await track({ value: 1 });
      await expectLive(69);
      expect(client.cached(LATER, { at }).balance.remaining).toBe(100);
      const past = await client.ask(LATER, { at: NOON - 1 });
      expect(past.balance).toBeNull();
      await expectLive(69);
      expect(distinct(shown)).toEqual([120, 70, 69].slice(-distinct(shown).length));
    });

    it("beside a dry run, whose answer is its caller's alone", async () => {
      const input = { ...messages, addToBalance: 1000, dryRun: true };
      const { updateBalance } = await client.ask(ADD, { input });
      expect(updateBalance).toMatchObject({ dryRun: true, balance: { remaining: 1120 } });
      expect(updateBalance.customer.balances[0]).toEqual(updateBalance.balance);
      await expectLive(120);
      await client.ask(ADD, { input });
      await expectLive(120);
      await client.ask(ADD, { input: { ...input, dryRun: false } });
      await expectLive(1120);
    });

    it("after a late retry, which answers the first facts and today's balance", async () => {
      const first = await track({ value: 30, idempotencyKey: "key" });
      await expectLive(90);
      await track({ value: 5 });
      await expectLive(85);
      gateway.clock.now += DAY / 2;
      const again = await track({ value: 30, idempotencyKey: "key" });
      expect(again).toMatchObject({ replayed: true, value: 30, entry: first.entry });
      expect(again.balance.remaining).toBe(85);
      await expectLive(85);
    });

    it("through all of it in a row, and never shows another figure on the way", async () => {
      await client.ask(LATER, { at: NOON + 40 * DAY });
      await client.ask(ADD, { input: { ...messages, addToBalance: 1000, dryRun: true } });
      await track({ value: 30, idempotencyKey: "key" });
      await expectLive(90);
      await client.ask(LATER, { at: NOON });
      await track({ value: 30, idempotencyKey: "key" });
      await track({ value: 7, idempotencyKey: "other", dryRun: true });
      await client.ask(ADD, { input: { ...messages, addToBalance: 10 } });
      await expectLive(100);
      await client.ask(LATER, { at: NOON + 40 * DAY });
      await track({ value: 30, idempotencyKey: "key" });
      await expectLive(100);
      await client.ask(LIVE);
      await expectLive(100);
      expect(distinct(shown).filter((figure) => figure !== 120)).toEqual([90, 100]);
    });
  });
}

/** Without repetitions in a row. */
function distinct(figures: readonly number[]): readonly number[] {
  return figures.filter((figure, index) => figure !== figures[index - 1]);
}
