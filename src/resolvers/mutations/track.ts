import { builder } from "../../schema/builder.ts";
import { TrackInput } from "../../schema/track-input.ts";
import { TrackResult } from "../../schema/track-result.ts";
import { perform } from "../perform.ts";
import { trackedBy, trackOf } from "../tracking.ts";

builder.mutationField("track", (t) =>
  t.field({
    type: TrackResult,
    description: "Records usage and deducts it from what the customer has.",
    args: { input: t.arg({ type: TrackInput, required: true, description: "The usage." }) },
    resolve: async (_root, { input }, context) => {
      const command = trackOf(input);
      return trackedBy(context, command, await perform(context, command, input));
    },
  }),
);
