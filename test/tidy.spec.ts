import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/** The house rules that a compiler does not know: who may import whom, how long, which words. */

const ROOT = resolve(import.meta.dirname, "..");
const SOURCES = filesIn("src").filter((file) => file.endsWith(".ts"));
const SCRIPTS = filesIn("scripts").filter((file) => file.endsWith(".ts"));
const IMPORTS = new Map([...SOURCES, ...SCRIPTS].map((file) => [file, importsOf(file)]));

/** Each layer, and the layers that it may import beside itself. */
const ARROWS: Record<string, readonly string[]> = {
  engine: [],
  "store/port": ["engine"],
  "store/commit-queue": ["store/port"],
  "store/read-queue": ["store/port"],
  "store/sql": ["store/commit-queue", "store/read-queue", "store/port", "engine"],
  "store/sqlite": ["store/sql", "store/port", "engine", "stretch"],
  "store/postgres": ["store/sql", "store/port", "engine", "stretch"],
  loaders: ["store/port", "engine"],
  auth: [],
  "request-id": [],
  stretch: [],
  context: ["loaders", "store/port", "engine", "auth"],
  schema: ["context", "loaders", "store/port", "engine"],
  resolvers: ["schema", "context", "loaders", "store/port", "engine", "stretch"],
  gateway: [
    "execution",
    "resolvers",
    "schema",
    "context",
    "loaders",
    "store/port",
    "engine",
    "auth",
    "request-id",
  ],
  execution: [],
  config: ["variables"],
  variables: [],
  demo: ["store/port", "engine"],
  sweeper: ["store/port"],
  http: ["gateway", "store/port", "config", "auth", "request-id"],
  main: [
    "http",
    "gateway",
    "store/postgres",
    "store/sqlite",
    "store/port",
    "config",
    "auth",
    "demo",
    "sweeper",
  ],
  scripts: ["resolvers", "store/postgres", "store/sqlite", "store/sql", "store/port", "config"],
};

describe("layers", () => {
  it("every file belongs to one", () => {
    expect(SOURCES.filter((file) => layerOf(file) === undefined)).toEqual([]);
    expect(SOURCES.length).toBeGreaterThan(50);
  });

  it("imports follow the arrows", () => {
    const wrong = [...IMPORTS].flatMap(([file, targets]) =>
      targets
        .filter((target) => !mayImport(layerOf(file), layerOf(target)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("no import leads back to where it came from", () => {
    expect(SOURCES.filter((file) => reaches(file, file))).toEqual([]);
  });

  it("every file is imported by another, but the entry", () => {
    const imported = new Set([...IMPORTS.values()].flat());
    expect(SOURCES.filter((file) => !imported.has(file))).toEqual(["src/main.ts"]);
  });

  it("the engine imports nothing but itself", () => {
    const outside = SOURCES.filter((file) => file.startsWith("src/engine/")).flatMap((file) =>
      specifiersOf(file).filter((specifier) => !specifier.startsWith("./")),
    );
    expect(outside).toEqual([]);
  });
});

describe("the engine is pure", () => {
  it.each(["Date.now(", "new Date()", "Math.random", "await ", "async ", "console.", "process."])(
    "%s stands nowhere in it",
    (word) => {
      const engine = SOURCES.filter((file) => file.startsWith("src/engine/"));
      expect(engine.filter((file) => textOf(file).includes(word))).toEqual([]);
    },
  );
});

describe("numbers are decided in the engine alone", () => {
  const READING = ["Amount", "amount", "formatAmount", "ONE", "parseAmount", "toNumber", "ZERO"];

  it("nobody else imports arithmetic on amounts", () => {
    const outside = SOURCES.filter((file) => !file.startsWith("src/engine/"));
    const imports = outside.flatMap((file) =>
      [...textOf(file).matchAll(/import (?:type )?\{([^}]*)\} from "[^"]*engine\/amount\.ts"/g)]
        .flatMap(([, names = ""]) => names.split(","))
        .map((name) => name.replace("type ", "").trim())
        .filter((name) => name !== "" && !READING.includes(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(imports).toEqual([]);
  });

  it("SQL adds up, multiplies and compares no amount", () => {
    const sql = [...filesIn("src/store")].filter((file) =>
      /\.sql$|statements?[^/]*\.ts$|pages\.ts$/.test(file),
    );
    expect(sql.length).toBeGreaterThan(3);
    const sums =
      /\b(sum|total|avg|abs|round)\s*\(|\b(balance|usage|adjustment|allowance|prepaid|value)\s*(?:[-+*/<]|>(?!>))\s*[\w?]/i;
    expect(sql.filter((file) => sums.test(withoutComments(textOf(file))))).toEqual([]);
  });
});

describe("sizes and words", () => {
  it("no source file is over 200 lines, but the two lists of nouns and verbs", () => {
    const lists = ["src/engine/command.ts", "src/engine/ledger.ts"];
    const long = SOURCES.filter((file) => textOf(file).split("\n").length > 200);
    expect(long.filter((file) => !lists.includes(file))).toEqual([]);
  });

  it("nothing is left undone or escapes the types", () => {
    const left = /\bTODO\b|\bFIXME\b|\bXXX\b|@ts-ignore|@ts-expect-error|: any\b|as any\b/;
    expect(SOURCES.filter((file) => left.test(textOf(file)))).toEqual([]);
  });

  it("the public schema names no rule, whose number nobody outside can look up", () => {
    const rules = /\((?:[A-Z]{1,2}\d+|section \d+)/;
    expect(
      textOf("schema.graphql")
        .split("\n")
        .filter((line) => rules.test(line)),
    ).toEqual([]);
  });

  it("no file is named for what it is not", () => {
    const vague = /(utils?|helpers?|manager|misc|common)\.ts$/;
    expect(SOURCES.filter((file) => vague.test(file))).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/--.*$/gm, "").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

function layerOf(file: string): string | undefined {
  const path = file.replace(/^src\/|\.ts$/g, "");
  return Object.keys(ARROWS)
    .filter((layer) => path === layer || path.startsWith(`${layer}/`))
    .sort((left, right) => right.length - left.length)[0];
}

function mayImport(from: string | undefined, to: string | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  return from === to || (ARROWS[from] ?? []).includes(to);
}

function reaches(from: string, target: string, seen = new Set<string>()): boolean {
  return (IMPORTS.get(from) ?? []).some((next) => {
    if (next === target) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(next, target, seen);
  });
}

function importsOf(file: string): readonly string[] {
  return specifiersOf(file)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => relative(ROOT, resolve(ROOT, dirname(file), specifier)))
    .filter((target) => target.endsWith(".ts"));
}

function specifiersOf(file: string): readonly string[] {
  const pattern = /(?:from|import)\s*\(?\s*"([^"]+)"/g;
  return [...textOf(file).matchAll(pattern)].map((match) => match[1] ?? "");
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}
