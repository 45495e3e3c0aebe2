import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Report, Round } from "./gateway.ts";

const SCRIPT = fileURLToPath(new URL("./gateway.ts", import.meta.url));

export interface GatewayProcess {
  readonly run: (round: Round) => Promise<Report>;
  readonly close: () => Promise<void>;
}

/** Another gateway on the database, as test/contention/gateway.ts describes. */
export async function startGateway(url: string, writers: number): Promise<GatewayProcess> {
  const child = fork(SCRIPT, [url, String(writers)]);
  const exit = once(child, "exit");
  const message = async () => {
    const gone = exit.then(() => Promise.reject(new Error("the gateway is gone")));
    const [said] = await Promise.race([once(child, "message"), gone]);
    return said;
  };
  await message();
  return {
    run: (round) => {
      child.send(round);
      return message();
    },
    close: async () => {
      child.disconnect();
      await exit;
    },
  };
}
