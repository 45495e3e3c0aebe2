import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { UpdateFeature } from "../../src/engine/command.ts";
import { decideCatalog } from "../../src/engine/decide.ts";
import type { Catalog, Feature } from "../../src/engine/feature.ts";
import { CATALOG, feature } from "../support/engine.ts";

const NO_ISSUES: readonly string[] = [];
const cost = (meteredFeatureId: string, creditCost = "1") => {
  return { meteredFeatureId, creditCost: amount(creditCost) };
};

function create(given: Feature, catalog: Catalog = CATALOG) {
  return decideCatalog(catalog, false, { type: "createFeature", feature: given });
}

function update(featureId: string, changes: UpdateFeature["changes"], given: Change = {}) {
  const { inUse = false, newFeatureId, catalog = CATALOG } = given;
  const command = { type: "updateFeature", featureId, newFeatureId, changes } as const;
  return decideCatalog(catalog, inUse, command);
}

interface Change {
  readonly inUse?: boolean;
  readonly newFeatureId?: string;
  readonly catalog?: Catalog;
}

/** "field: message" of each issue; another refusal by its code and message; nothing where it is done. */
function faults(decision: ReturnType<typeof decideCatalog>): readonly string[] {
  if (decision.kind === "decided") return NO_ISSUES;
  const { refusal } = decision;
  if (!("issues" in refusal)) return [`${refusal.code}: ${refusal.message}`];
  return refusal.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

const credits = (given: Partial<Feature> = {}) =>
  feature("points", { type: "credit_system", creditSchema: [cost("actions")], ...given });

describe("a new feature (F1)", () => {
  it("comes behind all others and is answered", () => {
    const words = feature("words");
    const decision = create(words);
    expect(decision).toMatchObject({ kind: "decided", result: { feature: words } });
    if (decision.kind === "refused") throw new Error("refused");
    expect(decision.catalog).toEqual({ ...CATALOG, features: [...CATALOG.features, words] });
  });

  it.each<[string, Feature, readonly string[]]>([
    ["a metered one", feature("words"), []],
    ["seats", feature("seats", { consumable: false }), []],
    ["a flag", feature("beta", { type: "boolean" }), []],
    ["a credit system", credits(), []],
    ["one that lists a feature that is yet to come", credits({ creditSchema: [cost("soon")] }), []],
    [
      "an id that is taken",
      feature("messages"),
      ["FEATURE_ALREADY_EXISTS: Feature messages exists already"],
    ],
    [
      "a credit system of nothing",
      credits({ creditSchema: [] }),
      ["input.creditSchema: must list at least one metered feature"],
    ],
    ["an AI credit system of nothing", credits({ type: "ai_credit_system", creditSchema: [] }), []],
    [
      "costs of a metered feature",
      feature("words", { creditSchema: [cost("actions")] }),
      ["input.creditSchema: must be given for a credit system only"],
    ],
    [
      "a credit system that is held, not used up",
      credits({ consumable: false }),
      ["input.consumable: must not be false for a credit system"],
    ],
    [
      "the same twice",
      credits({ creditSchema: [cost("actions"), cost("messages"), cost("actions")] }),
      ["input.creditSchema.2.meteredFeatureId: must not be listed twice"],
    ],
    [
      "itself",
      credits({ creditSchema: [cost("points")] }),
      ["input.creditSchema.0.meteredFeatureId: must be a consumable metered feature"],
    ],
    ...["users", "dashboard", "credits"].map((member): [string, Feature, readonly string[]] => [
      `what cannot be a member: ${member}`,
      credits({ creditSchema: [cost("actions"), cost(member)] }),
      ["input.creditSchema.1.meteredFeatureId: must be a consumable metered feature"],
    ]),
    [
      "a cost of nothing, and one below it (A14)",
      credits({ creditSchema: [cost("actions", "0"), cost("messages", "-1")] }),
      [
        "input.creditSchema.0.creditCost: must be above 0",
        "input.creditSchema.1.creditCost: must be above 0",
      ],
    ],
    ["the smallest cost", credits({ creditSchema: [cost("actions", "1e-10")] }), []],
    [
      "all faults at once",
      credits({ consumable: false, creditSchema: [cost("points", "0")] }),
      [
        "input.consumable: must not be false for a credit system",
        "input.creditSchema.0.meteredFeatureId: must be a consumable metered feature",
        "input.creditSchema.0.creditCost: must be above 0",
      ],
    ],
  ])("%s", (_title, given, expected) => {
    expect(faults(create(given))).toEqual(expected);
  });

  it.each<[string, Partial<Feature>, readonly string[]]>([
    ["consumable and metered", {}, []],
    ["held", { consumable: false }, ["featureId"]],
    ["a flag", { type: "boolean" }, ["featureId"]],
  ])("that a credit system lists already is %s", (_title, given, fields) => {
    const features = [...CATALOG.features, credits({ creditSchema: [cost("soon")] })];
    const why = "is listed by a credit system, so must be metered and consumable";
    expect(faults(create(feature("soon", given), { ...CATALOG, features }))).toEqual(
      fields.map((field) => `input.${field}: ${why}`),
    );
  });
});

describe("a changed feature (F2)", () => {
  it("stays in its place and keeps what is not given", () => {
    const decision = update("messages", { name: "Messages", archived: undefined });
    if (decision.kind === "refused") throw new Error("refused");
    const changed = feature("messages", { name: "Messages" });
    expect(decision.result).toEqual({ feature: changed });
    expect(decision.catalog.features).toEqual([changed, ...CATALOG.features.slice(1)]);
  });

  it.each<[string, readonly [string, UpdateFeature["changes"], Change?], readonly string[]]>([
    ["unknown", ["ghost", {}], ["FEATURE_NOT_FOUND: Feature ghost not found"]],
    [
      "to an id that is taken",
      ["messages", {}, { newFeatureId: "users" }],
      ["FEATURE_ALREADY_EXISTS: Feature users exists already"],
    ],
    ["to its own id", ["messages", {}, { newFeatureId: "messages", inUse: true }], []],
    ["to another id while nobody uses it", ["messages", {}, { newFeatureId: "words" }], []],
    [
      "in what it is, while it is used",
      ["messages", { type: "boolean", consumable: false }, { newFeatureId: "words", inUse: true }],
      [
        "input.newFeatureId: must not change while the feature is in use",
        "input.type: must not change while the feature is in use",
        "input.consumable: must not change while the feature is in use",
      ],
    ],
    ["in its name, while it is used", ["messages", { name: "Mail" }, { inUse: true }], []],
    [
      "in what it is, while a credit system lists it",
      ["actions", { consumable: false }],
      ["input.consumable: must not change while the feature is in use"],
    ],
    ["in what it is, while nobody uses it", ["messages", { type: "boolean" }], []],
    [
      "to a credit system of nothing",
      ["messages", { type: "credit_system" }],
      ["input.creditSchema: must list at least one metered feature"],
    ],
    [
      "to list itself",
      ["credits", { creditSchema: [cost("credits")] }],
      ["input.creditSchema.0.meteredFeatureId: must be a consumable metered feature"],
    ],
    [
      "in its costs, while it is used",
      ["credits", { creditSchema: [cost("messages")] }, { inUse: true }],
      [],
    ],
  ])("%s", (_title, [featureId, changes, given], expected) => {
    expect(faults(update(featureId, changes, given))).toEqual(expected);
  });
});

describe("a deleted feature (F3)", () => {
  const remove = (featureId: string, inUse = false, catalog = CATALOG) =>
    decideCatalog(catalog, inUse, { type: "deleteFeature", featureId });

  it("is gone, and the others stay as they were", () => {
    const decision = remove("messages");
    expect(decision).toMatchObject({ kind: "decided", result: { deletedId: "messages" } });
    if (decision.kind === "refused") throw new Error("refused");
    expect(decision.catalog).toEqual({ ...CATALOG, features: CATALOG.features.slice(1) });
  });

  it.each<[string, string, boolean, readonly string[]]>([
    ["unknown", "ghost", false, ["FEATURE_NOT_FOUND: Feature ghost not found"]],
    [
      "used by a customer",
      "messages",
      true,
      ["FEATURE_IN_USE: Feature messages is in use: archive it instead"],
    ],
    [
      "listed by a credit system",
      "actions",
      false,
      ["FEATURE_IN_USE: Feature actions is in use: archive it instead"],
    ],
    ["a credit system that nobody has", "credits", false, []],
  ])("%s", (_title, featureId, inUse, expected) => {
    expect(faults(remove(featureId, inUse))).toEqual(expected);
  });

  it("that lists itself, as older catalogues may, can go", () => {
    const odd = feature("odd", { type: "credit_system", creditSchema: [cost("odd")] });
    expect(faults(remove("odd", false, { ...CATALOG, features: [odd] }))).toEqual([]);
  });
});
