import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Logger } from "pino";
import { requestIdOf } from "../request-id.ts";
import { Failure, InvalidInputError } from "../schema/failures.ts";
import { Fault } from "../store/port.ts";

const UNEXPECTED = "Unexpected error.";

/** Faults keep their code; what nobody expected keeps nothing. Both keep the original for the log. */
export function masked(error: unknown): Error {
  const original = originalOf(error);
  if (original instanceof GraphQLError) return original === error ? original : asGraphQL(error);
  if (original instanceof Failure) return badInput(original);
  const isFault = original instanceof Fault;
  const extensions = isFault
    ? { code: original.code, retryable: original.retryable }
    : { code: "INTERNAL_SERVER_ERROR" };
  const { nodes, source, positions, path } = error instanceof GraphQLError ? error : {};
  return new GraphQLError(isFault ? original.message : UNEXPECTED, {
    nodes,
    source,
    positions,
    path,
    extensions,
    originalError: original instanceof Error ? original : new Error(String(original)),
  });
}

/** A refusal in a field whose type has no place for it: a page of wrong arguments. */
function badInput(failure: Failure): GraphQLError {
  const issues = failure instanceof InvalidInputError ? failure.issues : [];
  return new GraphQLError(failure.message, { extensions: { code: "BAD_USER_INPUT", issues } });
}

function asGraphQL(error: unknown): Error {
  return error instanceof Error ? error : new Error(UNEXPECTED);
}

/** What was thrown in the first place, under what execution wrapped it in. */
function originalOf(error: unknown): unknown {
  const inner = error instanceof GraphQLError ? error.originalError : undefined;
  return inner ? originalOf(inner) : error;
}

/** Puts the request's id into masked errors, and both with the original into the log. */
export function tellWhichRequest(logger: Logger): Plugin {
  return {
    onExecutionResult({ request, result }) {
      for (const error of (result && "errors" in result && result.errors) || []) {
        const original = originalOf(error);
        if (original instanceof GraphQLError || !(error instanceof GraphQLError)) continue;
        const requestId = requestIdOf(request);
        error.extensions.requestId = requestId;
        logger.error({ err: original, requestId, path: error.path }, "a field failed");
      }
    },
  };
}
