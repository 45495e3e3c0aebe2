/** `npm run bench`, or `npm run bench -- --quick`: measures, prints tables, keeps the figures. */
import { parseArgs } from "node:util";
import { startGenerator } from "./load.ts";
import { tableOf as marksTableOf, verdictsOn } from "./marks.ts";
import { measureRounds } from "./rounds.ts";
import { sameAnswers } from "./same.ts";
import { setStage, startAll } from "./stage.ts";
import { tableOf } from "./table.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    customers: { type: "string", default: "5000" },
    rounds: { type: "string" },
    seconds: { type: "string" },
  },
});
const plan = {
  customers: Number(values.customers),
  rounds: Number(values.rounds ?? (values.quick ? 3 : 5)),
  seconds: Number(values.seconds ?? (values.quick ? 0.7 : 4)),
  warmUpSeconds: values.quick ? 0.7 : 2,
};

say(`seeding ${plan.customers} customers`);
await using stage = await setStage(plan.customers);
using generator = startGenerator();
const bench = { generator, postgresPid: stage.postgresPid };
const targets = await startAll(stage);
await sameAnswers(targets, plan.customers);
const samples = await measureRounds(bench, plan, targets, say);
for (const line of ["", ...tableOf(samples), "", ...marksTableOf(verdictsOn(samples))]) say(line);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
