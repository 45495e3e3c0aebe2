import { isDeepStrictEqual } from "node:util";
import type { Event } from "../support/cases-random.ts";
import type { History } from "./history.ts";
import { Model } from "./model.ts";
import { Subject } from "./subject.ts";

export interface Difference {
  /** The history up to the event after which the two differ. */
  readonly history: History;
  readonly outcomes: readonly string[];
  readonly where: string;
  readonly engine: unknown;
  readonly model: unknown;
}

/** Runs a history in both; null where they agree at every turn. */
export function compare(history: History, done?: Map<string, number>): Difference | null {
  const { catalog, start, events } = history;
  const model = new Model(catalog.features, catalog.persistFreeOverage, start);
  const subject = new Subject(catalog, start);
  const outcomes: string[] = [];
  for (const event of events) {
    const [engine, expected] = [step(subject, event), step(model, event)];
    outcomes.push(engine);
    const kind = `${event.type} ${engine}`;
    done?.set(kind, (done.get(kind) ?? 0) + 1);
    const difference =
      engine === expected
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
  const from = `from ${new Date(history.start).toISOString()}`;
  const keeps = `persistFreeOverage ${history.catalog.persistFreeOverage}`;
  const ends = [where, `engine ${written(engine)}`, `model  ${written(model)}`];
  return [`${from}, ${keeps}`, ...events, ...ends].join("\n");
}

interface Turn extends History {
  /** The number of the event: each asks two other questions. */
  readonly turn: number;
}

const REQUIRED = ["-1", "0", "1e-10", "1", "33.3", "400"];

function step(side: Model | Subject, event: Event): string {
  if (event.type !== "pass") return side.run(event);
  side.now += event.milliseconds;
  return "passed";
}

function firstDifference(subject: Subject, model: Model, turn: Turn): Fact | null {
  for (const fact of facts(subject, model, turn)) {
    if (!isDeepStrictEqual(fact.engine, fact.model)) return fact;
  }
  return null;
}

type Fact = Pick<Difference, "where" | "engine" | "model">;

/** Every figure of every view, as both have it. */
function* facts(subject: Subject, model: Model, { catalog, turn }: Turn): Generator<Fact> {
  const questions = [turn, turn + 1].map((place) => REQUIRED[place % REQUIRED.length] ?? "1");
  for (const viewer of [null, ...model.entities]) {
    const whose = viewer ?? "the customer";
    const ask = <T>(where: string, question: (side: Subject | Model) => T): Fact => {
      return { where, engine: question(subject), model: question(model) };
    };
    yield ask(`limits of ${whose}`, (side) => side.limits(viewer));
    for (const { featureId } of catalog.features) {
      yield ask(`${featureId} of ${whose}`, (side) => side.balance(featureId, viewer));
      yield ask(`${featureId} held of ${whose}`, (side) => side.held(featureId, viewer));
      for (const required of questions) {
        const where = `check ${required} ${featureId} of ${whose}`;
        yield ask(where, (side) => side.check(featureId, viewer, required));
      }
    }
  }
}

function written(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (typeof part === "bigint") return Number(part) / 1e10;
    const isInstant = typeof part === "number" && part > 1e11;
    if (isInstant && key.endsWith("At")) return new Date(part).toISOString();
    return part;
  });
}
