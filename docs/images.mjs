// The pictures of the guide, taken from its own example by `make images`:
//   node docs/images.mjs DIR OUT COMMAND…      DIR: a folder of results; OUT: where the pictures go; COMMAND: barrette
// Needs what `make a11y` needs: Node, Chromium, and playwright-core in .a11y.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, out] = process.argv.slice(2, 4).map((path) => resolve(path));
const command = process.argv.slice(4);
const modules = createRequire(resolve(process.env.A11Y_MODULES ?? ".a11y", "package.json"));
const { chromium } = modules("playwright-core");
const address = (path) => pathToFileURL(join(folder, path)).href;
const DAY = "papiers/2026-09-07";

const PICTURES = [
  { name: "premiere-page", path: "interne/index.html", width: 1180, height: 640 },
  { name: "axes", path: "interne/index.html", width: 1180, part: "section:has(> #p-volets)" },
  { name: "reste", path: "interne/index.html", width: 1180, part: "section:has(> #p-heures)", most: 640 },
  { name: "bilan", path: "interne/bilan.html", width: 1180, height: 700 },
  { name: "charge", path: "interne/index.html", width: 1180, part: "section:has(> #p-formateurs)" },
  { name: "apprenant", path: "interne/index.html", hash: (data) => `#a/${encodeURIComponent(data.people[0][0])}/2026-10-05`, width: 1180, part: "section.of-week >> nth=2" },
  { name: "classe", path: "diffusion/classes/CAP-CUI-1.html", width: 1180, part: "section.of-week >> nth=0" },
  { name: "telephone", path: "diffusion/classes/CAP-CUI-1.html", width: 390, height: 700 },
  { name: "centre", path: "interne/centre.html", hash: () => "#semaine/classes/2026-09-07", width: 1280, height: 620 },
  { name: "panneau", path: "diffusion/panneau.html", hash: () => "#classes/2026-09-08", width: 1280, height: 400 },
  { name: "fiche", path: "fiches/apprenants/MARTIN-LEA.html", width: 390, height: 700 },
  { name: "appel", path: `${DAY}/appel.html`, width: 900, part: "main section", fullest: true },
];

// The screens of the board, on the same example; `act`: what is done before the picture.
const picked = async (page) => {
  await page.locator(".block.free:not([data-with])").first().click();
  await page.click("#move");
  await page.waitForSelector(".slot");
  await page.waitForFunction(() => !/Recherche de celles/.test(document.body.textContent));
};
const SCREENS = [
  { name: "tableau", path: "semaine#classes/CAP-CUI-1/2026-09-07", ready: ".block", act: picked, width: 1000, height: 470 },
  { name: "tableau-absences", path: "absences", ready: "#trainer option:nth-child(2)", act: async (page) => { await page.selectOption("#trainer", { label: "Petit Paul" }); for (const id of ["#from", "#until"]) await page.fill(id, "2026-09-07"); await page.click("#look"); await page.waitForSelector("fieldset.ways"); }, height: 560 },
  { name: "tableau-groupes", path: "groupes", ready: ".seat", act: async (page) => { await page.locator(".seat").first().click(); await page.waitForFunction(() => document.querySelector("#panel .choices") && !document.querySelector("#panel .waits")); }, width: 1180, height: 600 },
  { name: "tableau-resoudre", path: "resoudre", ready: "#files label", act: async (page) => { await page.click("#start"); await page.waitForSelector("#lines p"); }, height: 620 },
  { name: "tableau-bilan", path: "bilan", ready: "#rules table", act: async () => {}, height: 620 },
];

async function screens() {
  const board = spawn(command[0], [...command.slice(1), "serve", folder, "--no-browser", "--from", "2026-09-07"]);
  let said = "";
  board.stdout.on("data", (text) => { said += text; });
  while (!/entrer#\S+/.test(said)) await new Promise((next) => setTimeout(next, 100));
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
  await page.goto(said.match(/http\S+/)[0]);
  await page.waitForSelector("body[data-ready] .block");
  for (const { name, path, ready, act, width, height } of SCREENS) {
    await page.setViewportSize({ width: width ?? 1180, height });
    await page.goto("about:blank");
    await page.goto(new URL(`/${path}`, said.match(/http\S+/)[0]).href);
    await page.waitForSelector(`body[data-ready] ${ready}`, { state: "attached" });
    await act(page);
    await page.screenshot({ path: join(out, `${name}.png`) });
  }
  board.kill("SIGINT");
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
for (const { name, path, hash, width, height, part, fullest, most } of PICTURES) {
  const page = await browser.newPage({ viewport: { width, height: height ?? 900 }, colorScheme: "light", bypassCSP: true });
  await page.goto(address(path));
  if (hash) {
    const data = await page.evaluate(() => JSON.parse(document.getElementById("data").textContent));
    await page.goto("about:blank");
    await page.goto(address(path) + hash(data));
  }
  await page.evaluate(() => scrollTo(0, 0));
  const file = join(out, `${name}.png`);
  const rows = fullest ? await page.locator(part).evaluateAll((found) => found.map((one) => one.querySelectorAll("tbody tr").length)) : [0];
  if (most) await page.screenshot({ path: file, fullPage: true, clip: await page.locator(part).boundingBox().then((box) => ({ ...box, height: Math.min(box.height, most) })) });
  else if (part) await page.locator(part).nth(rows.indexOf(Math.max(...rows))).screenshot({ path: file });
  else await page.screenshot({ path: file });
  await page.close();
}
await screens();
await browser.close();
