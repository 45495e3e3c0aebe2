import { GraphQLError } from "graphql";
import type { Entry } from "../engine/ledger.ts";
import {
  MOST_BUCKETS,
  seriesOf,
  type UsageBucket,
  type Window,
  windowsBefore,
  windowsIn,
} from "../engine/series.ts";
import { knownBefore } from "../loaders/moment.ts";
import { type BalanceRead, storedBeside } from "../loaders/reading.ts";
import type { BalanceStore, EntryFilter } from "../store/port.ts";
import { builder } from "./builder.ts";

export const WindowEnum = builder.enumType("Window", {
  description: "How long one step of a series is, in UTC.",
  values: {
    HOUR: { value: "hour", description: "An hour." },
    DAY: { value: "day", description: "A day." },
    WEEK: { value: "week", description: "A week, from Monday." },
    MONTH: { value: "month", description: "A calendar month." },
  } as const,
});

export const UsageBucketRef = builder.objectRef<UsageBucket>("UsageBucket").implement({
  description: "What was used within one window of a series.",
  fields: (t) => ({
    from: t.expose("from", { type: "Timestamp", description: "Where it begins." }),
    to: t.expose("to", { type: "Timestamp", description: "Where the next begins." }),
    usage: t.expose("usage", {
      type: "Amount",
      description: "Units consumed less those given back, by the events' own times.",
    }),
    events: t.exposeInt("events", { description: "How many changes by usage there were." }),
  }),
});

interface Span {
  readonly window: Window;
  readonly from?: number | null | undefined;
  readonly to?: number | null | undefined;
}

/** The last 30 windows up to now where the span is left open. */
const DEFAULT_BUCKETS = 30;
const PAGE = 1000;

/** What was used of a balance, window by window, oldest first. */
export async function readSeries(
  store: BalanceStore,
  { customerId, entityId, featureId, reading }: BalanceRead,
  { window, from, to }: Span,
): Promise<readonly UsageBucket[]> {
  const end = to ?? reading.at + 1;
  const start = from ?? windowsBefore(window, end - 1, DEFAULT_BUCKETS - 1);
  const windows = windowsIn(window, { from: start, to: end });
  if (!windows) {
    throw new GraphQLError(`A series has at most ${MOST_BUCKETS} windows`, {
      extensions: { code: "BAD_USER_INPUT" },
    });
  }
  const first = windows[0]?.from ?? start;
  // No event is dated after its entry, so that none of the span is before it.
  const { moment, lastSeq: upTo } = storedBeside(reading);
  const known = { kind: null, from: first, to: knownBefore(moment), upTo };
  const filter = { customerId, featureId, entityId, ...known };
  return seriesOf(windows, await allEntries(store, filter), featureId);
}

async function allEntries(store: BalanceStore, filter: EntryFilter): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  let after: number | null = null;
  for (;;) {
    const page: readonly Entry[] = await store.entries({
      ...filter,
      limit: PAGE,
      after,
      before: null,
      fromEnd: false,
    });
    found.push(...page);
    after = page.at(-1)?.seq ?? null;
    if (page.length < PAGE) return found;
  }
}
