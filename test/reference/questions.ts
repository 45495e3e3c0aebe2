import { type Amount, amount, ONE } from "../../src/engine/amount.ts";
import type { Properties } from "./limits.ts";
import { PROPERTIES } from "./nasty.ts";

export interface Wish {
  readonly required: Amount;
  readonly properties: Properties;
}

/** Another one each turn, so that all are asked in time. */
export function questionAt(turn: number): Wish {
  return {
    required: REQUIRED[turn % REQUIRED.length] ?? ONE,
    properties: PROPERTIES[turn % PROPERTIES.length] ?? null,
  };
}

const REQUIRED = ["-1", "0", "1e-10", "0.3333333333", "1", "33.3", "400", "5e17", "7"].map(amount);
