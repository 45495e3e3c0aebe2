import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toFault } from "../../src/store/postgres/fault.ts";
import { type Link, openLink, type Run } from "../../src/store/postgres/link.ts";
import { migrate } from "../../src/store/postgres/migrate.ts";
import { transacted } from "../../src/store/postgres/transaction.ts";
import { call, type Program, type Written } from "../../src/store/sql/program.ts";
import { asked, freshDatabase } from "../support/postgres.ts";
import { type Server, startServer } from "../support/postgres-server.ts";
import { type Line, openProxy } from "../support/proxy.ts";

const TIMEOUT_MS = 500;
const SLACK_MS = 4000; // The machine may be busy; without a timeout nothing would ever come.
const PATIENT = { timeout: TIMEOUT_MS + SLACK_MS };
const RETRYABLE = { name: "Fault", code: "STORE_UNAVAILABLE", retryable: true };

let url: string;
let proxy: Line;
const opened: Link[] = [];
const sent: string[] = [];

beforeAll(async () => {
  url = await freshDatabase();
  await asked(url, "CREATE TABLE notes (id BIGINT PRIMARY KEY)");
});

beforeEach(async () => {
  proxy = await openProxy(url);
});

afterEach(async () => {
  for (const link of opened.splice(0)) await link.close();
  await proxy.close();
  sent.length = 0;
});

describe("a line that swallows everything", () => {
  it("fails a run in time, after all of it was sent", async () => {
    const link = open(proxy.url);
    await answered(link);
    proxy.hole();
    sent.length = 0;
    expect(await faultOf(link, "SELECT 1", "SELECT 2", "SELECT 3")).toMatchObject(RETRYABLE);
    expect(sent).toEqual(["SELECT 1", "SELECT 2", "SELECT 3"]);
  });

  it("fails a connect in time", async () => {
    proxy.hole();
    expect(await faultOf(open(proxy.url), "SELECT 1")).toMatchObject(RETRYABLE);
  });

  it("is forgotten once it is whole again", async () => {
    const link = open(proxy.url);
    await answered(link);
    proxy.hole();
    for (let times = 0; times < 3; times += 1) await faultOf(link, "SELECT 1");
    proxy.heal();
    await answered(link);
  });

  it("takes with it no transaction that it had begun", async () => {
    const [link, other] = [open(proxy.url), open(url)];
    await link.run(named("BEGIN", "INSERT INTO notes VALUES (1)"));
    proxy.hole();
    await faultOf(link, "INSERT INTO notes VALUES (2)");
    await expect.poll(() => faultOf(other, "INSERT INTO notes VALUES (1)"), PATIENT).toBe(null);
    proxy.heal();
    const [rows] = await link.run(named("DELETE FROM notes RETURNING id"));
    expect(rows).toEqual([[1]]);
  });

  it("does not keep the link from being closed", async () => {
    const link = open(proxy.url);
    await answered(link);
    proxy.hole();
    await inTime(link.close());
  });
});

describe("a connection that breaks", () => {
  it("under way, fails its runs, and the next run has another", async () => {
    const link = open(proxy.url);
    await answered(link);
    const faults = ["SELECT pg_sleep(0.2)", "SELECT 1"].map((sql) => faultOf(link, sql));
    proxy.cut();
    for (const fault of await Promise.all(faults)) expect(fault).toMatchObject(RETRYABLE);
    await answered(link);
  });

  it("while idle, costs a run at most", async () => {
    const link = open(proxy.url);
    await answered(link);
    proxy.cut();
    expect(await faultOf(link, "SELECT 1")).toBeOneOf([null, expect.objectContaining(RETRYABLE)]);
    await answered(link);
  });

  it("by an administrator's word, fails what was under way", async () => {
    const link = open(url);
    const end = "SELECT pg_terminate_backend(pg_backend_pid())";
    expect(await faultOf(link, end, "SELECT 1")).toMatchObject(RETRYABLE);
    await answered(link);
  });

  it("takes its transaction with it: what would have followed goes nowhere else", async () => {
    const link = open(url);
    const run = link.pinned();
    await run(named("BEGIN", "INSERT INTO notes VALUES (1)"));
    const [[[pid] = []] = []] = await run(named("SELECT pg_backend_pid()"));
    await asked(url, `SELECT pg_terminate_backend(${pid})`);
    for (let times = 0; times < 3; times += 1) {
      const fault = await run(named("INSERT INTO notes VALUES (2)", "COMMIT")).catch(toFault);
      expect(fault).toMatchObject(RETRYABLE);
    }
    expect(await link.run(named("SELECT id FROM notes"))).toEqual([[]]);
  });

  it("between two steps of a transaction, leaves nothing of it", async () => {
    await migrate({ url, timeoutMs: TIMEOUT_MS });
    const link = open(url);
    function* revised(): Program<Written<null>> {
      yield [call("claimCatalog")];
      return { result: null, writes: [call("reviseCatalog", 7)] };
    }
    const error = await transacted(breaking(link), revised).catch(toFault);
    expect(error).toMatchObject(RETRYABLE);
    expect(await asked(url, "SELECT revision FROM catalog")).toEqual([["0"]]);
    expect(await transacted(link, revised)).toBeNull();
    expect(await asked(url, "SELECT revision FROM catalog")).toEqual([["7"]]);
  });

  it("is not there to begin with", async () => {
    const nobody = new URL(url);
    nobody.port = "1";
    expect(await faultOf(open(nobody.href), "SELECT 1")).toMatchObject(RETRYABLE);
  });
});

describe("a statement that takes too long", () => {
  it("is given up by the server, and the connection lives on", async () => {
    const link = open(url);
    const backend = await link.run(named("SELECT pg_backend_pid()"));
    expect(await faultOf(link, "SELECT pg_sleep(10)")).toMatchObject(RETRYABLE);
    expect(await link.run(named("SELECT pg_backend_pid()"))).toEqual(backend);
  });

  it("as it waits for a row lock, sooner", async () => {
    const [link, other] = [open(url), open(url)];
    await other.run(named("BEGIN", "LOCK TABLE notes"));
    const error = await link.run(named("SELECT * FROM notes")).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: "55P03" });
    expect(toFault(error)).toMatchObject(RETRYABLE);
  });

  it("leaves no transaction to a client that has fallen silent within it", async () => {
    const [link, other] = [open(url), open(url)];
    await other.run(named("BEGIN", "LOCK TABLE notes"));
    await expect.poll(() => faultOf(link, "SELECT * FROM notes"), PATIENT).toBe(null);
  });
});

describe("a server that goes", () => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.end());

  it.each(["stop", "crash"] as const)("by %s, is found again when it is back", async (end) => {
    const links = [open(`${server.url}/postgres`), open(`${server.url}/postgres`)];
    for (const link of links) await answered(link);
    await server[end]();
    for (const link of links) expect(await faultOf(link, "SELECT 1")).toMatchObject(RETRYABLE);
    await server.start();
    for (const link of links) await answered(link);
  });
});

function open(to: string): Link {
  const onStatement = (name: string) => sent.push(name);
  const link = openLink({ url: to, applicationName: "", timeoutMs: TIMEOUT_MS, onStatement });
  opened.push(link);
  return link;
}

/** A link whose connection is ended by the server after each run, and known to be. */
function breaking(link: Link): Link {
  const then =
    (run: Run): Run =>
    async (statements) => {
      const rows = await run(statements);
      await link.run(named("SELECT pg_terminate_backend(pg_backend_pid())")).catch(toFault);
      return rows;
    };
  return { ...link, run: then(link.run), pinned: () => then(link.pinned()) };
}

function named(...texts: readonly string[]) {
  return texts.map((sql) => ({ name: sql, sql, values: [] }));
}

async function answered(link: Link): Promise<void> {
  expect(await link.run(named("SELECT 1"))).toEqual([[[1]]]);
}

/** What the run is refused with, in time; null where it is answered. */
async function faultOf(link: Link, ...texts: readonly string[]): Promise<unknown> {
  return inTime(link.run(named(...texts)).then(() => null, toFault));
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work;
  expect(performance.now() - begun).toBeLessThan(TIMEOUT_MS + SLACK_MS);
  return result;
}
