/** Rules over several fields of one input: all that is wrong with an input is told at once. */
import type { Issue } from "../engine/refusal.ts";
import { Malformed } from "./malformed.ts";

/** A rule for the `validate` option of an input type. It is also asked where single fields are wrong. */
export type CrossRule<Input> = [
  holds: (input: Input) => boolean,
  told: { message: string; path: string[] },
];

/** A rule that looks at which fields are given; told at the field, or at the input itself. */
export function crossRule<Input extends object>(
  field: (keyof Input & string) | null,
  message: string,
  holds: (input: Input) => boolean,
): CrossRule<Input> {
  return [holds, { message, path: field === null ? [] : [field] }];
}

/** Fields with a default refuse null: it would be a mistake, or a second way to say the default. */
export function neverNull(...fields: readonly string[]): CrossRule<object>[] {
  return fields.map((field) => [
    (input) => Reflect.get(input, field) !== null,
    { message: "must not be null: leave it out for the default", path: [field] },
  ]);
}

/**
 * What a mutation's engine rules find wrong with its input alone, where single fields are wrong too: the
 * `alsoWrong` extension of its field. The engine asks the same rules of an input without wrong fields.
 */
export type AlsoWrong<Input> = (input: Input) => readonly Issue[];

/** The wrong fields, and what else is wrong. Nothing is told of a field, or of what holds it, twice. */
export function allIssues(
  wrong: readonly Issue[],
  args: { readonly input?: unknown },
  extensions: { readonly alsoWrong?: unknown },
): readonly Issue[] {
  const { alsoWrong } = extensions;
  if (typeof alsoWrong !== "function") return wrong;
  const further: readonly Issue[] = alsoWrong(withoutMalformed(args.input));
  const isNew = ({ path }: Issue) => !wrong.some((issue) => overlaps(issue.path, path));
  return [...wrong, ...further.filter(isNew)];
}

function overlaps(left: readonly string[], right: readonly string[]): boolean {
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return short.every((step, index) => step === long[index]);
}

/** The input with null for all that is malformed. */
function withoutMalformed(value: unknown): unknown {
  if (value instanceof Malformed) return null;
  if (Array.isArray(value)) return value.map(withoutMalformed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, withoutMalformed(child)]),
  );
}
