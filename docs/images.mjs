// The pictures of the guide, taken from its own example by `make images`:
//   node docs/images.mjs DIR OUT      DIR: a folder of results; OUT: where the pictures go
// Needs what `make a11y` needs: Node, Chromium, and playwright-core in .a11y.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, out] = process.argv.slice(2).map((path) => resolve(path));
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
await browser.close();
