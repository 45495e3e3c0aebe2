/** Rules over several fields of one input. They are asked even where single fields are wrong, so that all is told. */
import type { Issue } from "../engine/refusal.ts";
import { Malformed } from "./malformed.ts";

/** A rule for the `validate` option of an input type. */
export type CrossRule<Input> = [
  holds: (input: Input) => boolean,
  told: { message: string; path: string[] },
];

/** Told at the field, or at the input itself, where what the rule reads is well formed and does not hold. */
export function crossRule<Input extends object>(
  field: (keyof Input & string) | null,
  message: string,
  holds: (input: Input) => boolean,
): CrossRule<Input> {
  return [
    (input) => hasMalformed(input) || holds(input),
    { message, path: field === null ? [] : [field] },
  ];
}

/** Fields with a default refuse null, which would be a second way to say the default, or a mistake. */
export function neverNull(...fields: readonly string[]): CrossRule<object>[] {
  return fields.map((field) => [
    (input) => Reflect.get(input, field) !== null,
    { message: "must not be null: leave it out for the default", path: [field] },
  ]);
}

/** What else is wrong with an input that has wrong fields: rules of the engine that need nothing but the input. */
export type AlsoWrong = (input: never, wrongFields: ReadonlySet<string>) => readonly Issue[];

function hasMalformed(input: object): boolean {
  return Object.values(input).some((value) => value instanceof Malformed);
}
