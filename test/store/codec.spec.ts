import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { Command } from "../../src/engine/command.ts";
import { decode, encode } from "../../src/store/sql/codec.ts";
import { DEDUCTION } from "../../src/store/sql/entry-rows.ts";
import { fingerprintOf } from "../../src/store/sql/fingerprint.ts";
import { cases, checkAll } from "../support/property.ts";
import { anyEntry, anyLedger } from "./arbitrary.ts";
import { grantOf, trackOf } from "./requests.ts";

const RUNS = cases(100);

describe("the codec", () => {
  it("gives back every ledger and entry that it wrote", () => {
    const ran = checkAll(
      RUNS,
      fc.property(anyLedger, anyEntry, (ledger, entry) => {
        expect(decode(encode({ ledger, entry }))).toEqual({ ledger, entry });
      }),
    );
    expect(ran).toBe(RUNS);
  });

  it("tells an amount from a text that looks like one", () => {
    const value = { amount: amount("-1.5"), text: "#-1.5", more: ["##", "#", "", "a#"], number: 1 };
    expect(encode(value)).toContain('"amount":"#-1.5","text":"##-1.5"');
    expect(decode(encode(value))).toEqual(value);
  });
});

describe("a record in a JSON text", () => {
  const deduction = {
    balanceId: "b1",
    rolloverId: null,
    featureId: "messages",
    planId: "pro",
    entityId: null,
    interval: "month",
    intervalCount: 1,
    resetsAt: null,
    value: amount("2.5"),
  } as const;

  it("has its fields by name, without those that are null", () => {
    const { rolloverId, entityId, resetsAt, ...given } = deduction;
    const written = DEDUCTION.object.write(deduction);
    expect(written).toEqual({ ...given, value: "2.5" });
    expect(DEDUCTION.object.read(written)).toEqual(deduction);
  });

  it("is read with its nulls too, as older versions wrote it", () => {
    expect(DEDUCTION.object.read({ ...deduction, value: "2.5" })).toEqual(deduction);
  });
});

describe("a fingerprint", () => {
  const track = trackOf("cus", "1", { properties: { a: 1, b: { c: 2, d: 3 } } });

  it.each<[string, Command, Command, "equal" | "different"]>([
    [
      "the order of keys does not count",
      track,
      trackOf("cus", "1.0", { properties: { b: { d: 3, c: 2 }, a: 1 } }),
      "equal",
    ],
    ["a grant's id is made for each call", grantOf("cus", "g1"), grantOf("cus", "g2"), "equal"],
    [
      "a field left undefined is as one left out",
      { type: "updateEntity", customerId: "cus", entityId: "e", name: undefined },
      { type: "updateEntity", customerId: "cus", entityId: "e" },
      "equal",
    ],
    [
      "null is not undefined",
      { type: "updateEntity", customerId: "cus", entityId: "e", name: null },
      { type: "updateEntity", customerId: "cus", entityId: "e" },
      "different",
    ],
    ["another value", track, { ...track, value: amount("1.0000000001") }, "different"],
    ["another property, deep down", track, { ...track, properties: { a: 1 } }, "different"],
    ["another customer", track, { ...track, customerId: "other" }, "different"],
    [
      "another verb on the same customer",
      { type: "deleteCustomer", customerId: "cus" },
      { type: "advanceClock", customerId: "cus" },
      "different",
    ],
  ])("%s", (_title, left, right, verdict) => {
    expect(fingerprintOf(left) === fingerprintOf(right) ? "equal" : "different").toBe(verdict);
  });
});
