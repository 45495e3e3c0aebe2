import SchemaBuilder from "@pothos/core";
import ErrorsPlugin from "@pothos/plugin-errors";
import RelayPlugin from "@pothos/plugin-relay";
import ZodPlugin from "@pothos/plugin-zod";
import type { Context } from "../context.ts";
import type { Amount } from "../engine/amount.ts";
import { CEILINGS } from "../engine/ceilings.ts";
import type { Json } from "../engine/feature.ts";
import { allIssues } from "./cross-rules.ts";
import { InvalidInputError } from "./failures.ts";
import { decodeNodeId, encodeNodeId } from "./node-id.ts";
import { cursorRule, listRule } from "./rules.ts";

interface SchemaTypes {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    Amount: { Input: Amount; Output: Amount };
    Decimal: { Input: never; Output: Amount };
    Timestamp: { Input: number; Output: number };
    JSONObject: { Input: Json; Output: Json };
    ID: { Input: string; Output: string };
  };
}

/** All types and root fields register here. Errors comes first, so that it also catches what Zod refuses. */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ErrorsPlugin, ZodPlugin, RelayPlugin],
  defaultFieldNullability: false,
  errors: { defaultTypes: [], directResult: true },
  zod: {
    validationError: ({ issues }, args, _context, { parentType, fieldName }) => {
      const wrong = issues.map(({ path, message }) => ({ path: path.map(String), message }));
      const extensions = parentType.getFields()[fieldName]?.extensions ?? {};
      return new InvalidInputError("INVALID_INPUT", allIssues(wrong, args, extensions));
    },
  },
  relay: {
    cursorType: "String",
    clientMutationId: "omit",
    nodesOnConnection: { description: "The items of this page, without their cursors." },
    brandLoadedObjects: true,
    encodeGlobalID: (typename, id) => encodeNodeId(typename, String(id)),
    decodeGlobalID: (globalId) => decodeNodeId(globalId),
    idFieldOptions: {
      description:
        "A global id, opaque. It names the live object. An object of another instant, or of a dry run, has an id of its own, so a normalized cache keeps them apart.",
    },
    nodeTypeOptions: {
      description:
        "An object with a global id. A live object, and one of another instant, can be fetched again by its id.",
    },
    nodeQueryOptions: {
      description:
        "The object with this global id. Null if it is gone, if it comes from a dry run, or if the id is not one of this gateway.",
      args: { id: { description: "A global id, copied from an `id` field." } },
    },
    nodesQueryOptions: {
      description:
        "The objects with these global ids, in the same order. Null in place of each id for which `node` returns null.",
      args: {
        ids: {
          description: `Global ids, copied from \`id\` fields; at most ${CEILINGS.ids}.`,
          validate: listRule(CEILINGS.ids),
        },
      },
    },
    pageInfoTypeOptions: { description: "Where a page stands in its list." },
    pageInfoFieldOptions: { description: "Where this page stands in the whole list." },
    hasNextPageFieldOptions: { description: "Whether more items follow this page." },
    hasPreviousPageFieldOptions: { description: "Whether items come before this page." },
    startCursorFieldOptions: { description: "The first item's cursor; null on an empty page." },
    endCursorFieldOptions: { description: "The last item's cursor; null on an empty page." },
    cursorFieldOptions: { description: "Where this item stands: for `after` and `before`." },
    nodeFieldOptions: { description: "The item itself.", nullable: false },
    edgesFieldOptions: {
      description: "The items of this page with their cursors.",
      nullable: { list: false, items: false },
    },
    firstArgOptions: {
      description: "Maximum number of items from the start (default 50, at most 200).",
    },
    afterArgOptions: { description: "Only what follows this cursor.", validate: cursorRule },
    lastArgOptions: { description: "Maximum number of items from the end (at most 200)." },
    beforeArgOptions: { description: "Only what comes before this cursor.", validate: cursorRule },
  },
});

type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never;

/** What the fields of an input type are made with. */
export type InputFields = PothosSchemaTypes.InputFieldBuilder<Types, "InputObject">;

builder.queryType({
  description:
    "Everything that can be read. Reading never changes anything. Ids have at most 255 characters, ids of locks 256, global ids 8000, cursors 2000, other texts 1000.",
});
builder.mutationType({
  description:
    "Everything that can be changed. Each field is one transaction: you get the answer after its commit is on disk, or nothing has changed. Ids have at most 255 characters, ids of locks 256, other texts 1000.",
});
