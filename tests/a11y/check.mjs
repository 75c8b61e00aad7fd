// Accessibility of every page of a folder (axe-core, WCAG 2.2 level AA) in a real browser: phone and desktop, light
// and dark, and no scrolling sideways at 320 pixels (1.4.10). Run by `make a11y`:
//   node tests/a11y/check.mjs DIR [PART OF A FILE'S NAME]
// Each page is looked at; the first ones of each folder in all four looks, and those after, which differ from them by
// their names and hours, in one of the four, in turn. EVERY_LOOK=1 looks at each page in each.
// CHROMIUM names the browser where it is not found. Exit 0: nothing found; 1: violations; 2: cannot run.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2] ?? "demo");
const modules = createRequire(resolve(process.env.A11Y_MODULES ?? ".a11y", "package.json"));
const { chromium } = modules("playwright-core");
const axe = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const THEMES = ["light", "dark"];
const LOOKS = Object.keys(SIZES).flatMap((size) => THEMES.map((theme) => ({ size, theme })));
const FIRST = 3; // of the pages of a folder, in every look
const TABS = 2; // at a time
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const NARROW = { width: 320, height: 640 };
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

function browserPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try { return execFileSync("which", [name], { encoding: "utf8" }).trim(); } catch { /* the next one */ }
  }
  console.error("No browser found: install Chromium, or name it in CHROMIUM.");
  process.exit(2);
}

function pagesOf(path) {
  return readdirSync(path, { withFileTypes: true }).flatMap((item) => {
    const inside = join(path, item.name);
    return item.isDirectory() ? pagesOf(inside) : item.name.endsWith(".html") ? [inside] : [];
  }).sort();
}

const escapeId = (id) => encodeURIComponent(id);

// The planner's page is many pages in one: each list, somebody of each sort, the search and the detail of a session.
async function viewsOf(page, file) {
  await page.goto(pathToFileURL(file).href);
  const data = await page.evaluate(() => JSON.parse(document.getElementById("data")?.textContent ?? "null"));
  if (!data) return [{ name: "", hash: "" }];
  if (data.rooms && !data.people) return ["classes", "rooms"].map((name) => ({ name: `#${name}`, hash: `#${name}` }));
  if (!data.debts) return wholeCentre(data);
  const owner = (sort, rows) => (rows.length ? [{ name: `#${sort}`, hash: `#${sort}/${escapeId(rows[0][0])}` }] : []);
  const lists = ["synthese", "alertes", "non-place", "heures-dues", "groupes", "annuaire"].map((name) => ({ name: `#${name}`, hash: `#${name}`, open: true }));
  const people = data.debts.length ? [data.people[data.debts[0][0]]] : data.people;
  return [...lists, ...owner("a", people), ...owner("c", data.classes), ...owner("f", data.trainers), ...owner("s", data.rooms),
    { name: "#recherche", hash: "#synthese", act: async () => { await page.fill("#q", "a"); } },
    ...(data.classes.length ? [{ name: "#detail", hash: `#c/${escapeId(data.classes[0][0])}`, act: async () => { await page.locator(".entry button:visible").first().click(); } }] : [])];
}

// The page of the whole centre: each view in a week that has something, and the detail of a session.
function wholeCentre(data) {
  const day = data.sessions[0]?.[0] ?? 0, iso = new Date(Date.parse(data.first) + day * 864e5).toISOString().slice(0, 10);
  const minutes = data.sessions[0]?.[1] ?? 480, time = [minutes / 60, minutes % 60].map((n) => String(Math.floor(n)).padStart(2, "0")).join(":");
  const hashes = [...["classes", "formateurs", "salles"].map((name) => `#semaine/${name}/${iso}`), "#alternance", "#barrettes/0/0", `#libres/salles/${iso}`, `#libres/formateurs/${iso}`, "#occupation", `#maintenant/${iso}T${time}`];
  return [...hashes.map((hash) => ({ name: hash, hash })), { name: "#seance", hash: hashes[0], act: async (page) => { await page.locator(".block").first().click(); } }];
}

// A report of a hundred people is a hundred times the same part: the first ones are looked at.
const PARTS = 3;
const alike = (kept) => document.querySelectorAll("article.part").forEach((part, n) => { if (n >= kept) part.remove(); });

async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  return violations.map((v) => ({ rule: v.id, impact: v.impact, nodes: v.nodes.length, first: v.nodes[0].target.join(" "), html: v.nodes[0].html.slice(0, 160) }));
}

const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

if (!existsSync(folder)) { console.error(`${folder} does not exist.`); process.exit(2); }
const files = ["interne", "diffusion", "entreprises", "fiches", "papiers", "public"].map((name) => join(folder, name)).filter(existsSync).flatMap(pagesOf).filter((file) => file.includes(process.argv[3] ?? ""));
const browser = await chromium.launch({ executablePath: browserPath(), args: ARGS });
const found = new Map();
let runs = 0, total = 0;
function note(problem, where) {
  total += problem.nodes;
  if (!found.has(problem.rule)) found.set(problem.rule, { ...problem, nodes: 0, places: new Set() });
  const row = found.get(problem.rule);
  row.nodes += problem.nodes;
  row.places.add(where);
}
// Which looks each page has: all, or the next one.
const met = new Map();
const looksOf = new Map(files.map((file, n) => {
  const before = met.get(dirname(file)) ?? 0;
  met.set(dirname(file), before + 1);
  return [file, process.env.EVERY_LOOK || before < FIRST ? LOOKS : [LOOKS[n % LOOKS.length]]];
}));

async function lookAt(page, file, { size, theme }) {
  for (const view of await viewsOf(page, file)) {
    const where = `${relative(folder, file)}${view.name}`;
    await page.goto("about:blank");
    await page.goto(pathToFileURL(file).href + view.hash);
    if (view.open) await page.evaluate(() => document.querySelectorAll("main details").forEach((part) => { part.open = true; }));
    if (view.act) await view.act(page);
    await page.evaluate(alike, PARTS);
    for (const problem of await findings(page)) note(problem, `${where} (${size}, ${theme})`);
    await page.setViewportSize(NARROW);
    const over = await wide(page);
    if (over > 1) note({ rule: "reflow-320", impact: "serious", nodes: 1, first: `${over} pixels too wide`, html: "" }, where);
    await page.setViewportSize(SIZES[size]);
    runs += 1;
  }
}

for (const look of LOOKS) {
  const todo = files.filter((file) => looksOf.get(file).includes(look));
  const tab = async () => {
    const context = await browser.newContext({ viewport: SIZES[look.size], colorScheme: look.theme, bypassCSP: true });
    const page = await context.newPage();
    page.on("pageerror", (error) => note({ rule: "script-error", impact: "critical", nodes: 1, first: String(error), html: "" }, page.url()));
    for (let file = todo.shift(); file; file = todo.shift()) await lookAt(page, file, look);
    await context.close();
  };
  await Promise.all(Array.from({ length: TABS }, tab));
  console.log(`${look.size}, ${look.theme}: ${runs} checks so far, ${Math.round(performance.now() / 1000)} s`);
}
await browser.close();
for (const row of [...found.values()].sort((a, b) => b.nodes - a.nodes)) {
  const places = [...row.places];
  console.log(`${row.rule} (${row.impact}): ${row.nodes} on ${places.length} of ${runs}\n  ${row.first}\n  ${row.html}\n  ${places.slice(0, 3).join("\n  ")}`);
}
console.log(`${files.length} files, ${runs} checks, ${total} violations`);
process.exit(total ? 1 : 0);
