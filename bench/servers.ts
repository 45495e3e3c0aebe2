import { fileURLToPath } from "node:url";
import { type Environment, launchGateway } from "../test/support/gateway-process.ts";
import { DOCUMENTS, type Documents, POSTGRAPHILE_DOCUMENTS } from "./documents.ts";

export const SERVERS = {
  gateway: "this gateway",
  cold: "this gateway, nothing kept",
  raw: "node:http and one statement",
  mercurius: "Mercurius + jit + dataloader",
  yoga: "Yoga + Pothos + dataloader",
  apollo: "Apollo Server + dataloader",
  postgraphile: "PostGraphile 5",
  sqlite: "this gateway on SQLite",
} as const;

export type ServerName = keyof typeof SERVERS;

/** A server that runs. */
export interface Target {
  readonly name: ServerName;
  readonly url: string;
  readonly pid: number;
  readonly documents: Documents;
  readonly secondsToStart: number;
  readonly stop: () => Promise<unknown>;
}

const API_KEY = "bench";

/** What every request carries; only the gateway asks for the key. */
export const HEADERS = {
  "content-type": "application/json",
  authorization: `Bearer ${API_KEY}`,
} as const;

const ENVIRONMENT = {
  NODE_ENV: "production",
  LOG_LEVEL: "silent",
  GRAPHIQL: "false",
  SANDBOX: "false",
  API_KEYS: API_KEY,
};

/** The gateway itself, with what else is set for each. */
const GATEWAYS: Readonly<Partial<Record<ServerName, Environment>>> = {
  gateway: {},
  cold: { ROWS_KEPT: "0" },
  sqlite: {},
};

export function isGateway(name: ServerName): boolean {
  return Object.hasOwn(GATEWAYS, name);
}

export async function startTarget(name: ServerName, databaseUrl: string): Promise<Target> {
  const began = performance.now();
  const environment = { ...ENVIRONMENT, ...GATEWAYS[name], DATABASE_URL: databaseUrl };
  const { url, pid, stop } = await launchGateway(environment, programOf(name));
  const secondsToStart = (performance.now() - began) / 1000;
  const documents = name === "postgraphile" ? POSTGRAPHILE_DOCUMENTS : DOCUMENTS;
  return { name, url, pid, documents, secondsToStart, stop: () => stop("SIGKILL") };
}

function programOf(name: ServerName): string | undefined {
  if (isGateway(name)) return undefined;
  return fileURLToPath(new URL(`./peers/${name}.ts`, import.meta.url));
}
