import {
  type GraphQLArgument,
  type GraphQLField,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import { schema } from "../../src/resolvers/index.ts";

/** Answers a whole number from 0 to below `end`. */
export type Dice = (end: number) => number;

export interface Query {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What arguments of this name are given, right or wrong. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  customerId: ["cus", "cus", "nobody", ""],
  featureId: ["messages", "credits", "sso", "nothing"],
  entityId: ["ada", "nobody"],
  id: ["", "x"],
  ids: [[], ["x"]],
  input: [
    { customerId: "cus", featureId: "messages" },
    { customerId: "cus", featureId: "actions", requiredBalance: 1000 },
    { customerId: "nobody", featureId: "messages" },
  ],
  at: [0, -1, "2026-01-15T12:00:00Z"],
  first: [1, 3, 0, 1000],
  last: [2],
  includeArchived: [true, false],
};

/** A query that may be asked of the schema, and may be refused for its arguments. */
export function randomQuery(dice: Dice): Query {
  const writer = new Writer(dice);
  const body = writer.selection("Query", 6);
  return { document: writer.documentOf(body), variables: writer.variables };
}

class Writer {
  readonly variables: Record<string, unknown> = {};
  readonly #dice: Dice;
  /** Without what a compiler might leave alone: most queries of most clients. */
  readonly #tame: boolean;
  readonly #definitions: string[] = [];
  readonly #fragments: string[] = [];
  #names = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
    this.#tame = dice(4) > 0;
  }

  documentOf(body: string): string {
    const definitions = this.#definitions.length > 0 ? `(${this.#definitions.join(", ")})` : "";
    return [`query Random${definitions} ${body}`, ...this.#fragments].join("\n");
  }

  selection(name: string, depth: number): string {
    const type = schema.getType(name);
    if (isAbstractType(type)) {
      const members = schema.getPossibleTypes(type).filter(() => this.#dice(3) > 0);
      const parts = members.map(
        (member) => `... on ${member} ${this.selection(`${member}`, depth - 1)}`,
      );
      return `{ __typename ${parts.join(" ")} }`;
    }
    if (!isObjectType(type)) throw new Error(`nothing selects from ${name}`);
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        (depth > 1 || isLeafType(getNamedType(field.type))) &&
        !(this.#tame && isAbstractType(getNamedType(field.type))) &&
        field.args.every(isGiven),
    );
    if (fields.length === 0) return "{ __typename }";
    const chosen = Array.from(
      { length: 1 + this.#dice(5) },
      () => fields[this.#dice(fields.length)],
    );
    const parts = chosen.map((field) => (field ? this.#field(name, field, depth) : "__typename"));
    return `{ ${parts.join(" ")} }`;
  }

  #field(parent: string, field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const inner = isLeafType(type) ? "" : this.selection(type.name, depth - 1);
    const alias = `${this.#pick(["x", "constructor", this.#tame ? "y" : "a_b"])}${this.#fresh()}: `;
    const text = `${alias}${field.name}${this.#arguments(field.args)}${this.#directive()} ${inner}`;
    const way = this.#dice(10);
    if (way === 0) return `... on ${parent} { ${text} }`;
    if (way > 1) return text;
    const fragment = `F${this.#fresh()}`;
    this.#fragments.push(`fragment ${fragment} on ${parent} { ${text} }`);
    return `...${fragment} ...${fragment}`;
  }

  #arguments(all: readonly GraphQLArgument[]): string {
    const given = all.filter(
      (one) => isRequiredArgument(one) || (VALUES[one.name] && this.#dice(3) === 0),
    );
    const written = given.map((one) => `${one.name}: ${this.#value(one)}`);
    return written.length > 0 ? `(${written.join(", ")})` : "";
  }

  #value({ name, type }: GraphQLArgument): string {
    const value = this.#pick(VALUES[name] ?? []);
    if (!this.#tame && this.#dice(2) === 0 && typeof value !== "object")
      return JSON.stringify(value);
    const variable = `v${this.#fresh()}`;
    const spared =
      this.#dice(4) === 0 && ["boolean", "number"].includes(typeof value) && name !== "at";
    this.#definitions.push(`$${variable}: ${type}${spared ? ` = ${value}` : ""}`);
    if (!spared) this.variables[variable] = value;
    return `$${variable}`;
  }

  #directive(): string {
    return !this.#tame && this.#dice(20) === 0
      ? this.#pick([" @skip(if: true)", " @include(if: true)"])
      : "";
  }

  #fresh(): number {
    this.#names += 1;
    return this.#names;
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[this.#dice(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }
}

function isGiven(argument: GraphQLArgument): boolean {
  return !isRequiredArgument(argument) || VALUES[argument.name] !== undefined;
}
