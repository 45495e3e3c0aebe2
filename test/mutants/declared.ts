/** What specs take from vitest, for a process that runs them again and again without vitest. */
import { format } from "node:util";
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  type ExpectStatic,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from "@vitest/expect";
import { use, expect as withChai } from "chai";

export interface Test {
  readonly name: string;
  readonly run: () => unknown;
}

type Body = (...values: unknown[]) => unknown;
type Rows = readonly unknown[] | Readonly<Record<string, unknown>>[];

/** Every test that has been declared, in their order. */
export const declared: Test[] = [];

const suites: string[] = [];

function declareTest(title: string, body: () => unknown): void {
  declared.push({ name: [...suites, title].join(" > "), run: body });
}

function declareSuite(title: string, body: () => void): void {
  suites.push(title);
  body();
  suites.pop();
}

/** Rows that are lists are spread, as vitest's each does. */
function each(declare: (title: string, body: () => unknown) => void) {
  return (rows: Rows) => (title: string, body: Body) => {
    for (const row of rows) {
      const values: readonly unknown[] = Array.isArray(row) ? row : [row];
      declare(titleOf(title, values), () => body(...values));
    }
  };
}

function titleOf(title: string, values: readonly unknown[]): string {
  const [row] = values;
  const named = title.replace(/\$(\w+)/g, (_whole, field: string) =>
    typeof row === "object" && row !== null ? String(Reflect.get(row, field)) : "",
  );
  const places = named.match(/%[sdifjoO]/g)?.length ?? 0;
  return format(named, ...values.slice(0, places));
}

export const it = Object.assign(declareTest, { each: each(declareTest) });
export const test = it;
export const describe = Object.assign(declareSuite, {
  each: each((title, body) => declareSuite(title, () => void body())),
});

use(JestExtend);
use(JestChaiExpect);
use(JestAsymmetricMatchers);

// The plugins of vitest's own add to it what the type says.
export const expect = Object.assign(
  (value: unknown, message?: string) => withChai(value, message),
  withChai,
  Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT),
) as unknown as ExpectStatic;
Reflect.set(globalThis, GLOBAL_EXPECT, expect);
setState({ assertionCalls: 0 }, expect);
