/** Random operations at the edges of the range, with restarts; after each, everything is read and moved. */
import type { Database } from "../../src/store/sql/store.ts";
import { openSqliteRows } from "../../src/store/sqlite/store.ts";
import { exportOf, importInto } from "../store/moving.ts";
import type { Place } from "../store/places.ts";
import { Dice } from "../support/cases-dice.ts";
import { openGateway } from "../support/gateway.ts";
import { Doer } from "./doer.ts";
import { type Figures, noFigures, told } from "./figures.ts";
import { readAll } from "./reading.ts";

export interface Run {
  readonly seed: number;
  readonly operations: number;
  /** After how many operations the store is closed and opened again. */
  readonly every: number;
  readonly place: Place;
  readonly report?: (line: string) => void;
}

/** Does so many operations; gathers all that goes wrong. */
export async function brute(run: Run): Promise<Figures> {
  const dice = new Dice(run.seed);
  const { place } = run;
  const figures = noFigures();
  const doer = new Doer(dice, figures);
  let now = Date.UTC(2026, 0, 15, 12);
  while (figures.operations < run.operations) {
    const gateway = await openGateway({ openStore: () => place.store(), now });
    const until = Math.min(figures.operations + run.every, run.operations);
    while (figures.operations < until) await doer.turn(gateway);
    now = gateway.clock.now;
    await gateway.close();
    await restarted(place, { now, dice, figures });
    run.report?.(told(figures));
  }
  return figures;
}

interface Past {
  readonly now: number;
  readonly dice: Dice;
  readonly figures: Figures;
}

/** Opens the store anew to read everything; then exports it, imports that elsewhere and exports it again. */
async function restarted(place: Place, { now, dice, figures }: Past): Promise<void> {
  const gateway = await openGateway({ openStore: () => place.store(), now });
  const read = await readAll(gateway, dice);
  await gateway.close();
  const [customers, entries] = [read.customers, read.entries];
  const questions = figures.questions + read.questions;
  Object.assign(figures, { customers, entries, questions, restarts: figures.restarts + 1 });
  figures.faults.push(
    ...read.faults.map((fault) => `after ${figures.operations} operations: ${fault}`),
  );
  const file = await within(await place.rows(), exportOf);
  const again = await within(await openSqliteRows(":memory:"), async (rows) => {
    await importInto(rows, file, 100_000);
    return exportOf(rows);
  });
  if (again !== file) figures.faults.push("an import is not what was exported");
}

async function within<T>(rows: Database, use: (rows: Database) => Promise<T>): Promise<T> {
  try {
    return await use(rows);
  } finally {
    await rows.session.close();
  }
}
