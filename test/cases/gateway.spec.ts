import { declareCases } from "../support/cases.ts";
import { openGatewayTarget } from "../support/targets-gateway.ts";

declareCases((setting) => openGatewayTarget(setting), 234);
