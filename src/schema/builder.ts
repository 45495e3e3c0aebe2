import SchemaBuilder from "@pothos/core";
import ErrorsPlugin from "@pothos/plugin-errors";
import RelayPlugin from "@pothos/plugin-relay";
import ZodPlugin from "@pothos/plugin-zod";
import type { Context } from "../context.ts";
import type { Amount } from "../engine/amount.ts";
import type { Json } from "../engine/feature.ts";
import { InvalidInputError } from "./failures.ts";
import { decodeNodeId, encodeNodeId } from "./node-id.ts";

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
    validationError: (error) =>
      new InvalidInputError(
        "INVALID_INPUT",
        error.issues.map(({ path, message }) => ({ path: path.map(String), message })),
      ),
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
      args: { ids: { description: "Global ids, copied from `id` fields." } },
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
      description: "At most so many items from the start; 50 by default, 200 at most.",
    },
    afterArgOptions: { description: "Only what follows this cursor." },
    lastArgOptions: { description: "At most so many items from the end; 200 at most." },
    beforeArgOptions: { description: "Only what comes before this cursor." },
  },
});

type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never;

/** What the fields of an input type are made with. */
export type InputFields = PothosSchemaTypes.InputFieldBuilder<Types, "InputObject">;

builder.queryType({ description: "Everything that can be read. Reading never changes anything." });
builder.mutationType({
  description:
    "Everything that can be changed. Each field is one transaction: it is answered after its commit is on disk, or has changed nothing.",
});
