import type { IncomingMessage, ServerResponse } from "node:http";
import type { ExecutionResult } from "graphql";
import { processRegularResult } from "graphql-yoga";
import { bodyKindOf } from "../gateway/media-type.ts";
import { readBody } from "../gateway/reading.ts";
import { type Caller, type Gateway, MAX_BODY_BYTES } from "../gateway.ts";
import { requestIdFrom } from "../request-id.ts";
import { isOrdinary, type Params } from "./params.ts";
import type { Handler } from "./server.ts";

/**
 * The fast lane: ordinary posts of JSON are read and written here, for Yoga's own reading and writing costs
 * more than a small query. A query that runs compiled is answered without Yoga; what lies between reading and
 * writing any other is Yoga's, with all its plug-ins. A request that is not ordinary, or that may be refused
 * for its form, is Yoga's from end to end.
 */
export function withLane({ yoga, rerun, admits }: Gateway): Handler {
  const { fetchAPI, getResultForParams } = yoga;

  function requestOf(request: IncomingMessage, body: Buffer<ArrayBuffer> | null): Request {
    const headers = headersOf(request);
    return new fetchAPI.Request(URL_OF_NOBODY, { method: "POST", headers, body });
  }

  async function resultOf(params: Params, request: Request): Promise<Result> {
    return (await getResultForParams({ params, request }, { request })) ?? {};
  }

  return async (request, response) => {
    const mediaType = isOrdinaryPost(request) ? mediaTypeFor(request.headers.accept) : undefined;
    const { authorization = null } = request.headers;
    if (mediaType === undefined || !admits(authorization)) return yoga(request, response);
    const body = await bodyOf(request);
    if (body === null) return;
    const params = paramsIn(body);
    if (params === null) return send(response, await yoga.fetch(requestOf(request, body)));
    const known = await rerun(params, callerOf(request));
    const result = known ?? (await resultOf(params, requestOf(request, null)));
    if (isPlain(result)) sendPlain(response, result, mediaType);
    else await send(response, processRegularResult(result, fetchAPI, mediaType));
  };
}

type Result = ExecutionResult | AsyncIterable<ExecutionResult>;

/** With an error, or more than data, Yoga chooses the status and what is shown. */
function isPlain(result: Result): result is ExecutionResult {
  return "data" in result && !result.errors && !result.extensions;
}

function sendPlain(response: ServerResponse, result: ExecutionResult, mediaType: string): void {
  response.setHeader("content-type", `${mediaType}; charset=utf-8`).end(JSON.stringify(result));
}

const PATH = "/graphql";
/** Nothing looks further than the path. */
const URL_OF_NOBODY = `http://localhost${PATH}`;

/** Of a page elsewhere (Origin) Yoga knows what to tell it; a body of unknown length it knows to cut off. */
function isOrdinaryPost({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === "POST" &&
    url === PATH &&
    headers.origin === undefined &&
    bodyKindOf(headers["content-type"]) === "json" &&
    Number(headers["content-length"] ?? Number.NaN) <= MAX_BODY_BYTES
  );
}

/** What is answered to an Accept, as Yoga would choose it; only the first wish is looked at. */
const MEDIA_TYPES = new Map([
  ["*/*", "application/json"],
  ["application/json", "application/json"],
  ["application/graphql-response+json", "application/graphql-response+json"],
]);

function mediaTypeFor(accept = "*/*"): string | undefined {
  return MEDIA_TYPES.get(accept.split(",", 1)[0] ?? "");
}

/** Null where the client went away before its end. */
function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  return new Promise((resolve) => {
    const chunks: Buffer<ArrayBuffer>[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("close", () => resolve(null));
  });
}

function paramsIn(body: Buffer<ArrayBuffer>): Params | null {
  try {
    const value = readBody(body);
    return isOrdinary(value) ? value : null;
  } catch {
    return null;
  }
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === "string") headers[name] = value;
  }
  return headers;
}

function callerOf({ headers }: IncomingMessage): Caller {
  const { authorization = null, "idempotency-key": idempotencyKey = null } = headers;
  return {
    authorization,
    requestId: requestIdFrom(headers["x-request-id"]),
    idempotencyKey: typeof idempotencyKey === "string" ? idempotencyKey : null,
  };
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  const text = await answer.text();
  response.statusCode = answer.status;
  response.setHeaders(answer.headers).end(text);
}
