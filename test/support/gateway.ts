import { pino } from "pino";
import type { Authenticate } from "../../src/auth.ts";
import { createGateway, type Gateway } from "../../src/gateway.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Answer } from "./ask.ts";
import { EACH_WAY, serve, WAYS, type Way } from "./served.ts";

export interface TestGateway {
  /** Posts a document; the clock may be moved between two. */
  readonly query: (
    document: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** Any request, of a path or with a method or body of its own. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** What answers, to be served by other means. */
  readonly itself: Gateway;
  readonly store: BalanceStore;
  readonly clock: { now: number };
  /** What was logged, a record each. */
  readonly records: readonly Record<string, unknown>[];
  readonly close: () => Promise<void>;
}

export interface TestGatewayOptions {
  readonly now?: number;
  readonly persistFreeOverage?: boolean;
  readonly sandbox?: boolean;
  readonly introspection?: boolean;
  readonly compiled?: boolean;
  readonly allowedOrigins?: readonly string[];
  readonly authenticate?: Authenticate;
  /** Told the name of each statement that the store runs. */
  readonly onStatement?: (name: string) => void;
  /** Left out: a SQLite database in memory. */
  readonly openStore?: (options: { readonly persistFreeOverage: boolean }) => Promise<BalanceStore>;
  /** Puts something between the gateway and its store: to count, or to break. */
  readonly around?: (store: BalanceStore) => BalanceStore;
  /** Through which part of a real HTTP server it is asked; left out: without a network, or as WAY says. */
  readonly way?: Way | undefined;
}

/** Specs that leave them open can be run every way (`npm run ways`). */
const { WAY, COMPILED } = process.env;
const ANY_WAY = EACH_WAY.find((way) => way === WAY);

/** A whole gateway, with a clock that stands still. */
export async function openGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const { persistFreeOverage = false, around = (store) => store, onStatement } = options;
  const inMemory = () => openSqliteStore({ path: ":memory:", persistFreeOverage, onStatement });
  const store = await (options.openStore?.({ persistFreeOverage }) ?? inMemory());
  const clock = { now: options.now ?? Date.UTC(2026, 0, 15, 12) };
  const records: Record<string, unknown>[] = [];
  const itself = createGateway({
    store: around(store),
    clock: () => clock.now,
    sandbox: options.sandbox ?? true,
    graphiql: false,
    introspection: options.introspection ?? true,
    compiled: options.compiled ?? COMPILED !== "false",
    allowedOrigins: options.allowedOrigins ?? [],
    authenticate: options.authenticate ?? (() => ({ actor: "spec" })),
    logger: pino({}, { write: (line: string) => void records.push(JSON.parse(line)) }),
    version: "0.0.0-test",
  });
  const { way = ANY_WAY } = options;
  const served = way && (await serve(WAYS[way](itself)));
  const get = async (path: string, init?: RequestInit) =>
    served
      ? fetch(new URL(path, served.url), init)
      : itself.yoga.fetch(new Request(new URL(path, "http://gateway.test"), init));
  return {
    fetch: get,
    query: async (query, variables = {}, headers = {}) => {
      const response = await get("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = await response.json();
      return { status: response.status, headers: response.headers, data, errors };
    },
    itself,
    store,
    clock,
    records,
    close: async () => {
      await served?.close();
      await store.close();
    },
  };
}
