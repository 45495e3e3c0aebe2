import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
  getVariableValues,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import type { Plugin } from "graphql-yoga";
import { type Compilable, compilableQuery } from "./compilable.ts";
import { createRecent } from "./recent.ts";

/**
 * Queries run as compiled code from the second time on. Only an answer without an error stands: all else, also
 * what cannot be compiled, is executed as if there were no compiler, which reading a second time allows.
 */
export function compiledQueries(schema: GraphQLSchema): Plugin {
  const compiledFor = createCompiler(schema);
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const compiled = compiledFor(args.document);
      if (compiled) setExecuteFn(async () => (await compiled.run(args)) ?? executeFn(args));
    },
  };
}

interface Compiled {
  /** Answers null where it cannot tell. */
  readonly run: (args: ExecutionArgs) => Promise<ExecutionResult | null>;
  readonly fields: number;
}

/** A field takes some 2 kB; the smallest query as much as 20. */
const KEPT_FIELDS = 20_000;
const sizeOf = (_document: DocumentNode, { fields }: Compiled) => fields + 20;

/**
 * Answers what a document was compiled to. It takes a document for the same where it is the same object, as the
 * cache of parsed ones gives it.
 */
export function createCompiler(schema: GraphQLSchema): (document: DocumentNode) => Compiled | null {
  const kept = createRecent(KEPT_FIELDS, sizeOf);
  const seenOnce = new WeakSet<DocumentNode>();
  const hopeless = new WeakSet<DocumentNode>();
  return (document) => {
    const known = kept.get(document);
    if (known || hopeless.has(document)) return known ?? null;
    // Compiling costs more than executing once: a document that never comes again is not worth it.
    if (!seenOnce.delete(document)) {
      seenOnce.add(document);
      return null;
    }
    const compiled = compile(schema, document);
    if (compiled) kept.set(document, compiled);
    else hopeless.add(document);
    return compiled;
  };
}

function compile(schema: GraphQLSchema, document: DocumentNode): Compiled | null {
  const compilable = compilableQuery(schema, document);
  if (compilable === null) return null;
  const compiled = compiledCode(schema, document);
  if (compiled === null) return null;
  return { run: runner(schema, compilable, compiled), fields: compilable.fields };
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
  { operation: { variableDefinitions = [] } }: Compilable,
  { query }: CompiledQuery,
): Compiled["run"] {
  return async ({ rootValue, contextValue, variableValues }) => {
    const given = variableValues ?? {};
    // Compiled code is less strict.
    if (getVariableValues(schema, variableDefinitions, given).errors) return null;
    try {
      const result = await query(rootValue, contextValue, given);
      return result.errors ? null : result;
    } catch {
      return null;
    }
  };
}
