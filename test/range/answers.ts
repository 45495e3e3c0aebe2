/** What is wrong with an answer: its amounts, and how they go together. */
import { type Amount, minus, plus, withinLimit } from "../../src/engine/amount.ts";
import { storedAmount } from "../../src/engine/stored-amount.ts";

/** The nearest double of all that is just below 1e18. */
const LARGEST = 1e18;

/** Every fault of the answer, in words; none where it is as it should be. */
export function faultsIn(answer: unknown, path = ""): readonly string[] {
  if (typeof answer === "number") {
    return Math.abs(answer) <= LARGEST ? [] : [`${path} is ${answer}`];
  }
  if (Array.isArray(answer)) {
    return answer.flatMap((item, index) => faultsIn(item, `${path}.${index}`));
  }
  if (typeof answer !== "object" || answer === null) return [];
  const parts = Object.entries(answer).flatMap(([key, part]) =>
    key === "usage" && "events" in answer ? [] : faultsIn(part, `${path}.${key}`),
  );
  return "exact" in answer ? [...parts, ...balanceFaults(answer, path)] : parts;
}

function balanceFaults(balance: object, path: string): readonly string[] {
  const { exact, unlimited } = balance as { exact: unknown; unlimited?: boolean };
  if (typeof exact !== "object" || exact === null) return [];
  const { granted, remaining, usage, overage } = exact as Readonly<Record<string, string>>;
  const [all, left, used, over] = [granted, remaining, usage, overage].map(amountIn);
  const told = `${path}.exact is ${JSON.stringify(exact)}`;
  if (all == null || left == null || used == null || over == null) return [told];
  const isLarge = ![all, left, used, over].every(withinLimit);
  const adds = unlimited || all === minus(plus(left, used), over);
  return isLarge || !adds ? [told] : [];
}

function amountIn(text: string | undefined): Amount | null {
  return text === undefined ? null : storedAmount(text);
}
