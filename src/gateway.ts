import { randomUUID } from "node:crypto";
import { GraphQLError, NoSchemaIntrospectionCustomRule } from "graphql";
import { createYoga, type GraphiQLOptions, type GraphiQLRenderer, type Plugin } from "graphql-yoga";
import type { Logger } from "pino";
import type { Authenticate } from "./auth.ts";
import { type Context, createContext } from "./context.ts";
import { compiledQueries } from "./execution/compiled.ts";
import { createRecent } from "./execution/recent.ts";
import { schema } from "./resolvers/index.ts";
import { countMutations } from "./schema/count-mutations.ts";
import { Failure, InvalidInputError } from "./schema/failures.ts";
import { type BalanceStore, Fault } from "./store/port.ts";

export { schema };

export interface GatewayDependencies {
  readonly store: BalanceStore;
  /** The wall clock, in Unix milliseconds. */
  readonly clock: () => number;
  /** Whether customers may have test clocks. */
  readonly sandbox: boolean;
  readonly graphiql: false | (GraphiQLOptions & { readonly renderGraphiQL: GraphiQLRenderer });
  readonly introspection: boolean;
  /** Whether queries that come again run as compiled code. */
  readonly compiled: boolean;
  /** Origins whose pages may call; none: only the gateway's own page may. */
  readonly allowedOrigins: readonly string[];
  readonly authenticate: Authenticate;
  readonly logger: Logger;
  readonly version: string;
}

export type Gateway = ReturnType<typeof createGateway>;

export const MAX_BODY_BYTES = 2_000_000;
/** Characters of documents that are kept parsed, in some hundred times the memory; the shortest takes some too. */
const KEPT_TEXT = 500_000;
const lengthOf = (document: string) => document.length + 500;

/** The GraphQL server over a store. It listens nowhere: who has a request hands it to `fetch` or a socket. */
export function createGateway(dependencies: GatewayDependencies) {
  const { store, clock: now, sandbox, version, logger, graphiql, allowedOrigins } = dependencies;
  return createYoga<object, Context>({
    schema,
    context: ({ request }) => {
      const viewer = dependencies.authenticate(request);
      if (!viewer) throw unauthenticated();
      const requestId = requestIdOf(request);
      const idempotencyKey = request.headers.get("idempotency-key");
      return createContext({ viewer, requestId, idempotencyKey, version, sandbox, now, store });
    },
    plugins: [
      onlyJsonPosts,
      oneMutationPerKey,
      tellRequestId,
      tellWhichRequest(logger),
      ...(dependencies.compiled ? [compiledQueries(schema)] : []),
      ...(dependencies.introspection ? [] : [withoutIntrospection]),
    ],
    ...(graphiql ? { graphiql, renderGraphiQL: graphiql.renderGraphiQL } : { graphiql: false }),
    cors: allowedOrigins.length === 0 ? false : { origin: [...allowedOrigins], credentials: false },
    maskedErrors: { maskError: masked },
    landingPage: false,
    multipart: false,
    batching: false,
    parserAndValidationCache: {
      documentCache: createRecent(KEPT_TEXT, lengthOf),
      errorCache: createRecent(KEPT_TEXT, lengthOf),
    },
    maxRequestBodySize: MAX_BODY_BYTES,
    logging: false,
  });
}

const UNEXPECTED = "Unexpected error.";

/** Faults keep their code; what nobody expected keeps nothing. Both keep the original for the log. */
function masked(error: unknown): Error {
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
function tellWhichRequest(logger: Logger): Plugin {
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

/** Forms can be posted from any page without asking; JSON cannot. */
const onlyJsonPosts: Plugin = {
  onRequestParse({ request }) {
    const type = request.headers.get("content-type") ?? "";
    if (request.method !== "POST" || /^application\/(graphql-response\+)?json\b/i.test(type))
      return;
    throw new GraphQLError("Post application/json", {
      extensions: { code: "UNSUPPORTED_MEDIA_TYPE", http: { status: 415 } },
    });
  },
};

/** One key names one call: with two in the request, nobody could say which it makes safe to retry. */
const oneMutationPerKey: Plugin<Context> = {
  onExecute({ args: { document, operationName, contextValue }, setResultAndStopExecution }) {
    if (contextValue.idempotencyKey === null) return;
    if (countMutations(document, operationName) < 2) return;
    const error = new GraphQLError(
      "An Idempotency-Key header takes a request of one mutation: give each input a key of its own",
      { extensions: { code: "BAD_USER_INPUT" } },
    );
    setResultAndStopExecution({ errors: [error] });
  },
};

const tellRequestId: Plugin = {
  onResponse({ request, response }) {
    response.headers.set("x-request-id", requestIdOf(request));
  },
};

/** Nor do its errors suggest the names that it has. */
const withoutIntrospection: Plugin = {
  onValidate({ addValidationRule }) {
    addValidationRule(NoSchemaIntrospectionCustomRule);
    return ({ result, setResult }) => {
      setResult(result.map((error) => ("message" in error ? withoutHint(error) : error)));
    };
  },
};

function withoutHint(error: Error): Error {
  error.message = error.message.replace(/ Did you mean .*\?$/s, "");
  return error;
}

const REQUEST_ID = /^[\w.:-]{1,128}$/;
const given = new WeakMap<Request, string>();

/** The id that the caller gave the request, where it is a plain token; else one of ours. */
function requestIdOf(request: Request): string {
  const header = request.headers.get("x-request-id") ?? "";
  if (REQUEST_ID.test(header)) return header;
  const known = given.get(request) ?? randomUUID();
  given.set(request, known);
  return known;
}

function unauthenticated(): GraphQLError {
  return new GraphQLError("A valid key is required: Authorization: Bearer KEY", {
    extensions: { code: "UNAUTHENTICATED", http: { status: 401 } },
  });
}
