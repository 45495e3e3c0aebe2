/** Every root field registers itself here; then the schema is complete. */
import "./mutations/advanceClock.ts";
import "./mutations/checkAndTrack.ts";
import "./mutations/createBalance.ts";
import "./mutations/createCustomer.ts";
import "./mutations/createEntity.ts";
import "./mutations/createFeature.ts";
import "./mutations/deleteBalance.ts";
import "./mutations/deleteCustomer.ts";
import "./mutations/deleteEntity.ts";
import "./mutations/deleteFeature.ts";
import "./mutations/recalculateBalances.ts";
import "./mutations/track.ts";
import "./mutations/updateBalance.ts";
import "./mutations/updateCustomer.ts";
import "./mutations/updateEntity.ts";
import "./mutations/updateFeature.ts";
import "./queries/balance.ts";
import "./queries/check.ts";
import "./queries/customer.ts";
import "./queries/customers.ts";
import "./queries/feature.ts";
import "./queries/features.ts";
import "./queries/gateway.ts";
import "../schema/errors.ts";
import "../schema/scalars.ts";
import { builder } from "../schema/builder.ts";

export const schema = builder.toSchema({ sortSchema: false });
