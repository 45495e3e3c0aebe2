import { expect } from "vitest";
import { type Amount, amount, minus, plus, sum } from "../../src/engine/amount.ts";
import { openGateway } from "../support/gateway.ts";
import type { Deed } from "./deeds.ts";

/** One thing that happens, and what everybody sees afterwards. */
export interface Step {
  /** A sentence. */
  readonly tells: string;
  readonly does: Deed;
  /** What is answered where that matters; else it must not be refused. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /**
   * By feature, or "feature of entity": "100 granted, 40 left, 60 used", with ", 5 over" where something
   * stands below zero; or "nothing".
   */
  readonly shows?: Readonly<Record<string, string>>;
  /** What was carried over, by feature: "20 of 50 until 2026-03-15". */
  readonly carries?: Readonly<Record<string, readonly string[]>>;
  /** Why, by feature: the lines of one figure. */
  readonly explains?: Readonly<Record<string, readonly string[]>>;
}

/** Plays the steps in turn through a gateway of their own; answers how many were played. */
export async function play(customerId: string, before: readonly Deed[], steps: readonly Step[]) {
  const gateway = await openGateway();
  const done = async ({ document, input, field }: Deed) => {
    const { data, errors } = await gateway.query(document, { input });
    expect(errors).toBeUndefined();
    return data[field];
  };
  try {
    for (const deed of before) expect((await done(deed)).code).toBeUndefined();
    for (const step of steps) {
      const answer = await done(step.does);
      if (step.answers) expect(answer, step.tells).toMatchObject(step.answers);
      else expect(answer.code, `${step.tells} ${answer.message}`).toBeUndefined();
      const { data, errors } = await gateway.query(SIGHT, { customerId });
      expect(errors, step.tells).toBeUndefined();
      lookAt(step, sightsOf(data.customer));
    }
    return steps.length;
  } finally {
    await gateway.close();
  }
}

interface Figures {
  readonly granted: string;
  readonly remaining: string;
  readonly usage: string;
  readonly overage: string;
}

interface Sight {
  readonly featureId: string;
  readonly unlimited: boolean;
  readonly exact: Figures;
  readonly rollovers: readonly {
    readonly balance: number;
    readonly granted: number;
    readonly expiresAt: number;
  }[];
  readonly explain: readonly {
    readonly field: keyof Figures;
    readonly amount: number;
    readonly text: string;
  }[];
}

/** Everything that is seen of the customer's balances, from its side and from each entity's. */
const SIGHT = /* GraphQL */ `
  query ($customerId: ID!) {
    customer(customerId: $customerId) {
      balances { ...Sight }
      entities(first: 100) { nodes { entityId balances { ...Sight } } }
    }
  }
  fragment Sight on Balance {
    featureId
    unlimited
    exact { granted remaining usage overage }
    rollovers { balance granted expiresAt }
    explain { field amount text }
  }`;

interface Seen {
  readonly balances: readonly Sight[];
  readonly entities: {
    readonly nodes: readonly { readonly entityId: string; readonly balances: readonly Sight[] }[];
  };
}

function sightsOf({ balances, entities }: Seen): ReadonlyMap<string, Sight> {
  const own = balances.map((sight) => [sight.featureId, sight] as const);
  const theirs = entities.nodes.flatMap((entity) =>
    entity.balances.map((sight) => [`${sight.featureId} of ${entity.entityId}`, sight] as const),
  );
  return new Map([...own, ...theirs]);
}

function lookAt({ tells, shows, carries, explains }: Step, sights: ReadonlyMap<string, Sight>) {
  for (const [name, sight] of sights) addsUp(sight, `${tells} (${name})`);
  for (const [name, figures] of Object.entries(shows ?? {})) {
    expect(wordsOf(sights.get(name)), `${tells} (${name})`).toBe(figures);
  }
  for (const [name, rollovers] of Object.entries(carries ?? {})) {
    const carried = sights.get(name)?.rollovers.map(({ balance, granted, expiresAt }) => {
      const day = new Date(expiresAt).toISOString().slice(0, 10);
      return `${balance} of ${granted} until ${day}`;
    });
    expect(carried, `${tells} (${name})`).toEqual(rollovers);
  }
  for (const [name, lines] of Object.entries(explains ?? {})) {
    const told = sights.get(name)?.explain.map(({ text }) => text);
    expect(told, `${tells} (${name})`).toEqual(lines);
  }
}

/** granted = remaining + usage − overage, and the lines of each figure add up to it. */
function addsUp({ exact, unlimited, explain }: Sight, where: string): void {
  const figure = (field: keyof Figures): Amount => amount(exact[field]);
  const { granted, remaining, usage, overage } = {
    granted: figure("granted"),
    remaining: figure("remaining"),
    usage: figure("usage"),
    overage: figure("overage"),
  };
  if (!unlimited) expect(granted, where).toBe(minus(plus(remaining, usage), overage));
  for (const field of ["granted", "remaining", "usage", "overage"] as const) {
    const lines = explain.filter((line) => line.field === field);
    expect(sum(lines.map((line) => amount(line.amount))), `${where}: ${field}`).toBe(figure(field));
  }
}

function wordsOf(sight: Sight | undefined): string {
  if (!sight) return "nothing";
  const { granted, remaining, usage, overage } = sight.exact;
  const over = overage === "0" ? "" : `, ${overage} over`;
  return `${granted} granted, ${remaining} left, ${usage} used${over}`;
}
