import type { Notices } from "../sql/notices.ts";
import { type Address, createLine, type Line } from "./client.ts";
import { CATALOG_CHANGED } from "./statements.ts";

/** Between two attempts to connect. */
const PAUSE_MS = 1000;

/** Listens for as long as it is open, on a connection of its own that is made anew when it breaks. */
export function openNotices(address: Address): Notices {
  const listeners: (() => void)[] = [];
  const { timeoutMs } = address;
  const applicationName = `${address.applicationName} notices`;
  let current: Line | null = null;
  let isLive = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  const tell = () => {
    for (const listener of listeners) listener();
  };

  function connect(): void {
    current = createLine({ ...address, applicationName });
    const { client, socket } = current;
    client.on("notification", tell);
    client.on("end", again);
    client
      .connect()
      .then(() => client.query(`SET tcp_user_timeout = ${timeoutMs}; LISTEN ${CATALOG_CHANGED}`))
      .then(() => {
        isLive = !isClosed;
        tell(); // What changed before now was not heard.
      })
      .catch(() => {
        socket.destroy();
        again();
      });
  }

  function again(): void {
    isLive = false;
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(connect, PAUSE_MS).unref();
  }

  connect();
  return {
    onChange: (listener) => void listeners.push(listener),
    isLive: () => isLive,
    close: async () => {
      isClosed = true;
      isLive = false;
      clearTimeout(timer);
      current?.socket.destroy();
    },
  };
}
