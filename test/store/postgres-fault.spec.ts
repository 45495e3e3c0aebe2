import { beforeAll, describe, expect, it } from "vitest";
import { isContention, toFault } from "../../src/store/postgres/fault.ts";
import { openLink } from "../../src/store/postgres/link.ts";
import { freshDatabase } from "../support/postgres.ts";

type Verdict = "full" | "silent" | "refused" | "a bug";

const FAULTS: Readonly<Record<Exclude<Verdict, "a bug">, object>> = {
  full: { name: "Fault", code: "STORE_FULL", retryable: true },
  silent: { name: "Fault", code: "STORE_UNAVAILABLE", retryable: true },
  refused: { name: "Fault", code: "STORE_UNAVAILABLE", retryable: false },
};

let url: string;

beforeAll(async () => {
  url = await freshDatabase();
});

describe("an error that the server gives", () => {
  it.each<[string, string, Verdict]>([
    ["the disk is full", "53100", "full"],
    ["memory is short", "53200", "silent"],
    ["too many connections", "53300", "silent"],
    ["a connection failed", "08006", "silent"],
    ["an administrator ended the connection", "57P01", "silent"],
    ["the server crashed", "57P02", "silent"],
    ["the server starts or stops", "57P03", "silent"],
    ["the statement took too long", "57014", "silent"],
    ["a row lock was not to be had", "55P03", "silent"],
    ["idle within a transaction for too long", "25P03", "silent"],
    ["the server has become a standby", "25006", "silent"],
    ["a file of the server's cannot be read", "58030", "silent"],
    ["a prepared statement is gone", "26000", "silent"],
    ["the user is unknown", "28000", "refused"],
    ["the password is wrong", "28P01", "refused"],
    ["the database is unknown", "3D000", "refused"],
    ["the text is not SQL", "42601", "a bug"],
    ["a value that a check refuses", "23514", "a bug"],
    ["a statement after one that failed", "25P02", "a bug"],
    ["the server's own bug", "XX000", "a bug"],
  ])("%s (%s): %s", async (_title, code, verdict) => {
    const error = await raised(code);
    expect(error).toMatchObject({ code });
    expectVerdict(error, verdict);
  });

  it.each([
    ["23505", true],
    ["40001", true],
    ["40P01", true],
    ["23503", false],
    ["55P03", false],
  ])("%s tells that another writer was faster: %s", async (code, verdict) => {
    expect(isContention(await raised(code))).toBe(verdict);
  });
});

describe("a connection that is not to be had", () => {
  it.each<[string, Verdict, (right: URL) => void]>([
    ["nobody listens", "silent", (to) => Object.assign(to, { port: "1" })],
    ["there is no such host", "silent", (to) => Object.assign(to, { hostname: "secret.invalid" })],
    ["no such socket", "silent", (to) => to.searchParams.set("host", "/secret")],
    ["the password is wrong", "refused", (to) => Object.assign(to, { password: "secret" })],
    ["there is no password", "refused", (to) => Object.assign(to, { password: "" })],
    ["no such user", "refused", (to) => Object.assign(to, { username: "secret" })],
    ["no such database", "refused", (to) => Object.assign(to, { pathname: "/secret" })],
    ["TLS where the server has none", "refused", (to) => to.searchParams.set("ssl", "true")],
  ])("%s: %s", async (_title, verdict, change) => {
    const wrong = new URL(url);
    change(wrong);
    expectVerdict(await thrownBy(wrong.href, "SELECT 1"), verdict);
  });

  it("the address is none: refused", async () => {
    expectVerdict(await thrownBy("postgres://user:secret@a:b:c/", "SELECT 1"), "refused");
  });
});

it("what is not the driver's stays as it is", () => {
  for (const error of [
    new TypeError("x is undefined"),
    new Error("amounts differ"),
    null,
    "text",
  ]) {
    expect(toFault(error)).toBe(error);
    expect(isContention(error)).toBe(false);
  }
});

function expectVerdict(error: unknown, verdict: Verdict): void {
  const fault = toFault(error);
  if (verdict === "a bug") expect(fault).toBe(error);
  else expect(fault).toMatchObject({ ...FAULTS[verdict], cause: error });
  const { hostname, username } = new URL(url);
  const secrets = new RegExp(`secret|${hostname}|${username}`);
  expect(fault).toMatchObject({ message: expect.not.stringMatching(secrets) });
}

/** What the server raises when it is told to. */
function raised(code: string): Promise<unknown> {
  return thrownBy(url, `DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${code}'; END $$`);
}

async function thrownBy(to: string, sql: string): Promise<unknown> {
  const link = openLink({ url: to, applicationName: "", timeoutMs: 5000 });
  const answer = link.run([{ name: "", sql, values: [] }]);
  const error = await answer.then(
    () => expect.unreachable("it was answered"),
    (thrown: unknown) => thrown,
  );
  await link.close();
  return error;
}
