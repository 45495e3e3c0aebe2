import type { CreditCost, Feature, FeatureType } from "../../engine/feature.ts";
import { decimal, flag, jsonText, list, nullable, oneOf, opaque, real, text } from "./column.ts";
import { shape } from "./shape.ts";

const CREDIT_COST = shape<CreditCost>({ meteredFeatureId: text, creditCost: decimal });

const DISPLAY = shape<NonNullable<Feature["display"]>>({
  singular: nullable(text),
  plural: nullable(text),
});

export const FEATURE = shape<Feature>({
  featureId: text,
  name: text,
  type: oneOf<FeatureType>({
    boolean: true,
    metered: true,
    credit_system: true,
    ai_credit_system: true,
  }),
  consumable: flag,
  eventNames: jsonText(list(text)),
  creditSchema: jsonText(list(CREDIT_COST.object)),
  modelMarkups: nullable(jsonText(opaque)),
  defaultMarkup: nullable(real),
  providerMarkups: nullable(jsonText(opaque)),
  display: nullable(jsonText(DISPLAY.object)),
  archived: flag,
});
