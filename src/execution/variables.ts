import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
} from "graphql";

interface Question {
  readonly schema: GraphQLSchema;
  readonly definitions: readonly VariableDefinitionNode[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly hideSuggestions: boolean;
}

/** More are not looked for. */
const MAX_ERRORS = 20;

/**
 * What is wrong with the variables of a valid document. The executor would find the same; but for each error
 * it prints the variable whole, which costs seconds where 2 MB of them are wrong, and it always suggests names.
 */
export function variableErrors(question: Question): readonly GraphQLError[] {
  const errors: GraphQLError[] = [];
  try {
    for (const definition of question.definitions) {
      checkVariable(definition, question, (error) => {
        errors.push(error);
        if (errors.length === MAX_ERRORS) throw ENOUGH;
      });
    }
  } catch (error) {
    if (error !== ENOUGH) throw error;
  }
  return errors;
}

const ENOUGH = new Error("enough");

function checkVariable(
  definition: VariableDefinitionNode,
  { schema, variables, hideSuggestions }: Question,
  tell: (error: GraphQLError) => void,
): void {
  const { name } = definition.variable;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) return;
  const about = (message: string, originalError?: Error) =>
    tell(
      new GraphQLError(`Variable "$${name.value}" ${message}`, wrong(definition, originalError)),
    );
  const value = Object.hasOwn(variables, name.value) ? variables[name.value] : undefined;
  if (value === undefined) {
    if (definition.defaultValue || !isNonNullType(type)) return;
    about(`of required type "${type}" was not provided.`);
  } else if (value === null && isNonNullType(type)) {
    about(`of non-null type "${type}" must not be null.`);
  } else {
    const onError = (path: readonly (string | number)[], at: unknown, error: GraphQLError) =>
      about(`got invalid value ${shown(at)}${placeOf(name.value, path)}; ${error.message}`, error);
    coerceInputValue(value, type, onError, hideSuggestions);
  }
}

function wrong(definition: VariableDefinitionNode, originalError: Error | undefined) {
  return { nodes: definition, originalError, extensions: { code: "BAD_USER_INPUT" } };
}

function placeOf(variable: string, path: readonly (string | number)[]): string {
  if (path.length === 0) return "";
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`));
  return ` at "${variable}${steps.join("")}"`;
}

const SHOWN = 60;

function shown(value: unknown): string {
  if (Array.isArray(value)) return "[...]";
  if (typeof value === "string") return JSON.stringify(value.slice(0, SHOWN));
  if (typeof value !== "object" || value === null) return String(value);
  const isNumber = "toJSON" in value && typeof value.toJSON === "function";
  return isNumber ? String(value).slice(0, SHOWN) : "{ ... }";
}
