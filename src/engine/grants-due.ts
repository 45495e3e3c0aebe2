/** Which of a ledger's grants resets or expires next, and when. */
import { type First, knownFirst } from "./known-terms.ts";
import type { Grant } from "./ledger.ts";
import { NEVER } from "./period.ts";
import { carriedIn } from "./rollovers.ts";

type Grants = readonly Grant[];

/** The first reset or expiry among the grants. */
export function firstOf(grants: Grants): First {
  return knownFirst(grants, () => new GrantsDue().first(grants));
}

/** Answers for one list of grants after another. It looks again only at grants that were replaced. */
export class GrantsDue {
  #grants: Grants = [];
  readonly #expiries: number[] = [];
  readonly #resets: number[] = [];

  /** At one instant expiries come before resets, each in order of creation (A26). */
  first(grants: Grants): First {
    this.#look(grants);
    const [expiry, reset] = [soonest(this.#expiries), soonest(this.#resets)];
    return expiry.at <= reset.at ? { kind: "expiry", ...expiry } : { kind: "reset", ...reset };
  }

  #look(grants: Grants): void {
    const known = this.#grants;
    this.#grants = grants;
    this.#expiries.length = grants.length;
    this.#resets.length = grants.length;
    for (const [place, grant] of grants.entries()) {
      if (known[place] === grant) continue;
      this.#expiries[place] = expiryOf(grant);
      this.#resets[place] = grant.nextResetAt ?? NEVER;
    }
  }
}

/** When the grant expires, or the first of its rollovers. */
function expiryOf({ expiresAt, rollovers }: Grant): number {
  const carried = rollovers.length > 0 ? carriedIn(rollovers).soonest : NEVER;
  return Math.min(expiresAt ?? NEVER, carried);
}

/** The soonest instant, at its first place. */
function soonest(instants: readonly number[]): { readonly at: number; readonly place: number } {
  let place = -1;
  let at = NEVER;
  for (let each = 0; each < instants.length; each += 1) {
    const instant = instants[each] ?? NEVER;
    if (instant >= at) continue;
    at = instant;
    place = each;
  }
  return { at, place };
}
