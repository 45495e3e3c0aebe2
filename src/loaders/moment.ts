/** Which moment an object is shown of. Live objects carry none: null. */
import { randomBytes } from "node:crypto";

export type Moment = Instant | Preview;

/** As it stood, or will stand, at an instant by the customer's clock. */
export interface Instant {
  readonly kind: "instant";
  readonly at: number;
}

/** As one dry run would leave it. Nothing can be read of it again. */
export interface Preview {
  readonly kind: "preview";
  /** Tells it from every other dry run. */
  readonly token: string;
}

/** What may be of another moment than now. */
export interface Momentary {
  readonly moment?: Moment | null | undefined;
}

const TOKEN_BYTES = 12;

/** The moment of one dry run's answer. */
export function newPreview(): Preview {
  return { kind: "preview", token: randomBytes(TOKEN_BYTES).toString("base64url") };
}

/** The items, each with the moment that it is of. */
export function inMoment<Item extends object>(
  items: readonly Item[],
  moment: Moment,
): readonly (Item & Momentary)[] {
  return items.map((item) => ({ ...item, moment }));
}

/** A moment knows only what was committed before this instant; null: all that is. */
export function knownBefore(moment: Moment | null): number | null {
  return moment?.kind === "instant" ? moment.at + 1 : null;
}
