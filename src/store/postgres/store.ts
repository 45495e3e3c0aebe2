import type { BalanceStore } from "../port.ts";
import type { OnStatement, Session } from "../sql/session.ts";
import { type Database, storeOn } from "../sql/store.ts";
import { GATEWAY, refuseShared } from "./alone.ts";
import { toFault } from "./fault.ts";
import { refuseUnfit } from "./fitness.ts";
import { foldedBy, unicodeCollation } from "./folding.ts";
import { type LinkOptions, openLink } from "./link.ts";
import { migrate } from "./migrate.ts";
import { openNotices } from "./notices.ts";
import { openSession } from "./session.ts";
import { POSTGRES } from "./statements.ts";

export interface PostgresOptions {
  /** postgres://user:password@host/database */
  readonly url: string;
  /** Whether free rows carry their debt over a reset (R3). */
  readonly persistFreeOverage: boolean;
  /** No call of the store waits longer for the database than a few of these. */
  readonly timeoutMs?: number;
  /** How many rows of ledgers may be held in memory; 0: none. */
  readonly rowsKept?: number | undefined;
  readonly onStatement?: OnStatement | undefined;
}

const TIMEOUT_MS = 5000;

/** Opens the database, which many gateways may share, and brings its schema up to date. */
export async function openPostgresStore(options: PostgresOptions): Promise<BalanceStore> {
  const { url, timeoutMs = TIMEOUT_MS, onStatement, ...settings } = options;
  const linkOptions = { url, timeoutMs, onStatement, applicationName: GATEWAY };
  const session = await openUpToDate(linkOptions);
  const notices = openNotices(linkOptions);
  try {
    const dialect = { ...POSTGRES, folded: foldedBy(await unicodeCollation(session)) };
    return await storeOn({ ...{ backend: "POSTGRES", session, dialect, notices, ...settings } });
  } catch (error) {
    await Promise.all([session.close(), notices.close()]);
    throw error;
  }
}

/** Opens the database as the store does, for its rows, while no gateway is connected to it. */
export async function openPostgresRows(url: string): Promise<Database> {
  const applicationName = `${GATEWAY} transfer`;
  const session = await openUpToDate({ url, timeoutMs: TIMEOUT_MS, applicationName });
  try {
    await refuseShared(session);
    return { session, dialect: POSTGRES };
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function openUpToDate(options: LinkOptions): Promise<Session> {
  await refuseUnfitAt(options);
  await migrate(options);
  return openSession(options);
}

async function refuseUnfitAt(options: LinkOptions): Promise<void> {
  const link = openLink(options);
  try {
    await refuseUnfit(link);
  } catch (error) {
    throw toFault(error);
  } finally {
    await link.close();
  }
}
