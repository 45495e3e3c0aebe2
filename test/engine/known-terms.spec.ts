import { describe, expect, it } from "vitest";
import { isLong, keepTerms, knownFirst, knownPlaces } from "../../src/engine/known-terms.ts";
import type { Grant } from "../../src/engine/ledger.ts";
import { CATALOG } from "../support/engine.ts";
import { GRANT, several } from "../support/many-parts.ts";

/** A list of its own each time: what is known of one is not known of another. */
function listOf(count: number): readonly Grant[] {
  return several(count, () => GRANT);
}

/** Finds always the same, and tells how often it was asked. */
function counted<T>(found: T) {
  let count = 0;
  const find = () => {
    count += 1;
    return found;
  };
  return { find, times: () => count };
}

/** Asks for places by their name. */
function asker() {
  const { find, times } = counted([3, 1]);
  const ask = (grants: readonly Grant[], name: string, catalog = CATALOG) =>
    knownPlaces(grants, { catalog, name }, find);
  return { ask, times };
}

describe("places among many grants", () => {
  it("are found once for each name", () => {
    const { ask, times } = asker();
    const grants = listOf(32);
    expect([ask(grants, "one"), ask(grants, "one"), times()]).toEqual([[3, 1], [3, 1], 1]);
    ask(grants, "other");
    ask(grants, "one");
    expect(times()).toBe(2);
  });

  it("are found anew for another list of the same grants", () => {
    const { ask, times } = asker();
    const grants = listOf(32);
    for (const list of [grants, [...grants], grants]) ask(list, "one");
    expect(times()).toBe(2);
  });

  it("are found anew once the catalogue has changed", () => {
    const { ask, times } = asker();
    const grants = listOf(32);
    const changed = { ...CATALOG, features: [] };
    for (const catalog of [CATALOG, CATALOG, changed, changed, CATALOG]) {
      ask(grants, "one", catalog);
    }
    expect(times()).toBe(3);
  });

  it("are kept under 64 names; one more, and all are forgotten", () => {
    const { ask, times } = asker();
    const grants = listOf(32);
    const names = Array.from({ length: 64 }, (_, index) => `name ${index}`);
    for (const name of [...names, ...names]) ask(grants, name);
    expect(times()).toBe(64);
    for (const name of ["one more", "one more", "name 0", "name 0"]) ask(grants, name);
    expect(times()).toBe(66);
  });
});

describe("what is known of a list of grants is known of the next", () => {
  it.each([
    [31, 2],
    [32, 1],
    [33, 1],
  ])("where it has %i of them: found %i times", (count, expected) => {
    const { ask, times } = asker();
    const [grants, next] = [listOf(count), listOf(count)];
    ask(grants, "one");
    keepTerms(grants, next);
    expect([ask(next, "one"), times()]).toEqual([[3, 1], expected]);
  });

  it("if anything is known of it", () => {
    const { ask, times } = asker();
    const [grants, next] = [listOf(32), listOf(32)];
    keepTerms(grants, next);
    expect([ask(next, "one"), ask(grants, "one"), times()]).toEqual([[3, 1], [3, 1], 2]);
  });
});

describe("what becomes of the grants first", () => {
  it.each([
    [31, false, 2],
    [32, true, 1],
    [33, true, 1],
  ])("of %i: many, %s, so that it is found %i times of two", (count, isMany, expected) => {
    const grants = listOf(count);
    const first = { at: 5, kind: "reset", place: 2 } as const;
    const { find, times } = counted(first);
    expect(isLong(grants)).toBe(isMany);
    expect([knownFirst(grants, find), knownFirst(grants, find)]).toEqual([first, first]);
    expect(times()).toBe(expected);
  });
});
