/** The load generator, a process of its own: takes one job after the other from its parent. */
import autocannon, { type Client } from "autocannon";
import type { Job, Outcome } from "./load.ts";

process.on("message", async (job: Job) => {
  process.send?.(await outcomeOf(job));
});
process.on("disconnect", () => process.exit());

async function outcomeOf({ url, headers, bodies, connections, seconds }: Job): Promise<Outcome> {
  let started = 0;
  let refusal: string | null = null;
  const result = await autocannon({
    ...{ url, connections, method: "POST", headers: { ...headers } },
    duration: seconds,
    sampleInt: 50,
    verifyBody: (body) => {
      const isRefused = REFUSED.test(String(body));
      if (isRefused) refusal ??= String(body);
      return !isRefused;
    },
    setupClient: (client: Client) => {
      const start = Math.floor((started * bodies.length) / connections);
      started += 1;
      client.setRequests([...bodies.slice(start), ...bodies.slice(0, start)].map(asRequest));
    },
  });
  const { errors, non2xx, mismatches, requests, latency, duration } = result;
  return {
    ...{ requests: requests.total, seconds: duration, failures: errors + non2xx + mismatches },
    ...{ refusal, p50Ms: latency.p50, p99Ms: latency.p99 },
  };
}

/** An error, or a refusal, of which nothing was asked for. */
const REFUSED = /"errors":|"track":\{\}|^$/;

function asRequest(body: string) {
  return { body };
}
