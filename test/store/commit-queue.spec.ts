import { expect, it } from "vitest";
import { commitQueue } from "../../src/store/commit-queue.ts";
import { Fault } from "../../src/store/port.ts";

/** A queue whose transactions end when the spec lets them; equal ones clash, and those below 0 with all; "bad" ones fail theirs. */
function queueOf({
  most = 100,
  bad = [] as readonly number[],
  ranks = {} as Readonly<Record<string, number[]>>,
} = {}) {
  const groups: (readonly number[])[] = [];
  const gates: (() => void)[] = [];
  const submit = commitQueue<number, string>({
    most,
    again: (answer) => ranks[answer]?.shift() ?? null,
    clash: (one, other) => one < 0 || other < 0 || one === other,
    commit: async (calls) => {
      groups.push(calls);
      await new Promise<void>((resolve) => gates.push(resolve));
      const broken = calls.find((call) => bad.includes(call));
      if (broken === 0) throw new Fault("STORE_UNAVAILABLE", "gone", { retryable: true });
      if (broken !== undefined) throw new Error(`${broken} is bad`);
      return calls.map((call) => `answer ${call}`);
    },
  });
  const settled = async (calls: readonly number[]) => {
    const answers = Promise.allSettled(calls.map(submit));
    for (let idle = 0; idle < 5; idle = gates.length === 0 ? idle + 1 : 0) {
      gates.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return (await answers).map((answer) =>
      answer.status === "fulfilled" ? answer.value : String(answer.reason.message),
    );
  };
  return { groups, gates, submit, settled };
}

it("What comes together goes together, in order; each gets its own answer", async () => {
  const { groups, settled } = queueOf();
  expect(await settled([1, 2, 3])).toEqual(["answer 1", "answer 2", "answer 3"]);
  expect(groups).toEqual([[1, 2, 3]]);
});

it("What comes while a transaction is under way waits for the next", async () => {
  const { groups, gates, submit } = queueOf();
  const first = submit(1);
  await new Promise((resolve) => setImmediate(resolve));
  const later = [submit(2), submit(3)];
  await new Promise((resolve) => setImmediate(resolve));
  expect(groups).toEqual([[1]]);
  gates.shift()?.();
  await first;
  await expect.poll(() => gates.length).toBe(1);
  gates.shift()?.();
  expect(await Promise.all(later)).toEqual(["answer 2", "answer 3"]);
  expect(groups).toEqual([[1], [2, 3]]);
});

it("Those answered just before go with those who wait, if they come at once", async () => {
  const { groups, gates, submit } = queueOf();
  const first = submit(1).then(() => submit(4));
  await new Promise((resolve) => setImmediate(resolve));
  const later = [submit(2), submit(3)];
  gates.shift()?.();
  await expect.poll(() => gates.length).toBe(1);
  gates.shift()?.();
  await Promise.all([first, ...later]);
  expect(groups).toEqual([[1], [2, 3, 4]]);
});

it("No more go together than may", async () => {
  const { groups, settled } = queueOf({ most: 2 });
  await settled([1, 2, 3, 4, 5]);
  expect(groups).toEqual([[1, 2], [3, 4], [5]]);
});

it("What stands alone goes alone, in its turn", async () => {
  const { groups, settled } = queueOf();
  await settled([1, -2, -3, 4, 5]);
  expect(groups).toEqual([[1], [-2], [-3], [4, 5]]);
});

it("Two that clash go apart, in their turns, each with what else there is", async () => {
  const { groups, settled } = queueOf();
  await settled([1, 2, 2, 3, 1]);
  expect(groups).toEqual([
    [1, 2],
    [2, 3, 1],
  ]);
});

it("One that breaks its transaction fails alone: the others are run again, one by one", async () => {
  const { groups, settled } = queueOf({ bad: [2] });
  expect(await settled([1, 2, 3])).toEqual(["answer 1", "2 is bad", "answer 3"]);
  expect(groups).toEqual([[1, 2, 3], [1], [2], [3]]);
});

it("After a fault nobody is run again: the transaction may have been committed", async () => {
  const { groups, settled } = queueOf({ bad: [0] });
  expect(await settled([1, 0, 3])).toEqual(["gone", "gone", "gone"]);
  expect(groups).toEqual([[1, 0, 3]]);
});

it("What is not done runs again before all that came later, others in between", async () => {
  const { groups, settled } = queueOf({ most: 3, ranks: { "answer 1": [1, 1], "answer 3": [0] } });
  expect(await settled([1, 2, 3, 4, 5, 6])).toEqual(
    [1, 2, 3, 4, 5, 6].map((call) => `answer ${call}`),
  );
  expect(groups).toEqual([
    [1, 2, 3],
    [3, 1, 4],
    [1, 5, 6],
  ]);
});

it("What is not done leaves the loop to others before it runs again", async () => {
  const { gates, submit } = queueOf({ ranks: { "answer 1": [0] } });
  const done = submit(1);
  await expect.poll(() => gates.length).toBe(1);
  let turns = 0;
  setImmediate(() => {
    turns += 1;
  });
  gates.shift()?.();
  await expect.poll(() => gates.length).toBe(1);
  expect(turns).toBe(1);
  gates.shift()?.();
  expect(await done).toBe("answer 1");
});
