import { Socket } from "node:net";
import { Client, type ClientConfig } from "pg";

export interface Address {
  readonly url: string;
  /** How the server's own lists show the connection. */
  readonly applicationName: string;
  /** No connect and, unless told otherwise, no query takes longer. */
  readonly timeoutMs: number;
}

/** With its socket, to be destroyed where the client would wait for the server to say goodbye. */
export interface Line {
  readonly client: Client;
  readonly socket: Socket;
}

/** Still to be connected. A line that breaks is dropped, and all that waits is told by its own rejection. */
export function createLine(address: Address, more: ClientConfig = {}): Line {
  const { url, applicationName, timeoutMs } = address;
  const socket = new Socket();
  const client = new Client({
    connectionString: url,
    application_name: applicationName,
    stream: () => socket,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: timeoutMs,
    ...more,
  });
  client.on("error", () => socket.destroy());
  return { client, socket };
}
