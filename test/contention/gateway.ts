/** A process of its own with both kinds of store on one database: told of a round, it runs its clients. */
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { type Client, operationsOf } from "./operations.ts";
import { openPlain, type Plain } from "./plain.ts";

export interface Round extends Omit<Client, "client"> {
  readonly store: "grouped" | "plain";
  readonly clients: number;
}

export interface Report {
  readonly operations: number;
  /** Entries that were answered as new. */
  readonly entries: number;
  /** Each key that was answered, with the entry's customer and number; none where nothing was moved. */
  readonly keys: readonly (readonly [key: string, customerId: string, seq: number | null])[];
}

const [url = "", writers = "1"] = process.argv.slice(2);
const timeoutMs = 60_000; // A busy machine is no fault.
const stores = {
  grouped: await openPostgresStore({ url, persistFreeOverage: false, timeoutMs }),
  plain: await openPlain(url, Number(writers)),
};

process.on("message", async (round: Round) => {
  const clients = Array.from({ length: round.clients }, (_, client) => ({ ...round, client }));
  const reports = await Promise.all(clients.map((client) => served(stores[round.store], client)));
  process.send?.({
    operations: reports.reduce((total, { operations }) => total + operations, 0),
    entries: reports.reduce((total, { entries }) => total + entries, 0),
    keys: reports.flatMap(({ keys }) => keys),
  } satisfies Report);
});

process.on("disconnect", async () => {
  await Promise.all([stores.grouped.close(), stores.plain.close()]);
});

process.send?.("open");

/** Each operation once the one before it is answered. */
async function served({ apply }: Pick<Plain, "apply">, client: Client): Promise<Report> {
  const operations = operationsOf(client);
  const keys: Report["keys"][number][] = [];
  let entries = 0;
  for (const operation of operations) {
    const circumstances = { now: Date.now(), dryRun: false, actor: "contention" };
    const outcome = await apply({ ...operation, ...circumstances });
    if (outcome.kind === "refused") continue;
    const { entry, replayed, customerId } = outcome;
    if (entry && !replayed) entries += 1;
    if (operation.idempotencyKey) {
      keys.push([operation.idempotencyKey, customerId ?? "", entry?.seq ?? null]);
    }
  }
  return { operations: operations.length, entries, keys };
}
