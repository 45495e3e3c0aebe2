/**
 * `npm run bench`, or `npm run bench -- --quick`: checks that all servers answer the same, times them, prints
 * tables, and keeps the figures in bench/results/latest.json and the chart in docs/images/bench.svg.
 */
import { availableParallelism } from "node:os";
import { chartOf } from "./chart.ts";
import {
  type Growth,
  growCustomers,
  growLedger,
  growPages,
  tableOf as growthTableOf,
} from "./growth.ts";
import { keep } from "./keep.ts";
import { startGenerator } from "./load.ts";
import { tableOf as marksTableOf, verdictsOn } from "./marks.ts";
import { readPlan } from "./plan.ts";
import { measureRounds } from "./rounds.ts";
import { sameAnswers } from "./same.ts";
import type { Target } from "./servers.ts";
import { setStage, startAll } from "./stage.ts";
import { countStatements, tableOf as statementsTableOf } from "./statements.ts";
import { tableOf } from "./table.ts";

const plan = readPlan();
say([`seeding ${plan.customers} customers`]);
await using stage = await setStage(plan.customers);
using generator = startGenerator();
const bench = { generator, postgresPid: stage.postgresPid };

const targets = await startAll(stage);
const [gateway] = targets;
await sameAnswers(targets, plan.customers);
say(["all servers answer the same"]);
const samples = await measureRounds(bench, plan, targets, (line) => say([line]));
const starts = Object.fromEntries(
  targets.map(({ name, secondsToStart }) => [name, secondsToStart]),
);
say(["", ...tableOf(samples)]);

const statements = await countStatements(stage);
say(["", ...statementsTableOf(statements)]);

const growth = plan.growth && gateway ? await grow(gateway) : [];
const marks = verdictsOn({ samples, starts, statements, growth });
say(["", ...marksTableOf(marks)]);

if (plan.kept) {
  const date = new Date().toISOString().slice(0, 10);
  const machine = { node: process.version, cores: availableParallelism() };
  const figures = { date, machine, plan, samples, marks, starts, statements, growth };
  const text = `${JSON.stringify(figures, rounded, 2)}\n`;
  await keep({ path: "bench/results/latest.json", text });
  const caption = `One PostgreSQL, ${machine.cores} cores for all, ${date}. Medians of ${plan.rounds} rounds.`;
  await keep({ path: "docs/images/bench.svg", text: chartOf(samples, caption) });
}

async function grow(gateway: Target): Promise<readonly Growth[]> {
  const pages = await growPages(bench, gateway);
  for (const target of targets) await target.stop();
  const growth = [
    ...pages,
    ...(await growCustomers(bench, stage, plan.reach)),
    ...(await growLedger(bench, stage, plan.reach)),
  ];
  say(["", ...growthTableOf(growth)]);
  return growth;
}

/** To what can be read off a clock of 10 ms. */
function rounded(_name: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value)
    ? Number(value.toPrecision(4))
    : value;
}

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
