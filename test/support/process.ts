import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Environment, type Gateway, launchGateway } from "./gateway-process.ts";

/** Starts the real program and waits until it says that it is ready. Killed when the test is over. */
export async function startGateway(environment: Environment): Promise<Gateway> {
  const gateway = await launchGateway(environment);
  onTestFinished(async () => {
    await gateway.stop("SIGKILL");
  });
  return gateway;
}

/** An empty folder, gone when the test is over. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "balance-gateway-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
