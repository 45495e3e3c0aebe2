import type { Crossing } from "../engine/ledger.ts";
import { builder } from "./builder.ts";
import { AlertThresholdEnum } from "./enums.ts";

const kind = (value: Crossing["kind"], description: string) => ({ value, description });

const CrossingKindEnum = builder.enumType("CrossingKind", {
  description: "Which control was crossed.",
  values: {
    USAGE_ALERT: kind("USAGE_ALERT", "A usage alert: somebody is to be told."),
    AUTO_TOPUP: kind("AUTO_TOPUP", "An auto top-up: units are to be bought."),
  },
});

export const ThresholdCrossingRef = builder.objectRef<Crossing>("ThresholdCrossing").implement({
  description:
    "A usage alert or an auto top-up whose threshold a change crossed. It is crossed again only once the balance has come back. Nothing is sent or bought: this is for who does.",
  fields: (t) => ({
    kind: t.expose("kind", { type: CrossingKindEnum, description: "Which control it is." }),
    featureId: t.exposeID("featureId", {
      description: "The feature whose balance crossed it: the credit system where credits paid.",
    }),
    entityId: t.exposeID("entityId", {
      nullable: true,
      description: "The entity whose control it is, by its own balance; null: the customer's.",
    }),
    threshold: t.expose("threshold", { type: "Amount", description: "Units or percent." }),
    thresholdType: t.expose("thresholdType", {
      type: AlertThresholdEnum,
      description:
        "What was watched. An alert is crossed at its threshold; a top-up, always REMAINING, below it.",
    }),
    name: t.exposeString("name", {
      nullable: true,
      description: "What people call the alert; null where not given, and for a top-up.",
    }),
    quantity: t.expose("quantity", {
      type: "Amount",
      nullable: true,
      description: "Units that the top-up is to buy; null for an alert.",
    }),
  }),
});
