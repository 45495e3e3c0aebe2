import { afterEach, expect, it, vi } from "vitest";
import { inTurn } from "../../src/resolvers/in-turn.ts";

afterEach(() => vi.restoreAllMocks());

it("One begins when the one before is done, whatever became of it, and others have their turn between", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    now += 100;
    return now;
  });
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(name);
    if (name === "b") throw new Error("broken");
    return name;
  };
  setImmediate(() => seen.push("other"));
  const answers = await Promise.allSettled(inTurn(["a", "b", "c"].map(work)));
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(seen).toEqual(["a", "other", "b", "c"]);
});

it("Where it takes no time there is no pause", async () => {
  vi.spyOn(performance, "now").mockReturnValue(0);
  let turns = 0;
  setImmediate(() => {
    turns += 1;
  });
  await Promise.all(inTurn([1, 2, 3].map((value) => async () => value)));
  expect(turns).toBe(0);
});
