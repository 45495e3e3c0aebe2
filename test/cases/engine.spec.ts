import { declareCases } from "../support/cases.ts";
import { openEngineTarget } from "../support/targets-engine.ts";

declareCases(openEngineTarget, 234);
