import { boundaries } from "./boundaries.ts";
import { byHandResets } from "./by-hand-resets.ts";
import { leaving } from "./leaving.ts";
import { limiting } from "./limiting.ts";
import { overages } from "./overages.ts";
import { seating } from "./seating.ts";
import { settling } from "./settling.ts";
import type { Theme } from "./theme.ts";
import { vast } from "./vast.ts";

export const THEMES: readonly Theme[] = [
  leaving,
  boundaries,
  byHandResets,
  seating,
  overages,
  limiting,
  settling,
  vast,
];
