import type { IncomingMessage, ServerResponse } from "node:http";
import { processRegularResult } from "graphql-yoga";
import { type Gateway, MAX_BODY_BYTES } from "../gateway.ts";
import { isOrdinary, type Params } from "./params.ts";
import type { Handler } from "./server.ts";

/**
 * The fast lane: ordinary posts of JSON are read and written here, for Yoga's own reading and writing costs
 * more than a small query. What lies between is Yoga's, with all its plug-ins. A request that is not
 * ordinary, or that may be refused for its form, is Yoga's from end to end.
 */
export function withLane(yoga: Gateway): Handler {
  const { fetchAPI, getResultForParams } = yoga;

  async function answer(request: IncomingMessage, mediaType: string): Promise<Response | null> {
    const body = await bodyOf(request);
    if (body === null) return null;
    const init = { method: "POST", headers: headersOf(request) };
    const params = paramsIn(body);
    if (params === null) return yoga.fetch(new fetchAPI.Request(URL_OF_NOBODY, { ...init, body }));
    const posted = new fetchAPI.Request(URL_OF_NOBODY, init);
    const result = await getResultForParams({ params, request: posted }, { request: posted });
    return processRegularResult(result ?? {}, fetchAPI, mediaType);
  }

  return async (request, response) => {
    const mediaType = isOrdinaryPost(request) ? mediaTypeFor(request.headers.accept) : undefined;
    if (mediaType === undefined) return yoga(request, response);
    const answered = await answer(request, mediaType);
    if (answered !== null) await send(response, answered);
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
    request.once("end", () => resolve(Buffer.concat(chunks).toString()));
    request.once("error", () => resolve(null));
    request.once("close", () => resolve(null));
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

async function send(response: ServerResponse, answer: Response): Promise<void> {
  const text = await answer.text();
  response.statusCode = answer.status;
  response.setHeaders(answer.headers).end(text);
}
