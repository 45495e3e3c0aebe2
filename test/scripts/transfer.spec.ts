import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { openPostgresRows } from "../../src/store/postgres/store.ts";
import { openSqliteRows, openSqliteStore } from "../../src/store/sqlite/store.ts";
import { exportOf } from "../store/moving.ts";
import { trackOf } from "../store/requests.ts";
import { did, staged } from "../store/stage.ts";
import { freshDatabase } from "../support/postgres.ts";
import { emptyFolder, startGateway } from "../support/process.ts";
import { cases } from "../support/property.ts";
import { killedImport, npmRun, runInMegabytes } from "./command.ts";

let folder: string;
let origin: string;

const at = (name: string) => join(folder, name);
const sqlite = (name: string) => `sqlite:${at(name)}`;

beforeEach(async () => {
  folder = await emptyFolder();
  origin = at("origin.db");
  const store = await staged(() => openSqliteStore({ path: origin, persistFreeOverage: false }));
  await did(store, trackOf("cus", "1.5"), { idempotencyKey: "k" });
  await store.close();
});

describe("npm run export and npm run import", () => {
  it("move SQLite to PostgreSQL and back, by stdin and stdout or by a file's name", async () => {
    const postgres = await freshDatabase();
    const [file, again, back] = [at("all.ndjson"), at("again.ndjson"), at("back.ndjson")];
    const done = {
      code: 0,
      stderr: expect.stringMatching(/port: \d+ rows done, [\d,]+ a second\n$/),
    };
    expect(await npmRun(["export"], sqlite("origin.db"), { output: file })).toEqual(done);
    expect(await npmRun(["import"], postgres, { input: file })).toEqual(done);
    expect(await npmRun(["import", file], postgres)).toEqual(done);
    expect(await npmRun(["export", again], postgres)).toEqual(done);
    expect(await npmRun(["import", again], sqlite("new.db"))).toEqual(done);
    expect(await npmRun(["export", back], sqlite("new.db"))).toEqual(done);
    expect(readFileSync(again, "utf8")).toBe(readFileSync(file, "utf8"));
    expect(readFileSync(back, "utf8")).toBe(readFileSync(file, "utf8"));
  });

  it("fail while a gateway has the file, and say what to do", async () => {
    const gateway = await startGateway({ DATABASE_URL: sqlite("origin.db") });
    const stderr = `balance-gateway cannot export. ${origin} is open in another process; one gateway at a time may use it. Stop it, and try again.\n`;
    expect(await npmRun(["export"], sqlite("origin.db"))).toEqual({ code: 1, stderr });
    await gateway.stop("SIGTERM");
    expect(await npmRun(["export"], sqlite("origin.db"))).toMatchObject({ code: 0 });
  });

  it("read DATABASE_URL alone, and tell a wrong one", async () => {
    const stderr = expect.stringMatching(
      /^balance-gateway cannot import\. DATABASE_URL: expected sqlite:/,
    );
    expect(await npmRun(["import"], "mysql://host/db")).toEqual({ code: 1, stderr });
    const elsewhere = { HOST: "0.0.0.0", PORT: "no port" };
    const { code } = await npmRun(["export"], sqlite("origin.db"), { environment: elsewhere });
    expect(code).toBe(0);
  });

  it("fail where there is nothing to export, or no such file", async () => {
    const stderr = `balance-gateway cannot export. There is no file ${at("none.db")}.\n`;
    expect(await npmRun(["export"], sqlite("none.db"))).toEqual({ code: 1, stderr });
    expect(existsSync(at("none.db"))).toBe(false);
    const { code, stderr: told } = await npmRun(["import", at("none.ndjson")], sqlite("new.db"));
    expect({ code, told }).toMatchObject({ code: 1, told: expect.stringContaining("ENOENT") });
  });
});

describe("a customer of many entries", { timeout: 180_000 }, () => {
  const HEAP_MB = 40;

  it("moves within a heap of 40 MB, whatever the size of the file", async () => {
    const file = at("big.ndjson");
    const digest = await writeHistory(file, cases(25_000));
    const imported = await runInMegabytes(HEAP_MB, ["import", file], sqlite("big.db"));
    expect(imported).toMatchObject({ code: 0 });
    const exported = await runInMegabytes(HEAP_MB, ["export", at("out")], sqlite("big.db"));
    expect(exported).toMatchObject({ code: 0 });
    expect(await digestOf(at("out"))).toBe(digest);
  });

  it.each([
    ["SQLite", async () => sqlite("killed.db")],
    ["PostgreSQL", freshDatabase],
  ])("of 5,000 stands on %s as if no import had been killed on its way", async (_name, make) => {
    const [file, url] = [at("history.ndjson"), await make()];
    await writeHistory(file, 5_000);
    const text = readFileSync(file, "utf8");
    const filled: number[] = [];
    for (const part of [0.3, 0.8]) {
      const killed = await killedImport(text.slice(0, text.length * part), url);
      expect(killed.code).toBeNull();
      filled.push((await exportAt(url)).length);
    }
    expect(filled).toEqual(filled.toSorted((left, right) => left - right));
    expect(filled[0]).toBeGreaterThan(1000);
    expect(filled[1]).toBeLessThan(text.length);
    expect(await npmRun(["import", file], url)).toMatchObject({ code: 0 });
    expect((await exportAt(url)) === text).toBe(true);
  });
});

async function exportAt(url: string): Promise<string> {
  const path = /^sqlite:(.*)$/.exec(url)?.[1];
  const database = await (path ? openSqliteRows(path) : openPostgresRows(url));
  try {
    return await exportOf(database);
  } finally {
    await database.session.close();
  }
}

/** The origin's file as if its one track had been so many; answers the file's digest. */
async function writeHistory(file: string, entries: number): Promise<string> {
  const lines = (await exportAt(`sqlite:${origin}`)).trimEnd().split("\n");
  await pipeline(historyOf(lines, entries), createWriteStream(file));
  return digestOf(file);
}

function* historyOf(lines: readonly string[], entries: number): Generator<string> {
  const body = createHash("sha256");
  const counts = /"(entries|entry_features)":2/g;
  for (const line of lines.slice(0, -1)) {
    const isOfTrack = /^\{"entr.*"seq":2[,}]/.test(line);
    for (let seq = 2; seq <= (isOfTrack ? entries : 2); seq += 1) {
      const text = `${isOfTrack ? line.replace('"seq":2', `"seq":${seq}`) : line}\n`;
      body.update(text);
      yield text;
    }
  }
  const end = lines.at(-1)?.replace(counts, `"$1":${entries}`) ?? "";
  yield `${end.replace(/"sha256":"\w+"/, `"sha256":"${body.digest("hex")}"`)}\n`;
}

async function digestOf(file: string): Promise<string> {
  const digest = createHash("sha256");
  for await (const part of createReadStream(file)) digest.update(part);
  return digest.digest("hex");
}
