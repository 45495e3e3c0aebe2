import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { PLACES } from "../store/places.ts";
import { smallRun } from "./small.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "range-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

smallRun("SQLite", 800, () => PLACES.SQLite(folder));
