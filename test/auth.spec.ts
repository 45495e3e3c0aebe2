import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createAuthenticate } from "../src/auth.ts";

const FIRST = digestOf("first-key");
const SECOND = digestOf("second-key");

const authenticate = createAuthenticate([FIRST, SECOND]);

test("everybody is anonymous where there are no keys", () => {
  expect(createAuthenticate([])("Bearer anything")).toEqual({ actor: "anonymous" });
});

test.for([
  ["first-key", FIRST],
  ["second-key", SECOND],
] as const)("%s is accepted, and named by its digest only", ([key, digest]) => {
  expect(authenticate(`Bearer ${key}`)).toEqual({ actor: `key:${digest.slice(0, 8)}` });
});

test("the scheme may be written in any case", () => {
  expect(authenticate("bearer first-key")).not.toBeNull();
});

test.for([
  ["nothing", null],
  ["a wrong key", "Bearer third-key"],
  ["the beginning of a key", "Bearer first-ke"],
  ["the digest in place of the key", `Bearer ${FIRST}`],
  ["the digest in its written form", `Bearer sha256:${FIRST}`],
  ["another scheme", "Basic first-key"],
  ["the key alone", "first-key"],
  ["an empty key", "Bearer "],
  ["two keys", "Bearer first-key second-key"],
] as const)("%s is refused", ([, header]) => {
  expect(authenticate(header)).toBeNull();
});

function digestOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
