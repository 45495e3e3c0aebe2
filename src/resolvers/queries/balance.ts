import { GraphQLError } from "graphql";
import type { Context } from "../../context.ts";
import { NOT_ON_RECORD, TOO_FAR_AHEAD } from "../../loaders/past.ts";
import { type Reading, readBalance } from "../../loaders/reading.ts";
import { BalanceRef } from "../../schema/balance.ts";
import { builder } from "../../schema/builder.ts";
import { instantRule } from "../../schema/rules.ts";
import { maySeek, THE_CUSTOMER, THE_FEATURE } from "../../schema/sought-args.ts";

builder.queryField("balance", (t) =>
  t.field({
    type: BalanceRef,
    nullable: true,
    description: "What a customer, or one of its entities, has of a feature; null where nothing.",
    args: {
      customerId: t.arg.id(THE_CUSTOMER),
      featureId: t.arg.id(THE_FEATURE),
      entityId: t.arg.id(maySeek("From the side of this entity; left out: the customer's.")),
      at: t.arg({
        type: "Timestamp",
        description:
          "Shows the balance at this instant: as it stood in the past, or as it will stand if only resets and expiries happen until then. At most ten years ahead, by the customer's clock, with today's features. The balance and its parts then have ids of their own, and `node` returns them at this instant again. Omit it for now.",
        validate: instantRule,
      }),
    },
    resolve: async (_root, { customerId, featureId, entityId, at }, context) => {
      const reading =
        at == null
          ? await context.loaders.readings.load(customerId)
          : await readingAt(at, customerId, context);
      return reading && readBalance(reading, featureId, entityId ?? null);
    },
  }),
);

async function readingAt(
  at: number,
  customerId: string,
  { loaders }: Context,
): Promise<Reading | null> {
  const reading = await loaders.past.load(customerId, at);
  if (reading === TOO_FAR_AHEAD) throw badInstant("must be at most ten years ahead");
  if (reading === NOT_ON_RECORD) throw badInstant("is before what is on record of this customer");
  return reading;
}

function badInstant(message: string): GraphQLError {
  return new GraphQLError(`at ${message}`, {
    extensions: { code: "BAD_USER_INPUT", issues: [{ path: ["at"], message }] },
  });
}
