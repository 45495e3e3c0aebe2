import { figureOf } from "./figures.ts";
import { LOADS, type LoadName } from "./loads.ts";
import type { Samples } from "./rounds.ts";
import { isGateway, SERVERS, type ServerName } from "./servers.ts";

/** A group of bars for each load, a bar for each server: requests a second, the most of a group as the whole width. */
export function chartOf(samples: Samples, caption: string): string {
  const groups = (Object.keys(LOADS) as LoadName[]).map((load) => barsOf(samples, load));
  let top = HEAD;
  const drawn = groups.flatMap(({ title, bars }) => {
    const lines = [
      heading(title, top),
      ...bars.map((bar, place) => drawnBar(bar, top + (place + 1) * LINE)),
    ];
    top += (bars.length + 2) * LINE;
    return lines;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" role="img">`,
    `<title>${TITLE}</title>`,
    `<style>${STYLE}</style>`,
    `<text x="0" y="${LINE}" class="head">${TITLE}</text>`,
    `<text x="0" y="${2 * LINE}">${caption}</text>`,
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}

interface Bar {
  readonly name: ServerName;
  readonly perSecond: number;
  /** Of the most in its group. */
  readonly share: number;
}

const TITLE = "Requests a second, by operation";
const [WIDTH, LINE, HEAD, LABEL, ROOM] = [760, 20, 60, 210, 470];

/** Greys and one blue that stand out on white and on black. */
const STYLE = [
  "text { font: 13px system-ui, sans-serif; fill: #7d8590; }",
  ".head { font-weight: 600; }",
  "rect { fill: #8b949e; }",
  "rect.own { fill: #2f81f7; }",
].join(" ");

const SENTENCES: Readonly<Record<LoadName, string>> = {
  Q1: "Q1: a customer's balances with features, breakdown, rollovers; 16 connections",
  Q2: "Q2: fifty customers with all of that; 4 connections",
  Q3: "Q3: one balance; 16 connections",
  "M1 spread": "M1: a deduction with its ledger entry, over all customers; 32 connections",
  "M1 hot": "M1: the same, of one customer; 32 connections",
};

function barsOf(samples: Samples, load: LoadName) {
  const servers = (Object.keys(SERVERS) as ServerName[]).filter((name) => samples[load]?.[name]);
  const rates = servers.map((server) => figureOf(samples, { load, server }, "perSecond") ?? 0);
  const most = Math.max(...rates);
  const bars = servers.map((name, place): Bar => {
    const perSecond = rates[place] ?? 0;
    return { name, perSecond, share: perSecond / most };
  });
  return { title: SENTENCES[load], bars };
}

function heading(title: string, top: number): string {
  return `<text x="0" y="${top + 15}" class="head">${title}</text>`;
}

function drawnBar({ name, perSecond, share }: Bar, y: number): string {
  const width = Math.max(1, Math.round(share * ROOM));
  const own = isGateway(name) ? ' class="own"' : "";
  const figure = Math.round(perSecond).toLocaleString("en");
  return [
    `<text x="0" y="${y + 15}">${SERVERS[name]}</text>`,
    `<rect x="${LABEL}" y="${y + 4}" width="${width}" height="13"${own}/>`,
    `<text x="${LABEL + width + 8}" y="${y + 15}">${figure}</text>`,
  ].join("");
}
