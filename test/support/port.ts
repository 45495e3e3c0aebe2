import { once } from "node:events";
import type { Server } from "node:net";

/** Lets the server listen where only this machine reaches it; answers the port that was free. */
export async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("there is no port");
  return address.port;
}
