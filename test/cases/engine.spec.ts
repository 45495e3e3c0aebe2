import { declareCases } from "../support/cases.ts";
import { openEngineTarget } from "../support/targets-engine.ts";

declareCases(openEngineTarget, { run: 146, later: 47 });
