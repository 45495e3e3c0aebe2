import type { Figures } from "./figures.ts";
import { startFleet } from "./fleet.ts";
import { tried } from "./trial.ts";

/** kill -9 of one gateway after the other, each started again at once. */
export async function gatewayKills(options: {
  readonly databaseUrl: string;
  readonly gateways: number;
  readonly times: number;
}): Promise<Figures> {
  const { databaseUrl, gateways, times } = options;
  await using fleet = await startFleet(databaseUrl, gateways);
  const { urls, restart } = fleet;
  return await tried({ urls, times, fault: (time) => restart(time % gateways) });
}
