import { GraphQLError } from "graphql";
import type { Context } from "../../context.ts";
import { NOT_ON_RECORD, readingAt } from "../../loaders/past.ts";
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
          "As it stood at this instant, or as it will stand if only resets and expiries happen until then, up to ten years ahead. By the customer's clock, with today's features. Left out: now.",
        validate: instantRule,
      }),
    },
    resolve: async (_root, { customerId, featureId, entityId, at }, context) => {
      const present = await context.loaders.readings.load(customerId);
      const reading = present && at != null ? await movedTo(present, at, context) : present;
      return reading && readBalance(reading, featureId, entityId ?? null);
    },
  }),
);

const FURTHEST_MS = 10 * 366 * 24 * 60 * 60 * 1000;

async function movedTo(present: Reading, at: number, { store }: Context): Promise<Reading | null> {
  if (at > present.at + FURTHEST_MS) throw badInstant("must be at most ten years ahead");
  const reading = await readingAt(present, store, at);
  if (reading === NOT_ON_RECORD) throw badInstant("is before what is on record of this customer");
  return reading;
}

function badInstant(message: string): GraphQLError {
  return new GraphQLError(`at ${message}`, {
    extensions: { code: "BAD_USER_INPUT", issues: [{ path: ["at"], message }] },
  });
}
