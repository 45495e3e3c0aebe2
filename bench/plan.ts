import { parseArgs } from "node:util";
import type { Reach } from "./growth.ts";
import type { Plan } from "./rounds.ts";

export interface WholePlan extends Plan {
  /** Whether it is measured how the gateway grows, and up to where. */
  readonly growth: boolean;
  readonly reach: Reach;
  /** Whether the figures and the chart are kept. A quick run's are not. */
  readonly kept: boolean;
}

export function readPlan(): WholePlan {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      quick: { type: "boolean", default: false },
      growth: { type: "boolean" },
      keep: { type: "boolean" },
      customers: { type: "string", default: "5000" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      "grow-customers": { type: "string", default: "100000" },
      "grow-entries": { type: "string", default: "1000000" },
    },
  });
  const { quick } = values;
  return {
    customers: Number(values.customers),
    rounds: Number(values.rounds ?? (quick ? 3 : 5)),
    seconds: Number(values.seconds ?? (quick ? 0.5 : 3)),
    warmUpSeconds: quick ? 0.5 : 5,
    growth: values.growth ?? !quick,
    reach: {
      customers: Number(values["grow-customers"]),
      entries: Number(values["grow-entries"]),
    },
    kept: values.keep ?? !quick,
  };
}
