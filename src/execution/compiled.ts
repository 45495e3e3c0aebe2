import type {
  DocumentNode,
  ExecutionResult,
  GraphQLSchema,
  OperationDefinitionNode,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import type { Plugin } from "graphql-yoga";
import { compilableQuery } from "./compilable.ts";
import { createRecent } from "./recent.ts";
import { variableErrors } from "./variables.ts";

/**
 * Queries run as compiled code from the second time on. Only an answer without an error stands: all else, also
 * what cannot be compiled, is executed as if there were no compiler, which reading a second time allows.
 */
export function compiledQueries({ compiledFor }: Compiler): Plugin {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const compiled = compiledFor(args.document);
      if (!compiled) return;
      setExecuteFn(async () => {
        const { contextValue, variableValues } = args;
        return (await compiled.run(contextValue, variableValues ?? {})) ?? executeFn(args);
      });
    },
  };
}

export interface Compiler {
  /** What a valid document was compiled to; null the first time that it is seen, and where it cannot be. */
  readonly compiledFor: (document: DocumentNode) => Compiled | null;
  /** What the document of this text was compiled to, where it was not yet forgotten. */
  readonly knownAs: (text: string) => Compiled | null;
}

export interface Compiled {
  /** Answers null where it cannot tell. */
  readonly run: (context: unknown, variables: Variables) => Promise<ExecutionResult | null>;
  /** Whether a request that names this operation, or none, means the one there is. */
  readonly isCalled: (operationName: string | null | undefined) => boolean;
  readonly fields: number;
}

type Variables = Readonly<Record<string, unknown>>;

/** A field takes some 2 kB; the smallest query as much as 20, ten characters as much as 1. */
const KEPT_FIELDS = 20_000;
const sizeOf = ({ fields }: Compiled, text: string) => fields + 20 + Math.ceil(text.length / 10);
/** Characters; what is longer could not be kept. */
const MAX_LENGTH = 10_000;

/** Compiles what comes a second time: that costs more than executing once, and most never come again. */
export function createCompiler(schema: GraphQLSchema): Compiler {
  const kept = createRecent(KEPT_FIELDS, sizeOf);
  const seenOnce = new WeakSet<DocumentNode>();
  const hopeless = new WeakSet<DocumentNode>();
  const knownAs = (text: string) => kept.get(text) ?? null;

  function compileOnce(document: DocumentNode, text: string): Compiled | null {
    if (hopeless.has(document)) return null;
    if (!seenOnce.delete(document)) {
      seenOnce.add(document);
      return null;
    }
    const compiled = text.length > MAX_LENGTH ? null : compile(schema, document);
    if (compiled) kept.set(text, compiled);
    else hopeless.add(document);
    return compiled;
  }

  return {
    knownAs,
    compiledFor(document) {
      const text = document.loc?.source.body;
      return text === undefined ? null : (knownAs(text) ?? compileOnce(document, text));
    },
  };
}

function compile(schema: GraphQLSchema, document: DocumentNode): Compiled | null {
  const compilable = compilableQuery(schema, document);
  if (compilable === null) return null;
  const compiled = compiledCode(schema, document);
  if (compiled === null) return null;
  const { operation, fields } = compilable;
  return {
    run: runner(schema, operation, compiled),
    isCalled: (name) => name == null || name === operation.name?.value,
    fields,
  };
}

/** What it cannot compile it may tell, or throw. */
function compiledCode(schema: GraphQLSchema, document: DocumentNode): CompiledQuery | null {
  try {
    const options = { disablingCapturingStackErrors: true };
    const compiled = compileQuery(schema, document, undefined, options);
    return isCompiledQuery(compiled) ? compiled : null;
  } catch {
    return null;
  }
}

function runner(
  schema: GraphQLSchema,
  { variableDefinitions: definitions = [] }: OperationDefinitionNode,
  { query }: CompiledQuery,
): Compiled["run"] {
  return async (context, variables) => {
    // Compiled code is less strict.
    const wrong = variableErrors({ schema, definitions, variables, hideSuggestions: true });
    if (wrong.length > 0) return null;
    try {
      const result = await query(undefined, context, variables);
      return result.errors ? null : result;
    } catch {
      return null;
    }
  };
}
