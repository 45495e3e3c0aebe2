import { describe, expect, it } from "vitest";
import { amount, formatAmount, ZERO } from "../../src/engine/amount.ts";
import { CEILINGS } from "../../src/engine/ceilings.ts";
import type { Rollover } from "../../src/engine/ledger.ts";
import { appended, carriedIn, enlarged, trimmed } from "../../src/engine/rollovers.ts";
import { storedAmount } from "../../src/engine/stored-amount.ts";

const NEVER = Number.POSITIVE_INFINITY;

function rollover(id: string, balance: string, given: Partial<Rollover> = {}): Rollover {
  const empty = { entityId: null, usage: ZERO, expiresAt: null };
  return { rolloverId: id, balance: amount(balance), ...empty, ...given };
}

/** As many as a slice can have, of 1 each. */
function full(entityId: string | null = null, expiresAt: number | null = 7): readonly Rollover[] {
  const length = CEILINGS.liveRollovers;
  return Array.from({ length }, (_, index) => rollover(`r${index}`, "1", { entityId, expiresAt }));
}

/** The sums of a list that nobody has added up. */
function anew(rollovers: readonly Rollover[]) {
  return carriedIn([...rollovers]);
}

describe("what a list of rollovers carries", () => {
  it.each<[string, readonly Rollover[], readonly [string, string, number]]>([
    ["nothing", [], ["0", "0", NEVER]],
    ["one that never expires", [rollover("a", "3", { usage: amount("2") })], ["3", "2", NEVER]],
    [
      "the sums, and the soonest expiry",
      [
        rollover("a", "3", { usage: amount("2"), expiresAt: 9 }),
        rollover("b", "4", { expiresAt: 5 }),
        rollover("c", "5"),
      ],
      ["12", "2", 5],
    ],
  ])("%s", (_title, rollovers, expected) => {
    const { balance, usage, soonest } = carriedIn(rollovers);
    expect([formatAmount(balance), formatAmount(usage), soonest]).toEqual(expected);
    expect(carriedIn(rollovers)).toBe(carriedIn(rollovers));
  });

  it.each([
    ["sooner", 3],
    ["later", 8],
    ["never", null],
  ])(
    "is known of a list that grew, without adding up: one that expires %s",
    (_title, expiresAt) => {
      const list = [rollover("a", "3", { expiresAt: 5 })];
      const grown = appended(list, rollover("b", "4", { usage: amount("1"), expiresAt }));
      expect(grown.map(({ rolloverId }) => rolloverId)).toEqual(["a", "b"]);
      expect(carriedIn(grown)).toEqual(anew(grown));
    },
  );
});

describe("a slice that has as many as can live", () => {
  const added = rollover("new", "5", { usage: amount("2"), expiresAt: 7 });

  it("has room for one up to then", () => {
    const list = appended(full().slice(1), added);
    expect([list.length, list.at(-1)]).toEqual([CEILINGS.liveRollovers, added]);
  });

  it("takes what comes into the last of them", () => {
    const list = appended(full(), added);
    expect(list).toHaveLength(CEILINGS.liveRollovers);
    expect(list.at(-1)).toEqual({ ...full().at(-1), balance: amount("6"), usage: amount("2") });
    expect(list.slice(0, -1)).toEqual(full().slice(0, -1));
    expect(carriedIn(list)).toEqual(anew(list));
  });

  it("lets the last live as long as what comes", () => {
    const list = appended(full(), { ...added, expiresAt: 3 });
    expect(list.at(-1)?.expiresAt).toBe(3);
    expect(carriedIn(list)).toEqual(anew(list));
    expect(carriedIn(list).soonest).toBe(3);
  });

  it("is one entity's: another's have room", () => {
    const list = full("ada");
    const more = appended(list, { ...added, entityId: "ben" });
    expect(more).toHaveLength(CEILINGS.liveRollovers + 1);
    const again = appended(more, { ...added, entityId: "ada" });
    expect(again).toHaveLength(CEILINGS.liveRollovers + 1);
    expect(again.at(-2)).toMatchObject({ entityId: "ada", balance: amount("6") });
    expect(again.at(-1)).toMatchObject({ entityId: "ben", balance: amount("5") });
  });
});

describe("a rollover that is there", () => {
  const [a, b] = [rollover("a", "3", { usage: amount("1") }), rollover("b", "4")];

  it("grows by what comes", () => {
    expect(enlarged([a, b], a, rollover("new", "5"))).toEqual([{ ...a, balance: amount("8") }, b]);
  });

  it("is made where there is none", () => {
    const added = rollover("new", "5");
    expect(enlarged([a, b], undefined, added)).toEqual([a, b, added]);
  });
});

describe("a list that is trimmed (RO3)", () => {
  const list = [rollover("a", "3"), rollover("b", "4"), rollover("c", "5")];
  const [a, b, c] = list;
  const trim = (excess: string, order: readonly (Rollover | undefined)[]) =>
    trimmed(
      list,
      amount(excess),
      order.flatMap((one) => one ?? []),
    ).map(({ rolloverId, balance }) => `${rolloverId} ${formatAmount(balance)}`);

  it.each<[string, string, readonly (Rollover | undefined)[], readonly string[]]>([
    ["by nothing", "0", [a, b, c], ["a 3", "b 4", "c 5"]],
    ["by a part of the first", "2", [a, b, c], ["a 1", "b 4", "c 5"]],
    ["by just the first", "3", [a, b, c], ["b 4", "c 5"]],
    ["by the first and a part of the second", "5", [a, b, c], ["b 2", "c 5"]],
    ["by all", "12", [a, b, c], []],
    ["in the order given", "6", [c, b, a], ["a 3", "b 3"]],
  ])("%s", (_title, excess, order, expected) => {
    expect(trim(excess, order)).toEqual(expected);
  });
});

describe("an amount that a store holds", () => {
  it.each<[string, bigint]>([
    ["0", 0n],
    ["-1.5", -15_000_000_000n],
    ["1234567890123456789012345678", 12345678901234567890123456780000000000n],
    ["-123456789012345678.0000000001", -1234567890123456780000000001n],
    ["999999999999999999.5", 9999999999999999995000000000n],
  ])("%s is read, beyond what callers may send too", (text, count) => {
    expect(storedAmount(text)).toBe(count);
  });

  it.each([
    "",
    "one",
    "12345678901234567x",
    "x12345678901234567",
    "1234567890123456.00000000001",
    "12345678901234567890123456789",
    "1234567890123456.",
    "--1234567890123456",
    "+1234567890123456789",
  ])("%j is none", (text) => {
    expect(storedAmount(text)).toBeNull();
  });
});
