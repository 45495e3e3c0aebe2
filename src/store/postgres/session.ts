import { invariant } from "../../engine/invariant.ts";
import type { Session } from "../sql/session.ts";
import { exclusive } from "./exclusive.ts";
import { toFault } from "./fault.ts";
import { type LinkOptions, openLink } from "./link.ts";
import { transacted } from "./transaction.ts";

/** Two keep the server busy while the rows of the other are on their way. */
const READERS = 2;

/** One for the commit queue, one for what goes beside it. */
const WRITERS = 2;

/** Links for reads, taken in turn, and links for transactions. What they throw leaves as a Fault. */
export function openSession(options: LinkOptions): Session {
  const links = (count: number) => Array.from({ length: count }, () => openLink(options));
  const readers = links(READERS);
  const writers = links(WRITERS);
  const withWriter = exclusive(writers);
  let reads = 0;

  return {
    read: async (statement) => {
      const link = readers[reads % READERS];
      reads += 1;
      invariant(link, "there is a link to read by");
      const [rows = []] = await orFault(() => link.run([statement]));
      return rows;
    },
    transact: (program) => orFault(() => withWriter((link) => transacted(link, program))),
    close: async () => {
      await Promise.all([...readers, ...writers].map((link) => link.close()));
    },
  };
}

async function orFault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toFault(error);
  }
}
