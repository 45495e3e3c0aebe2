import { test } from "vitest";
import { allCases, play } from "../support/cases.ts";
import { openModelTarget } from "./target.ts";

/** Of the catalogue's own rules, and of customers' names and ids: the model has neither. */
const NOT_MODELLED = new Set(["CU-001", "CU-003", "CU-005", "FE-002"]);

const cases = allCases().filter(({ id }) => !NOT_MODELLED.has(id));

for (const setting of cases) {
  test(`the model plays ${setting.id} ${setting.title}`, () => play(setting, openModelTarget));
}
