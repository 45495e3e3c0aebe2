import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import { schema } from "../../src/resolvers/index.ts";

/** Everything that can be asked of a type without an argument, so many objects deep. */
export function everythingOf(name: string, depth: number): string {
  const type = schema.getType(name);
  if (isAbstractType(type)) {
    const members = schema
      .getPossibleTypes(type)
      .map((member) => `... on ${member} ${everythingOf(`${member}`, depth)}`);
    return `{ __typename ${members.join(" ")} }`;
  }
  if (!isObjectType(type)) throw new Error(`nothing selects from ${name}`);
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (field.args.some(isRequiredArgument) || field.name === "edges") return [];
    if (isLeafType(inner)) return [field.name];
    return depth > 1 ? [`${field.name} ${everythingOf(inner.name, depth - 1)}`] : [];
  });
  return `{ __typename ${fields.join(" ")} }`;
}
