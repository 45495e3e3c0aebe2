/** Arguments by which many fields look something up. */
import { CEILINGS } from "../engine/ceilings.ts";
import { soughtIdRule, soughtIdsRule } from "./rules.ts";

export const THE_CUSTOMER = sought("The customer's id.");
export const THE_FEATURE = sought("The feature's id.");
export const THE_ENTITY = sought("The entity's id.");

export const OF_FEATURES = {
  description: `Only of these features, at most ${CEILINGS.ids}. Left out: of all.`,
  validate: soughtIdsRule,
};

/** An id that may be left out. */
export function maySeek(description: string) {
  return { description, validate: soughtIdRule };
}

function sought(description: string) {
  return { required: true as const, description, validate: soughtIdRule };
}
