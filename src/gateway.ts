import { type ExecutionResult, GraphQLError } from "graphql";
import { createYoga, type GraphiQLOptions, type GraphiQLRenderer, type Plugin } from "graphql-yoga";
import type { Logger } from "pino";
import type { Authenticate } from "./auth.ts";
import { type Context, createContext } from "./context.ts";
import { compiledQueries, createCompiler } from "./execution/compiled.ts";
import { createRecent } from "./execution/recent.ts";
import { admission, unauthenticated } from "./gateway/admission.ts";
import { masked, tellWhichRequest } from "./gateway/masking.ts";
import { exactRequests } from "./gateway/request-parsing.ts";
import { shortErrors } from "./gateway/short-errors.ts";
import { withoutIntrospection } from "./gateway/suggestions.ts";
import { variableChecks } from "./gateway/variable-checks.ts";
import { requestIdOf } from "./request-id.ts";
import { schema } from "./resolvers/index.ts";
import { countMutations } from "./schema/count-mutations.ts";
import type { BalanceStore } from "./store/port.ts";

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

export interface Gateway {
  /** Answers every request. It listens nowhere: who has one hands it to `fetch` or a socket. */
  readonly yoga: ReturnType<typeof createYoga<object, Context>>;
  /** Whether a request with this Authorization header is let in. */
  readonly admits: (authorization: string | null) => boolean;
  /**
   * Runs a query again that Yoga let pass before and that is compiled. Null, at once or later, where Yoga is
   * to answer: nothing was compiled, nobody may ask, or there would be an error to tell.
   */
  readonly rerun: (asked: Asked, caller: Caller) => Promise<ExecutionResult | null> | null;
}

export interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** What a request's headers say of who sent it. */
export interface Caller {
  readonly authorization: string | null;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
}

export const MAX_BODY_BYTES = 2_000_000;
/** Characters of documents that are kept parsed, in some hundred times the memory; the shortest takes some too. */
const KEPT_TEXT = 500_000;
const keptByText = <Parsed extends object>() =>
  createRecent<string, Parsed>(KEPT_TEXT, (_parsed, text) => text.length + 500);

/** The GraphQL server over a store. */
export function createGateway(dependencies: GatewayDependencies): Gateway {
  const { store, clock: now, sandbox, version, logger, graphiql, allowedOrigins } = dependencies;
  const compiler = dependencies.compiled ? createCompiler(schema) : null;

  function contextFor({ authorization, ...caller }: Caller): Context | null {
    const viewer = dependencies.authenticate(authorization);
    return viewer && createContext({ ...caller, viewer, version, sandbox, now, store });
  }

  const yoga = createYoga<object, Context>({
    schema,
    context: ({ request }) => {
      const context = contextFor(callerOf(request));
      if (context === null) throw unauthenticated();
      return context;
    },
    plugins: [
      admission(dependencies.authenticate),
      exactRequests,
      oneMutationPerKey,
      variableChecks({ hideSuggestions: !dependencies.introspection }),
      tellRequestId,
      tellWhichRequest(logger),
      shortErrors,
      ...(compiler ? [compiledQueries(compiler)] : []),
      ...(dependencies.introspection ? [] : [withoutIntrospection]),
    ],
    ...(graphiql ? { graphiql, renderGraphiQL: graphiql.renderGraphiQL } : { graphiql: false }),
    cors: allowedOrigins.length === 0 ? false : { origin: [...allowedOrigins], credentials: false },
    maskedErrors: { maskError: masked },
    landingPage: false,
    multipart: false,
    batching: false,
    parserAndValidationCache: { documentCache: keptByText(), errorCache: keptByText() },
    maxRequestBodySize: MAX_BODY_BYTES,
    logging: false,
  });

  return {
    yoga,
    admits: (authorization) => dependencies.authenticate(authorization) !== null,
    rerun({ query, operationName, variables }, caller) {
      const compiled = compiler?.knownAs(query);
      if (!compiled?.isCalled(operationName)) return null;
      const context = contextFor(caller);
      return context && compiled.run(context, variables ?? {});
    },
  };
}

function callerOf(request: Request): Caller {
  return {
    authorization: request.headers.get("authorization"),
    requestId: requestIdOf(request),
    idempotencyKey: request.headers.get("idempotency-key"),
  };
}

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
