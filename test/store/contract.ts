import { describe, it } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import { answerPromises } from "./contract-answers.ts";
import { batchPromises } from "./contract-batch.ts";
import { behindPromises } from "./contract-behind.ts";
import { catalogPromises } from "./contract-catalog.ts";
import { customerPromises } from "./contract-customers.ts";
import { entryPromises } from "./contract-entries.ts";
import { keptPromises, type OpenBeside } from "./contract-kept.ts";
import { keyPromises } from "./contract-keys.ts";
import { lockPromises } from "./contract-locks.ts";
import { manyPromises, type OpenTwo } from "./contract-many.ts";
import { pastPromises } from "./contract-past.ts";
import { sweepPromises } from "./contract-sweep.ts";
import { writePromises } from "./contract-writes.ts";

/** Makes a new, empty store each time; who makes it closes it. */
export type OpenStore = () => Promise<BalanceStore>;

/** The promises that every store keeps; and those that one may be unable to, for a reason that it gives. */
export function storeContract(
  name: string,
  open: OpenStore,
  openBeside: OpenBeside,
  openTwo: OpenTwo | { readonly cannot: string },
): void {
  describe(name, () => {
    catalogPromises(open);
    writePromises(open);
    keyPromises(open);
    answerPromises(open);
    batchPromises(open);
    lockPromises(open);
    customerPromises(open);
    entryPromises(open);
    pastPromises(open);
    behindPromises(open);
    sweepPromises(open);
    keptPromises(openBeside);
    if ("cannot" in openTwo) it.skip(`two gateways on one database: ${openTwo.cannot}`);
    else manyPromises(openTwo);
  });
}
