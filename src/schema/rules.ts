/** The rules of single input fields, for the zod plugin; null and absent pass where a field is optional. */
import { z } from "zod";
import { type Amount, ZERO } from "../engine/amount.ts";
import { CEILINGS } from "../engine/ceilings.ts";
import type { Json } from "../engine/feature.ts";
import { parseDuration } from "./duration.ts";
import { Malformed } from "./malformed.ts";

/** An exact amount of either sign. */
export const amountRule = { schema: wellFormed<Amount>() };

/** An amount of 0 or more. */
export const positiveOrZeroRule = {
  schema: wellFormed<Amount>((value) => (value < ZERO ? "must not be below 0" : null)),
};

/** An instant. */
export const instantRule = { schema: wellFormed<number>() };

/** When an event happened: not before 2000, which only seconds taken for milliseconds are (A32). */
export const eventInstantRule = {
  schema: wellFormed<number>((value) =>
    value < Date.UTC(2000, 0, 1)
      ? "must be 2000-01-01T00:00:00Z or later, in Unix milliseconds"
      : null,
  ),
};

/** An object that can neither reach a prototype nor nest without end. */
export const jsonRule = { schema: wellFormed<Json>() };

/** An id of the caller's choice: customers, entities, balances, plans, events. */
export const idRule = textRuleOf(CEILINGS.idLength, notBlank, storable);

/** The id of a lock (L1). */
export const lockIdRule = textRuleOf(256, notBlank, storable);

/** A feature's id. */
export const featureIdRule = textRuleOf(
  CEILINGS.idLength,
  notEmpty,
  matching(/^[\w-]*$/, "must have letters, digits, - and _ only"),
);

/** The new id of a customer (K1). */
export const newCustomerIdRule = textRuleOf(
  CEILINGS.idLength,
  notEmpty,
  matching(/^[\w:-]*$/, "must have letters, digits, _ : and - only"),
);

/** An id that is looked up: whatever cannot be one finds nothing. */
export const soughtIdRule = textRuleOf(CEILINGS.idLength);

/** A cursor: it holds an id. */
export const cursorRule = textRuleOf(2000);

/** A text for people: names, addresses. */
export const textRule = textRuleOf(1000, storable);

/** An ISO 8601 duration. */
export const durationRule = textRuleOf(100, (text) =>
  parseDuration(text) === null ? "must be an ISO 8601 duration, such as P1M2DT3H" : null,
);

/** A whole number of 1 or more. */
export const countRule = {
  schema: z.number().int().min(1, "must be at least 1").max(10_000, "must be at most 10000"),
};

/** A list of at most so many items. Those of a longer one are not looked at. */
export function listRule(most: number) {
  const schema = z.custom<never[]>().superRefine((list, context) => {
    const message = `must have at most ${most} items`;
    if (Array.isArray(list) && list.length > most) context.addIssue({ code: "custom", message });
  });
  return { schema };
}

/** Ids to look up. */
export const soughtIdsRule = { ...listRule(CEILINGS.ids), items: soughtIdRule };

/** The names of the events that a feature listens to. */
export const eventNamesRule = { ...listRule(CEILINGS.eventNames), items: idRule };

/** A batch: something in it, and no more than one transaction should hold (I4). */
export const batchRule: ReturnType<typeof listRule> & { minLength: Bound } = {
  ...listRule(CEILINGS.batch),
  minLength: [1, { message: "must have at least 1 item" }],
};

type Bound = [number, { message: string }];

/** What is wrong with a text; null where nothing is. */
type TextFault = (text: string) => string | null;

/** The length comes first: no pattern looks at a text that is too long. */
function textRuleOf(longest: number, ...faults: readonly TextFault[]) {
  const schema = z.string().superRefine((text, context) => {
    const messages =
      text.length > longest
        ? [`must have at most ${longest} characters`]
        : faults.map((fault) => fault(text));
    for (const message of messages) {
      if (message !== null) context.addIssue({ code: "custom", message });
    }
  });
  return { schema };
}

function notEmpty(text: string): string | null {
  return text === "" ? "must not be empty" : null;
}

function notBlank(text: string): string | null {
  return text.trim() === "" ? "must not be empty" : null;
}

// What a database cannot hold, or would show as something other than it is.
const UNSTORABLE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

function storable(text: string): string | null {
  return UNSTORABLE.test(text) ? "must not have control characters or lone surrogates" : null;
}

function matching(pattern: RegExp, message: string): TextFault {
  return (text) => (pattern.test(text) ? null : message);
}

function wellFormed<T>(fault: (value: T) => string | null = () => null) {
  return z.custom<T>().superRefine((value, context) => {
    const message = value instanceof Malformed ? value.reason : fault(value);
    const path = value instanceof Malformed ? [...value.path] : [];
    if (message !== null) context.addIssue({ code: "custom", message, path });
  });
}
