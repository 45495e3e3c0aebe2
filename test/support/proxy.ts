import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { listening } from "./port.ts";

/** A line to a server that can be made to fail as lines do. */
export interface Line {
  /** The URL given, by way of the proxy. */
  readonly url: string;
  /** From now on nothing passes and nobody is told: connections stay open, new ones are taken and not answered. */
  readonly hole: () => void;
  /** All connections are reset; new ones are taken. */
  readonly cut: () => void;
  /** What was held up passes. */
  readonly heal: () => void;
  readonly close: () => Promise<void>;
}

export async function openProxy(serverUrl: string): Promise<Line> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isHole = false;

  function joined(socket: Socket, other: Socket): void {
    sockets.add(socket);
    if (isHole) socket.pause();
    socket.on("data", (chunk) => other.write(chunk));
    socket.on("end", () => other.end());
    socket.on("error", () => other.resetAndDestroy());
    socket.on("close", () => sockets.delete(socket));
  }

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    const server = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    joined(client, server);
    joined(server, client);
  });
  const taken = await listening(listener);

  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: Object.assign(new URL(serverUrl), { host: `127.0.0.1:${taken}` }).href,
    cut,
    hole: () => {
      isHole = true;
      for (const socket of sockets) socket.pause();
    },
    heal: () => {
      isHole = false;
      for (const socket of sockets) socket.resume();
    },
    close: async () => {
      cut();
      listener.close();
      await once(listener, "close");
    },
  };
}
