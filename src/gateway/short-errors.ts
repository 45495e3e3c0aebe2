import type { ExecutionResult, GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { shortened } from "../schema/shortened.ts";

/** Cuts long messages of errors, which quote what the caller sent. */
export const shortErrors: Plugin = {
  onExecutionResult: ({ result }) => shorten(result),
  onResultProcess: ({ result }) => shorten(result),
};

function shorten(result: unknown): void {
  if (!hasErrors(result)) return;
  for (const error of result.errors) error.message = shortened(error.message);
}

function hasErrors(result: unknown): result is { readonly errors: readonly GraphQLError[] } {
  return typeof result === "object" && result !== null && Array.isArray(errorsOf(result));
}

function errorsOf({ errors }: ExecutionResult): unknown {
  return errors;
}
