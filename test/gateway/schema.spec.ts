import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
} from "graphql";
import { expect, test } from "vitest";
import { schema } from "../../src/resolvers/index.ts";

const BUILT_IN = new Set(["Int", "Float", "String", "Boolean", "ID"]);

const OWN_TYPES = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith("__") && !(isScalarType(type) && BUILT_IN.has(type.name)),
);

test("every type, field, argument and enum value says what it means, in a sentence", () => {
  const told = OWN_TYPES.flatMap(membersOf);
  expect(told.length).toBeGreaterThan(300);
  const silent = told.filter(({ description }) => !/^\S.*[.]$/s.test(description ?? ""));
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test("every input field of a scalar that may be malformed, and every id, has its rule", () => {
  const inputs = OWN_TYPES.filter(isInputObjectType);
  const fields = inputs.flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({ type, field })),
  );
  const risky = fields.filter(({ field }) =>
    /^\[?(Amount|Timestamp|JSONObject|ID|String)\b/.test(String(field.type)),
  );
  expect(risky.length).toBeGreaterThan(10);
  const bare = risky.filter(({ field }) => !ruleOf(field.extensions));
  expect(bare.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
});

interface Member {
  readonly name: string;
  readonly description: string | null | undefined;
}

function membersOf(type: (typeof OWN_TYPES)[number]): readonly Member[] {
  const own: Member = { name: type.name, description: type.description };
  if (isEnumType(type)) return [own, ...type.getValues().map((value) => within(type.name, value))];
  if (isInputObjectType(type)) {
    return [own, ...Object.values(type.getFields()).map((field) => within(type.name, field))];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  const fields = Object.values(type.getFields()).flatMap((field) => [
    within(type.name, field),
    ...field.args.map((argument) => within(`${type.name}.${field.name}`, argument)),
  ]);
  return [own, ...fields];
}

function within(parent: string, { name, description }: Member): Member {
  return { name: `${parent}.${name}`, description };
}

/** Pothos keeps a field's own options on the schema. */
function ruleOf({ pothosOptions }: Readonly<Record<string, unknown>>): unknown {
  const options = pothosOptions;
  return (
    typeof options === "object" && options !== null && "validate" in options && options.validate
  );
}
