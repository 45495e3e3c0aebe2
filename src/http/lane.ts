import type { IncomingMessage, ServerResponse } from "node:http";
import type { ExecutionResult } from "graphql";
import { processRegularResult } from "graphql-yoga";
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
export function withLane({ yoga, rerun }: Gateway): Handler {
  const { fetchAPI, getResultForParams } = yoga;

  function requestOf(request: IncomingMessage, body: string | null): Request {
    const headers = headersOf(request);
    return new fetchAPI.Request(URL_OF_NOBODY, { method: "POST", headers, body });
  }

  async function resultOf(params: Params, request: Request, mediaType: string): Promise<Response> {
    const result = await getResultForParams({ params, request }, { request });
    return processRegularResult(result ?? {}, fetchAPI, mediaType);
  }

  return async (request, response) => {
    const mediaType = isOrdinaryPost(request) ? mediaTypeFor(request.headers.accept) : undefined;
    if (mediaType === undefined) return yoga(request, response);
    const body = await bodyOf(request);
    if (body === null) return;
    const params = paramsIn(body);
    if (params === null) return send(response, await yoga.fetch(requestOf(request, body)));
    const known = await rerun(params, callerOf(request));
    if (known) sendKnown(response, known, mediaType);
    else await send(response, await resultOf(params, requestOf(request, null), mediaType));
  };
}

const PATH = "/graphql";
/** Nothing looks further than the path. */
const URL_OF_NOBODY = `http://localhost${PATH}`;
const JSON_TYPE = /^application\/json(; ?charset=(utf|UTF)-8)?$/;

/** Of a page elsewhere (Origin) Yoga knows what to tell it; a body of unknown length it knows to cut off. */
function isOrdinaryPost({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === "POST" &&
    url === PATH &&
    headers.origin === undefined &&
    JSON_TYPE.test(headers["content-type"] ?? "") &&
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
function bodyOf(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => resolve(Buffer.concat(chunks).toString()));
    request.on("close", () => resolve(null));
  });
}

function paramsIn(body: string): Params | null {
  try {
    const value: unknown = JSON.parse(body);
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

function sendKnown(response: ServerResponse, result: ExecutionResult, mediaType: string): void {
  response.setHeader("content-type", `${mediaType}; charset=utf-8`).end(JSON.stringify(result));
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  const text = await answer.text();
  response.statusCode = answer.status;
  response.setHeaders(answer.headers).end(text);
}
