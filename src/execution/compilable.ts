import {
  type ASTVisitor,
  BREAK,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLInt,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/** Written out, fragments can double at each level. */
const MAX_FIELDS = 300;

export interface Compilable {
  readonly operation: OperationDefinitionNode;
  /** How many fields it has with its fragments written out. */
  readonly fields: number;
}

/** The one query of a valid document that may be compiled; null of one that may not. */
export function compilableQuery(schema: GraphQLSchema, document: DocumentNode): Compilable | null {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = operations;
  if (operations.length !== 1 || operation?.operation !== OperationTypeNode.QUERY) return null;
  const left = fieldsLeft(operation.selectionSet, fragmentsOf(document), MAX_FIELDS);
  if (left < 0 || !isSafeInJavaScript(schema, document)) return null;
  return { operation, fields: MAX_FIELDS - left };
}

/**
 * The compiler writes names and literals into JavaScript. Of a string it can make code that runs; of an Amount
 * or a Timestamp something else than its scalar made. So what is no variable, name or Int is refused.
 */
function isSafeInJavaScript(schema: GraphQLSchema, document: DocumentNode): boolean {
  let safe = true;
  const refuse = () => {
    safe = false;
    return BREAK;
  };
  const types = new TypeInfo(schema);
  const visitor: ASTVisitor = {
    Field: ({ alias }) => (isSafeName(alias?.value) && isKnown(types) ? undefined : refuse()),
    IntValue: () => (getNamedType(types.getInputType()) === GraphQLInt ? undefined : refuse()),
    FloatValue: refuse,
    StringValue: refuse,
    ListValue: refuse,
    ObjectValue: refuse,
    Directive: refuse, // What one @skip leaves out would also be missing where it is wanted, or stay in both.
  };
  visit(document, visitWithTypeInfo(types, visitor));
  return safe;
}

/** The resolvers of a_b and of a { b } would be told the same; and __proto__ is no key in JavaScript. */
function isSafeName(alias: string | undefined): boolean {
  return !alias?.includes("_");
}

/** Types that are found out at run time are found out where no one would catch what is thrown. */
function isKnown(types: TypeInfo): boolean {
  const type = getNamedType(types.getType());
  return !isAbstractType(type) && !(isObjectType(type) && type.isTypeOf);
}

/** What is left of the number of fields when each fragment is written out; below 0 nothing more is counted. */
function fieldsLeft(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  limit: number,
): number {
  let left = limit;
  for (const selection of selections) {
    if (left < 0) return left;
    if (selection.kind === Kind.FIELD) left -= 1;
    const inner =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? fragments.get(selection.name.value)?.selectionSet
        : selection.selectionSet;
    if (inner) left = fieldsLeft(inner, fragments, left);
  }
  return left;
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
}
