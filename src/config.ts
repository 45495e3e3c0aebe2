/** The environment, read once. A wrong value stops the start. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { LOG_LEVELS, type Name, VARIABLES } from "./variables.ts";

export interface Config {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly database: Database;
  /** SHA-256 in lower-case hex of every accepted key; the keys themselves are not kept. Empty: open to all. */
  readonly apiKeyDigests: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly sandbox: boolean;
  readonly graphiql: boolean;
  readonly introspection: boolean;
  readonly compiled: boolean;
  readonly persistFreeOverage: boolean;
  readonly rowsKept: number;
  readonly demo: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

export type Database =
  /** A file, or ":memory:". */
  | { readonly kind: "sqlite"; readonly path: string }
  | { readonly kind: "postgres"; readonly url: string };

/** Names every variable that is wrong, one a line, and never shows a value. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Reads the configuration, or throws a ConfigError. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(environment).filter(([, value]) => value?.trim());
  const parsed = ENVIRONMENT.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw new ConfigError(problemsOf(parsed.error).join("\n"));
  const { data } = parsed;
  const development = environment.NODE_ENV !== "production";
  return Object.freeze({
    host: data.HOST,
    port: data.PORT,
    database: data.DATABASE_URL ?? IN_HERE,
    apiKeyDigests: Object.freeze(data.API_KEYS),
    allowedOrigins: Object.freeze(data.ALLOWED_ORIGINS),
    sandbox: data.SANDBOX ?? development,
    graphiql: data.GRAPHIQL ?? development,
    introspection: data.INTROSPECTION ?? development,
    compiled: data.COMPILED,
    persistFreeOverage: data.PERSIST_FREE_OVERAGE,
    rowsKept: data.ROWS_KEPT,
    demo: data.DEMO ?? data.DATABASE_URL === undefined,
    logLevel: data.LOG_LEVEL,
  });
}

const HOST = /^(\[?[0-9a-f:.]*:[0-9a-f:.]*\]?|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)$/i;
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/i;
const KEY = /^(sha256:[0-9a-f]{64}|(?!sha256:)[\x21-\x7e]+)$/i;

const DATABASE = /^(sqlite:(?!\/\/).*\S|postgres(ql)?:\/\/[^/\s]+\/[^/?\s]\S*)$/;
const IN_HERE: Database = { kind: "sqlite", path: "./data/balances.db" };

const boolean = z.enum(["true", "false"]).transform((text) => text === "true");

const list = z.string().transform((text) => text.split(",").map((item) => item.trim()));

const ENVIRONMENT = z
  .object({
    HOST: z
      .string()
      .regex(HOST, { abort: true })
      .transform((host) => host.replace(/^\[|\]$/g, ""))
      .default("127.0.0.1"),
    PORT: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65_535))
      .default(4000),
    DATABASE_URL: z.string().regex(DATABASE).transform(databaseOf).optional(),
    API_KEYS: list
      .pipe(z.array(z.string().regex(KEY)))
      .transform((keys) => keys.map(digestOf))
      .default([]),
    ALLOWED_ORIGINS: list.pipe(z.array(z.string().refine(isOrigin))).default([]),
    SANDBOX: boolean.optional(),
    GRAPHIQL: boolean.optional(),
    INTROSPECTION: boolean.optional(),
    COMPILED: boolean.default(true),
    PERSIST_FREE_OVERAGE: boolean.default(false),
    ROWS_KEPT: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .default(100_000),
    DEMO: boolean.optional(),
    LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
  } satisfies Record<Name, z.ZodType>)
  .refine(({ HOST, API_KEYS }) => LOOPBACK.test(HOST) || API_KEYS.length > 0, {
    path: ["API_KEYS"],
    error: `${VARIABLES.API_KEYS.form}; without it HOST must be loopback, such as 127.0.0.1`,
  });

function digestOf(key: string): string {
  const digest = /^sha256:(.*)$/i.exec(key)?.[1];
  return digest?.toLowerCase() ?? createHash("sha256").update(key).digest("hex");
}

function databaseOf(url: string): Database {
  if (!url.startsWith("sqlite:")) return { kind: "postgres", url };
  return { kind: "sqlite", path: url.slice("sqlite:".length).trim() };
}

function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function problemsOf(error: z.ZodError): readonly string[] {
  const expected = new Map<string, string>();
  for (const { path, code, message } of error.issues) {
    const name = String(path[0]);
    const form = Object.entries(VARIABLES).find(([known]) => known === name)?.[1].form ?? message;
    const own = code === "custom" && path.length === 1;
    if (!expected.has(name)) expected.set(name, own ? message : form);
  }
  return [...expected].map(([name, form]) => `${name}: expected ${form}`);
}
