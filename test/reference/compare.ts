import { isDeepStrictEqual } from "node:util";
import type { Event } from "../support/cases-random.ts";
import type { Verdict } from "./check.ts";
import type { History } from "./history.ts";
import { Model, type Taking } from "./model.ts";
import { ended, type Moved, type Outcome } from "./outcome.ts";
import { questionAt } from "./questions.ts";
import { Subject } from "./subject.ts";

export interface Difference {
  /** The history up to the event after which the two differ. */
  readonly history: History;
  readonly outcomes: readonly string[];
  readonly where: string;
  readonly engine: unknown;
  readonly model: unknown;
}

/** Runs a history in both; null where they agree at every turn, as far as the rules tell. */
export function compare(history: History, done?: Map<string, number>): Difference | null {
  const { catalog, start, events } = history;
  const model = new Model(catalog.features, catalog.persistFreeOverage, start);
  const subject = new Subject(catalog, start);
  const outcomes: string[] = [];
  for (const event of events) {
    const engine = step(subject, event);
    const expected = step(model, event, engine.code === "INVALID_INPUT");
    if (model.isOpen) return null;
    outcomes.push(engine.code);
    const kind = `${event.type} ${engine.code}`;
    done?.set(kind, (done.get(kind) ?? 0) + 1);
    const difference = isDeepStrictEqual(engine, expected)
      ? firstDifference(subject, model, { ...history, turn: outcomes.length })
      : { where: "outcome", engine, model: expected };
    if (difference) {
      return {
        history: { ...history, events: events.slice(0, outcomes.length) },
        outcomes,
        ...difference,
      };
    }
  }
  return null;
}

/** The difference with every event taken away that is not needed for one. */
export function shrunk(found: Difference): Difference {
  for (let index = found.history.events.length - 1; index >= 0; index -= 1) {
    const events = found.history.events.filter((_event, place) => place !== index);
    const smaller = compare({ ...found.history, events });
    if (smaller) return shrunk(smaller);
  }
  return found;
}

export function told(difference: Difference): string {
  const { history, outcomes, where, engine, model } = difference;
  const events = history.events.map((event, index) => `${outcomes[index]}: ${written(event)}`);
  const costs = history.catalog.features.flatMap(({ featureId, creditSchema }) =>
    creditSchema.length === 0 ? [] : `${featureId} ${written(creditSchema)}`,
  );
  const from = `from ${new Date(history.start).toISOString()}`;
  const keeps = `persistFreeOverage ${history.catalog.persistFreeOverage}`;
  const ends = [where, `engine ${written(engine)}`, `model  ${written(model)}`];
  return [`${from}, ${keeps}`, ...costs, ...events, ...ends].join("\n");
}

interface Turn extends History {
  /** The number of the event: each asks another question. */
  readonly turn: number;
}

/** What a row or its rollovers paid in all, in no particular order: how many moves it took is open. */
function step(side: Model | Subject, event: Event, isRefused = false): Outcome {
  if (event.type !== "pass") {
    const { moved, ...outcome } = side.run(event, isRefused);
    return { ...outcome, moved: summed(moved) };
  }
  side.now += event.milliseconds;
  return ended("passed");
}

function summed(moved: readonly Moved[]): Moved[] {
  const places = Map.groupBy(moved, (it) => JSON.stringify([it.balanceId, it.isCarried]));
  return [...places.keys()].sort().flatMap((key) => {
    const parts = places.get(key) ?? [];
    const value = parts.reduce((total, part) => total + part.value, 0n);
    return value === 0n ? [] : parts.slice(0, 1).map((part) => ({ ...part, value }));
  });
}

function firstDifference(subject: Subject, model: Model, turn: Turn): Fact | null {
  for (const fact of facts(subject, model, turn)) {
    if (!isDeepStrictEqual(fact.engine, fact.model)) return fact;
  }
  return null;
}

interface Fact<T = unknown> {
  readonly where: string;
  readonly engine: T;
  readonly model: T;
}

/** Every figure of every view, as both have it. */
function* facts(subject: Subject, model: Model, turn: Turn): Generator<Fact> {
  const ask = <T>(where: string, question: (side: Subject | Model) => T): Fact<T> => {
    return { where, engine: question(subject), model: question(model) };
  };
  yield ask("crossings", ({ crossings }) => crossings.map(written).sort());
  const { required, properties } = questionAt(turn.turn);
  const how = `check ${written(required)} with ${written(properties)}`;
  for (const viewer of [null, ...model.entities]) {
    const whose = viewer ?? "the customer";
    yield ask(`limits of ${whose}`, (side) => side.limits(viewer));
    for (const { featureId } of turn.catalog.features) {
      yield ask(`${featureId} of ${whose}`, (side) => side.balance(featureId, viewer));
      yield ask(`${featureId} held of ${whose}`, (side) => side.held(featureId, viewer));
      const asked = { featureId, viewer, properties };
      const verdict = ask(`${how}: ${featureId} of ${whose}`, (it) => it.check(asked, required));
      yield verdict;
      yield taken(`taking, ${verdict.where}`, verdict.engine, model.taking(asked, required));
    }
  }
}

/** A20: of one balance a check is a taking; of several it may refuse what a taking allows. */
function taken(where: string, verdict: Verdict | string, taking: Taking): Fact {
  const isAnswered = typeof verdict !== "string";
  const engine = isAnswered && verdict.allowed;
  const isComparable = isAnswered && taking.isOwned && (taking.isOfOne || engine);
  return { where, engine, model: isComparable ? taking.isWhole : engine };
}

function written(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (typeof part === "bigint") return Number(part) / 1e10;
    const isInstant = typeof part === "number" && part > 1e11;
    if (isInstant && key.endsWith("At")) return new Date(part).toISOString();
    return part;
  });
}
