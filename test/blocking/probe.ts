/**
 * Loaded into a gateway's process: on SIGUSR2 it says how much CPU its longest stretch took in which nothing else
 * had a turn, and starts anew. CPU, for on a busy machine the clock tells how busy the machine is.
 */

const TICK_MS = 2;
const LINE = "longest stretch";

let longest = 0;
let used = usedMs();
let total = used;

setInterval(tick, TICK_MS).unref();

process.on("SIGUSR2", () => {
  tick();
  const heap = process.memoryUsage().rss / 1e6;
  process.stderr.write(
    `${LINE} ${longest.toFixed(1)} of ${(used - total).toFixed(1)} rss ${heap.toFixed(0)}\n`,
  );
  longest = 0;
  total = used;
});

function tick(): void {
  const now = usedMs();
  longest = Math.max(longest, now - used);
  used = now;
}

function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
