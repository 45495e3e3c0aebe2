import { once } from "node:events";
import type { Server } from "node:http";

/** Listens on a free port and says so, as the gateway does. */
export async function serve(server: Server): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("there is no port");
  sayReady(`http://127.0.0.1:${address.port}/graphql`);
}

export function sayReady(url: string): void {
  process.stdout.write(`peer is ready at ${url}\n`);
}
