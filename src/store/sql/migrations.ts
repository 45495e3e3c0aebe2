/** What the migrations of both databases have in common. */
import type Postgrator from "postgrator";
import { Fault } from "../port.ts";

/** Left to itself the library would go looking for scripts that undo. */
export async function refuseNewer(postgrator: Postgrator): Promise<void> {
  const stored = await postgrator.getDatabaseVersion();
  const known = await postgrator.getMaxVersion();
  if (stored <= known) return;
  throw refusal(
    `The store has schema ${stored}, this gateway knows ${known}: use a newer gateway.`,
  );
}

/** A migration that failed, in a sentence. */
export function failedMigration(cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return refusal(`The store's schema cannot be brought up to date: ${reason}.`, cause);
}

function refusal(message: string, cause?: unknown): Fault {
  return new Fault("STORE_UNAVAILABLE", message, { retryable: false, cause });
}

/** The scripts of a folder, as a pattern that matches nothing else. */
export function scriptsIn(folder: string): string {
  return `${folder.replaceAll("\\", "/").replace(/[?*()[\]]/g, "[$&]")}/*.sql`;
}
