/** What the demo product sells: an AI suite paid in credits, and a data API sold by the seat. */
import { amount } from "../engine/amount.ts";
import type { Feature } from "../engine/feature.ts";

export const FEATURES: readonly Feature[] = [
  metered("chat_messages", "Chat messages", "message"),
  metered("image_generations", "Image generations", "image"),
  metered("embeddings", "Embeddings", "embedding"),
  {
    ...metered("ai_credits", "AI credits", "credit"),
    type: "credit_system",
    creditSchema: [
      { meteredFeatureId: "chat_messages", creditCost: amount(1) },
      { meteredFeatureId: "image_generations", creditCost: amount(8) },
      { meteredFeatureId: "embeddings", creditCost: amount("0.02") },
    ],
  },
  { ...metered("api_calls", "API calls", "call"), eventNames: ["api.request"] },
  metered("report_exports", "Report exports", "export"),
  { ...metered("seats", "Seats", "seat"), consumable: false },
  { ...metered("single_sign_on", "Single sign-on", null), type: "boolean", consumable: false },
];

function metered(featureId: string, name: string, singular: string | null): Feature {
  return {
    featureId,
    name,
    type: "metered",
    consumable: true,
    eventNames: [],
    creditSchema: [],
    modelMarkups: null,
    defaultMarkup: null,
    providerMarkups: null,
    display: singular === null ? null : { singular, plural: `${singular}s` },
    archived: false,
  };
}
