// What each test of the board needs: the board itself, a browser, a step that fails by itself, axe-core.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

export const [folder, ...command] = process.argv.slice(2);
const modules = createRequire(resolve(process.env.A11Y_MODULES ?? ".a11y", "package.json"));
const { chromium } = modules("playwright-core");
const axe = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const WAIT = 90000;
const FIRST = "2026-09-07"; // of the centre of tests/serve/centre.py, whatever today is
export const shots = process.env.BOARD_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

function browserPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try { return execFileSync("which", [name], { encoding: "utf8" }).trim(); } catch { /* the next one */ }
  }
  console.error("No browser found: install Chromium, or name it in CHROMIUM.");
  process.exit(2);
}

// The board: started, killed, and the addresses that it shows.
const board = { child: null, said: "" };
export async function start(where = folder, first = FIRST) {
  board.said = "";
  board.child = spawn(command[0], [...command.slice(1), "serve", where, "--no-browser", "--from", first], { env: { ...process.env, PYTHONUNBUFFERED: "1" } });
  board.child.stdout.on("data", (text) => { board.said += text; });
  board.child.stderr.on("data", (text) => { board.said += text; });
  await until(() => /entrer#\S+/.test(board.said), () => `the board does not start: ${board.said}`);
}
export const kill = () => new Promise((done) => { board.child.once("exit", done); board.child.kill("SIGKILL"); });
export const address = () => board.said.match(/http\S+/g).at(-1);

export async function until(test, why) {
  for (const end = Date.now() + WAIT; Date.now() < end; await new Promise((next) => setTimeout(next, 100))) if (await test()) return;
  throw new Error(typeof why === "function" ? why() : why);
}

export const errors = [];
export async function enter(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT);
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => { if (/Content Security Policy|Refused to/.test(message.text())) errors.push(message.text()); });
  await page.goto(address());
  await ready(page);
  return page;
}
export const ready = (page) => page.waitForSelector("body[data-ready] .block");

export const launch = () => chromium.launch({ executablePath: browserPath(), args: ARGS });

export const steps = [];
export async function step(name, work) {
  try {
    await work();
    console.log(`ok    ${name}`);
  } catch (error) {
    steps.push(name);
    console.log(`FAILS ${name}\n      ${error.stack ?? error}`);
  }
}

export async function clean(at) {
  await at.evaluate(axe);
  const { violations } = await at.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary.slice(0, 200)}`), []);
  const over = await at.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert(over <= 1, `${over} pixels too wide`);
}

export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };

// One screen in every size and colour scheme, as `act` leaves it.
export async function everyLook(browser, name, act) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      await step(`axe: ${name}, ${size}, ${colorScheme}`, async () => {
        const view = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
        const at = await enter(view);
        await act(at);
        if (shots) await at.screenshot({ path: `${shots}/${name}-${size}-${colorScheme}.png`, fullPage: true });
        await clean(at);
        await view.close();
      });
    }
  }
}
