/** The rules of single input fields, for the zod plugin; null and absent pass where a field is optional. */
import { z } from "zod";
import { type Amount, ZERO } from "../engine/amount.ts";
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

/** An object that can neither reach a prototype nor nest without end. */
export const jsonRule = { schema: wellFormed<Json>() };

/** An id of the caller's choice: customers, entities, balances, plans, events. */
export const idRule = { schema: z.string().superRefine(freeId(255)) };

/** The id of a lock (L1). */
export const lockIdRule = { schema: z.string().superRefine(freeId(256)) };
/** A feature's id. */
export const featureIdRule = {
  schema: z
    .string()
    .min(1, "must not be empty")
    .max(255, "must have at most 255 characters")
    .regex(/^[\w-]*$/, "must have letters, digits, - and _ only"),
};

/** The new id of a customer (K1). */
export const newCustomerIdRule = {
  schema: z
    .string()
    .min(1, "must not be empty")
    .max(255, "must have at most 255 characters")
    .regex(/^[\w:-]*$/, "must have letters, digits, _ : and - only"),
};

/** A text for people: names, addresses. */
export const textRule = {
  schema: z
    .string()
    .max(1000, "must have at most 1000 characters")
    .refine(isStorable, "must not have control characters or lone surrogates"),
};

/** A batch: something in it, and no more than one transaction should hold (I4). */
export const batchRule: { minLength: Bound; maxLength: Bound } = {
  minLength: [1, { message: "must have at least 1 item" }],
  maxLength: [1000, { message: "must have at most 1000 items" }],
};

type Bound = [number, { message: string }];

/** A whole number of 1 or more. */
export const countRule = {
  schema: z.number().int().min(1, "must be at least 1").max(10_000, "must be at most 10000"),
};

/** An ISO 8601 duration. */
export const durationRule = {
  schema: z
    .string()
    .refine(
      (text) => parseDuration(text) !== null,
      "must be an ISO 8601 duration, such as P1M2DT3H",
    ),
};

function wellFormed<T>(fault: (value: T) => string | null = () => null) {
  return z.custom<T>().superRefine((value, context) => {
    const message = value instanceof Malformed ? value.reason : fault(value);
    const path = value instanceof Malformed ? [...value.path] : [];
    if (message !== null) context.addIssue({ code: "custom", message, path });
  });
}

// What a database cannot hold, or would show as something other than it is.
const UNSTORABLE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

function freeId(length: number) {
  return (id: string, context: z.RefinementCtx): void => {
    const issue = (message: string) => context.addIssue({ code: "custom", message });
    if (id.trim() === "") issue("must not be empty");
    if (id.length > length) issue(`must have at most ${length} characters`);
    if (!isStorable(id)) issue("must not have control characters or lone surrogates");
  };
}
