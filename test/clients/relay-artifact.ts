/** What relay-compiler makes of a document of one operation without named fragments. */
import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isListType,
  Kind,
  parse,
  type SelectionNode,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { ConcreteRequest } from "relay-runtime";
import { schema } from "../../src/resolvers/index.ts";

export function artifactOf(text: string): ConcreteRequest {
  const document = parse(text);
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("one operation is wanted");
  const types = typesOf(document);
  const selections = selectionsOf(operation.selectionSet.selections, types);
  const name = operation.name?.value ?? "";
  const argumentDefinitions = (operation.variableDefinitions ?? []).map(({ variable }) => ({
    defaultValue: null,
    kind: "LocalArgument",
    name: variable.name.value,
  }));
  const type = operation.operation === "query" ? "Query" : "Mutation";
  const params = {
    cacheID: text,
    id: null,
    metadata: {},
    name,
    operationKind: operation.operation,
    text,
  };
  return {
    fragment: {
      argumentDefinitions,
      kind: "Fragment",
      metadata: null,
      name,
      selections,
      type,
      abstractKey: null,
    },
    kind: "Request",
    operation: { argumentDefinitions, kind: "Operation", name, selections },
    params,
  } as unknown as ConcreteRequest; // The runtime's types tell readers from normalizers, which here are alike.
}

type Types = ReadonlyMap<FieldNode, GraphQLOutputType>;

function typesOf(document: ReturnType<typeof parse>): Types {
  const found = new Map<FieldNode, GraphQLOutputType>();
  const info = new TypeInfo(schema);
  const note = {
    Field: (field: FieldNode) => void found.set(field, info.getType() as GraphQLOutputType),
  };
  visit(document, visitWithTypeInfo(info, note));
  return found;
}

function selectionsOf(nodes: readonly SelectionNode[], types: Types): readonly object[] {
  return nodes.map((node) => {
    if (node.kind === Kind.FIELD) return fieldOf(node, types);
    if (node.kind === Kind.INLINE_FRAGMENT) return fragmentOf(node, types);
    throw new Error("no named fragments here");
  });
}

function fragmentOf({ typeCondition, selectionSet }: InlineFragmentNode, types: Types): object {
  const selections = selectionsOf(selectionSet.selections, types);
  return { kind: "InlineFragment", selections, type: typeCondition?.name.value, abstractKey: null };
}

function fieldOf(node: FieldNode, types: Types): object {
  const type = types.get(node);
  if (!type) throw new Error(`no type of ${node.name.value}`);
  const named = getNamedType(type);
  const args = node.arguments?.length ? node.arguments.map(argumentOf) : null;
  const field = { alias: node.alias?.value ?? null, args, name: node.name.value, storageKey: null };
  if (!isCompositeType(named)) return { ...field, kind: "ScalarField" };
  return {
    ...field,
    concreteType: isAbstractType(named) ? null : named.name,
    kind: "LinkedField",
    plural: isListType(getNullableType(type)),
    selections: selectionsOf(node.selectionSet?.selections ?? [], types),
  };
}

function argumentOf({ name, value }: ArgumentNode): object {
  return value.kind === Kind.VARIABLE
    ? { kind: "Variable", name: name.value, variableName: value.name.value }
    : { kind: "Literal", name: name.value, value: valueFromASTUntyped(value) };
}
