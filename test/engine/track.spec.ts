import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import { seriesOf, windowsIn } from "../../src/engine/series.ts";
import { Bench, CATALOG, feature, START } from "../support/engine.ts";

const MINUTE = 60_000;
const YEAR_2000 = Date.UTC(2000, 0, 1);

function events(): Bench {
  const bench = new Bench({
    ...CATALOG,
    features: [feature("messages", { eventNames: ["send"] })],
  });
  bench.grant();
  return bench;
}

describe("A32 an event's timestamp", () => {
  it.each([
    ["the beginning of 2000", YEAR_2000, YEAR_2000],
    ["the past", START - 1, START - 1],
    ["now", START, START],
    ["a moment ahead counts as now", START + 1, START],
    ["five minutes ahead count as now", START + 5 * MINUTE, START],
  ])("%s", (_title, timestamp, dated) => {
    const bench = events();
    expect(bench.track("2", { timestamp })).toBeNull();
    expect(bench.entries.at(-1)).toMatchObject({ at: START, timestamp: dated });
    expect(bench.figures()).toBe("100 98 2 0");
  });

  it.each([
    ["a moment before 2000", YEAR_2000 - 1, "Leave it out for now"],
    ["more than five minutes ahead", START + 5 * MINUTE + 1, "Leave it out for now"],
    ["0", 0, "Leave it out for now"],
    ["now in seconds", START / 1000, "This looks like seconds: multiply it by 1000"],
    ["2000 in seconds", YEAR_2000 / 1000, "This looks like seconds: multiply it by 1000"],
    ["before 2000 in seconds", YEAR_2000 / 1000 - 1, "Leave it out for now"],
  ])("%s is refused", (_title, timestamp, remedy) => {
    const bench = events();
    const { ledger } = bench;
    expect(bench.track("2", { timestamp })).toEqual({
      code: "INVALID_INPUT",
      issues: [
        {
          path: ["input", "timestamp"],
          message: `must be Unix milliseconds from 2000-01-01 to 5 minutes from now; got ${timestamp}. ${remedy}`,
        },
      ],
    });
    expect(bench.ledger).toBe(ledger);
  });

  it("is told with every other fault", () => {
    const refusal = events().track("2", {
      featureId: null,
      eventName: "send",
      overageBehavior: "reject",
      timestamp: 5,
    });
    expect(refusal && "issues" in refusal && refusal.issues.map(({ path }) => path[1])).toEqual([
      "overageBehavior",
      "timestamp",
    ]);
  });

  it("one ahead of now is in the series that ends now", () => {
    const bench = events();
    bench.track("2", { timestamp: START + MINUTE });
    const windows = windowsIn("hour", { from: START, to: START + 1 }) ?? [];
    const series = seriesOf(windows, bench.entries, "messages");
    expect(series.map(({ usage }) => formatAmount(usage))).toEqual([formatAmount(amount("2"))]);
  });

  it("left out it is now, whatever the event's customer's clock says", () => {
    const bench = events();
    bench.now = START + 1;
    bench.track("2");
    expect(bench.entries.at(-1)).toMatchObject({ at: START + 1, timestamp: START + 1 });
  });
});
