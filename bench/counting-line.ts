import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { listening } from "../test/support/port.ts";

/** A line to a PostgreSQL server that counts the statements that pass, whoever sends them. */
export interface CountingLine extends AsyncDisposable {
  /** The URL given, by way of the line. */
  readonly url: string;
  readonly statements: () => number;
}

export async function openCountingLine(databaseUrl: string): Promise<CountingLine> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let statements = 0;
  const listener = createServer((client) => {
    const server = connect({ host: hostname, port: Number(port) });
    const count = createCount();
    client.on("data", (chunk: Buffer) => {
      statements += count(chunk);
    });
    for (const [socket, other] of pairs(client, server)) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on("error", () => other.destroy());
      socket.on("close", () => sockets.delete(socket));
    }
  });
  const taken = await listening(listener);
  return {
    url: Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${taken}` }).href,
    statements: () => statements,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, "close");
    },
  };
}

function pairs(client: Socket, server: Socket): readonly (readonly [Socket, Socket])[] {
  return [
    [client, server],
    [server, client],
  ];
}

/** Each is run by one of these messages; what prepares or binds it is not counted. */
const RUNS = new Set(["Q", "E"].map((letter) => letter.charCodeAt(0)));

/** Counts what a connection runs in one chunk of bytes after the other. Its first message has no type. */
function createCount(): (chunk: Buffer) => number {
  let rest = Buffer.alloc(0);
  let typeBytes = 0;
  return (chunk) => {
    let runs = 0;
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= typeBytes + 4) {
      const length = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < length) break;
      if (typeBytes === 1 && RUNS.has(rest[0] ?? 0)) runs += 1;
      rest = rest.subarray(length);
      typeBytes = 1;
    }
    return runs;
  };
}
