import {
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from "graphql";
import { schema } from "../../src/resolvers/index.ts";

/**
 * Everything that a mutation can answer, as a document with one $input. Left out are fields that are read
 * anew by nature: the ledger's pages, and the features that a credit system lists.
 */
export function documentOf(name: string): string {
  const field = mutationFields()[name];
  const [input] = field?.args ?? [];
  if (!field || !input) throw new Error(`no mutation ${name}`);
  return `mutation ($input: ${input.type}) { ${name}(input: $input) ${selectionOf(field.type, 6)} }`;
}

export function mutationFields(): Readonly<Record<string, GraphQLField<unknown, unknown>>> {
  return schema.getMutationType()?.getFields() ?? {};
}

const READ_ANEW = new Set(["ledger", "meteredFeature"]);

/** The fields of a type that lead to no other object. */
export function leavesOf(name: string): readonly string[] {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`no type ${name}`);
  const leaves = Object.values(type.getFields()).filter((field) =>
    isLeafType(getNamedType(field.type)),
  );
  return leaves.map((field) => field.name);
}

/** Everything that an object of a type leads to, but for what is read anew by nature. */
export function allOf(name: string, depth = 6): string {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`no type ${name}`);
  return selectionOf(type, depth);
}

function selectionOf(output: GraphQLOutputType, depth: number): string {
  const type = getNamedType(output);
  if (isLeafType(type)) return "";
  if (isUnionType(type)) {
    const members = type
      .getTypes()
      .map((member) => `... on ${member} ${selectionOf(member, depth)}`);
    return `{ __typename ${members.join(" ")} }`;
  }
  if (!isObjectType(type)) throw new Error(`nothing selects from ${type}`);
  const fields = Object.values(type.getFields())
    .filter(({ name, args }) => !READ_ANEW.has(name) && !args.some(isRequiredArgument))
    .filter((field) => depth > 0 || isLeafType(getNamedType(field.type)))
    .map((field) => `${field.name} ${selectionOf(field.type, depth - 1)}`);
  return `{ __typename ${fields.join(" ")} }`;
}
