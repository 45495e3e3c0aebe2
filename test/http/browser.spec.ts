import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { startGateway } from "../support/process.ts";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** The title of each tab, and something that only its answer shows. */
const TABS = [
  ["Balances", '"remaining": 1560.7'],
  ["Breakdown", '"balanceId": "top-up"'],
  ["Check", '"reason": "INSUFFICIENT_BALANCE"'],
  ["Track", '"rolloverId": '],
  ["Gift", '"remaining": 106'],
  ["History", '"actor": "demo"'],
] as const;

const missing = !existsSync(executablePath) && !process.env.CI;

test("GraphiQL runs each of its tabs on the demo data, without any other host", async ({
  skip,
}) => {
  skip(missing, `no browser at ${executablePath}; set CHROMIUM to one`);
  const { url } = await startGateway({ DATABASE_URL: "sqlite::memory:", DEMO: "true" });
  const { page, elsewhere, complaints } = await open(await launch(), url);
  const run = async () => {
    await page.getByRole("button", { name: /execute query/i }).click();
    await page.getByRole("button", { name: /execute query/i }).waitFor();
    return (await page.locator(".result-window").innerText()).replaceAll("\u00a0", " ");
  };
  for (const [tab, text] of TABS) {
    await page.getByRole("button", { name: tab, exact: true }).click();
    // Again until it is there: for a moment GraphiQL still runs the operation of the tab before.
    await expect.poll(run, { timeout: 20_000, interval: 300 }).toContain(text);
  }
  await page.getByRole("button", { name: "Balances", exact: true }).click();
  await expect
    .poll(run, { timeout: 20_000, interval: 300 })
    .toMatch(/"AI credits".*"remaining": (?!1560)/s);
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
});

/** The page, what it asked of other hosts (nothing gets through), and the errors it met. */
async function open(browser: Browser, url: string) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  const { origin } = new URL(url);
  await page.route(
    (target) => target.origin !== origin && /^(https?|wss?):$/.test(target.protocol),
    (route) => {
      elsewhere.push(route.request().url());
      return route.abort();
    },
  );
  page.on("pageerror", ({ message }) => complaints.push(message));
  await page.goto(url);
  return { page, elsewhere, complaints };
}

async function launch(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  onTestFinished(() => browser.close());
  return browser;
}
