import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "../port.ts";
import type { Session } from "../sql/session.ts";

/** How a gateway's connections are listed. */
export const GATEWAY = "balance-gateway";

const TRIES = 20;
const BETWEEN_MS = 50;

/**
 * Refuses where a gateway is connected to the database: it might write in between. One that starts later
 * is not seen. One that has just stopped may be listed for a moment still.
 */
export async function refuseShared(session: Session): Promise<void> {
  for (let left = TRIES; left > 0; left -= 1) {
    if (!(await isShared(session))) return;
    await sleep(BETWEEN_MS);
  }
  const message = "A gateway is connected to the database.";
  throw new Fault("STORE_LOCKED", message, { retryable: false });
}

async function isShared(session: Session): Promise<boolean> {
  const sql = `SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = $1 LIMIT 1`;
  return (await session.read({ name: "gateways", sql, values: [GATEWAY] })).length > 0;
}
