import { ONE } from "../engine/amount.ts";
import { builder } from "./builder.ts";
import { callFields } from "./call-fields.ts";
import { crossRule, neverNull } from "./cross-rules.ts";
import { OverageBehaviorEnum } from "./enums.ts";
import { amountRule, eventInstantRule, featureIdRule, idRule, jsonRule } from "./rules.ts";

interface Named {
  readonly featureId?: string | null;
  readonly eventName?: string | null;
}

export const TrackInput = builder.inputType("TrackInput", {
  description: "Usage to be recorded. Exactly one of featureId and eventName says of what.",
  validate: [
    crossRule<Named>(
      null,
      "must have exactly one of featureId and eventName",
      ({ featureId, eventName }) => (featureId == null) !== (eventName == null),
    ),
    ...neverNull("value", "overageBehavior"),
  ],
  fields: (t) => ({
    customerId: t.id({ required: true, description: "Who used it.", validate: idRule }),
    featureId: t.id({ description: "What was used.", validate: featureIdRule }),
    eventName: t.string({
      description: "What happened: every feature that lists this event is charged in full.",
      validate: idRule,
    }),
    entityId: t.id({
      description: "The customer's entity that used it; left out: the customer itself.",
      validate: idRule,
    }),
    value: t.field({
      type: "Amount",
      defaultValue: ONE,
      description: "Units used; below 0 gives back, 0 changes nothing.",
      validate: amountRule,
    }),
    properties: t.field({
      type: "JSONObject",
      description: "Anything worth keeping with the event.",
      validate: jsonRule,
    }),
    timestamp: t.field({
      type: "Timestamp",
      description:
        "When the event happened, from the year 2000 to five minutes from now. It dates the event only: the balance changes now. Left out: now.",
      validate: eventInstantRule,
    }),
    overageBehavior: t.field({
      type: OverageBehaviorEnum,
      defaultValue: "cap",
      description: "What happens to usage that no balance covers.",
    }),
    ...callFields(t),
  }),
});
