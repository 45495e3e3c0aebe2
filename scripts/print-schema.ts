/** Prints the schema to schema.graphql; with --check, fails where the printed one is stale. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { printSchema } from "graphql";
import { schema } from "../src/resolvers/index.ts";

const FILE = resolve(import.meta.dirname, "../schema.graphql");
const printed = `${printSchema(schema)}\n`;

if (!process.argv.includes("--check")) {
  writeFileSync(FILE, printed);
  console.log("schema.graphql is written");
} else if (current() !== printed) {
  console.error("schema.graphql is stale: run `npm run schema` and commit it");
  process.exitCode = 1;
}

function current(): string | null {
  try {
    return readFileSync(FILE, "utf8");
  } catch {
    return null;
  }
}
