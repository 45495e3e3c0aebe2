import type { Command, Request } from "../../src/engine/command.ts";
import type { Outcome } from "../../src/store/port.ts";
import { exclusive } from "../../src/store/postgres/exclusive.ts";
import { openLink } from "../../src/store/postgres/link.ts";
import { openSession } from "../../src/store/postgres/session.ts";
import { POSTGRES } from "../../src/store/postgres/statements.ts";
import { transacted } from "../../src/store/postgres/transaction.ts";
import { Catalogue } from "../../src/store/sql/catalogue.ts";
import { KeptLedgers } from "../../src/store/sql/kept-ledgers.ts";
import { only } from "../../src/store/sql/turns.ts";
import { write } from "../../src/store/sql/write.ts";

export interface Plain {
  readonly apply: (request: Request) => Promise<Outcome<Command>>;
  readonly close: () => Promise<void>;
}

/** What group commit is measured against: the same write path, each request in a transaction of its own. */
export async function openPlain(url: string, writers: number): Promise<Plain> {
  const options = { url, timeoutMs: 60_000, applicationName: "plain" };
  const session = openSession(options);
  const catalogue = await Catalogue.read(session, POSTGRES, { persistFreeOverage: false });
  const ledgers = new KeptLedgers(100_000);
  const links = Array.from({ length: writers }, () => openLink(options));
  const withLink = exclusive(links);
  return {
    apply: async (request) => {
      const program = () => write([request], { catalog: catalogue.held, ledgers });
      const { outcomes, inForce, stored } = await withLink((link) => transacted(link, program));
      catalogue.adopt(inForce);
      ledgers.keep(stored);
      const outcome = only(outcomes);
      if (outcome.kind === "behind") throw new Error("so much never falls due here");
      return outcome;
    },
    close: async () => {
      await Promise.all([session.close(), ...links.map((link) => link.close())]);
    },
  };
}
