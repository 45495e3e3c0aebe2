import { expect, test } from "vitest";
import { createRecent } from "../../src/execution/recent.ts";

const ofLength = (limit: number) =>
  createRecent<string, string>(limit, (_value, key) => key.length);

test("what was not asked for the longest goes first", () => {
  const recent = ofLength(20);
  for (const text of ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh", "ii", "jj"]) {
    recent.set(text, text);
  }
  expect(recent.get("aa")).toBe("aa");
  recent.set("kk", "kk");
  expect(recent.get("aa")).toBe("aa");
  expect(recent.get("bb")).toBeUndefined();
  expect(recent.get("cc")).toBe("cc");
});

test("what would take more than a tenth is not kept, and drives nothing out", () => {
  const recent = ofLength(20);
  recent.set("aa", "aa");
  recent.set("bbb", "bbb");
  expect(recent.get("bbb")).toBeUndefined();
  expect(recent.get("aa")).toBe("aa");
});

test("what is set again counts once", () => {
  const recent = ofLength(20);
  recent.set("aa", "first");
  for (let i = 0; i < 100; i += 1) recent.set("bb", String(i));
  expect(recent.get("aa")).toBe("first");
  expect(recent.get("bb")).toBe("99");
});
