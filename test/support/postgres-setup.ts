import { createServer, type Socket } from "node:net";
import type { TestProject } from "vitest/node";
import { listening } from "./port.ts";
import { type Server, startServer } from "./postgres-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The port at which the specs ask for the URL of the run's PostgreSQL server. */
    postgres: number;
  }
}

/** One server for all specs of a run, started by the first that asks; where none does, there is none. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<Server> | null = null;
  const answer = async (asking: Socket) => {
    server ??= startServer();
    const { url } = await server;
    asking.end(url);
  };
  const desk = createServer((asking) => {
    answer(asking).catch((error: Error) => asking.destroy(error));
    asking.on("error", () => {}); // Whoever asks sees the connection end without an answer.
  });
  project.provide("postgres", await listening(desk));
  return async () => {
    desk.close();
    await server?.then(({ end }) => end());
  };
}
