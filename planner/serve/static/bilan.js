// Bilan: what the plan, with its draft, costs each preference, and its dearest cases; a version beside it.
import { ask } from "./api.js";
import { $, headed, opening, wrong } from "./page.js";
import { h, many } from "./words.js";

async function read() {
  document.body.classList.add("busy");
  try {
    draw(await ask("bilan", $("other").value ? { version: $("other").value } : {}));
  } catch (refused) {
    wrong(refused);
  } finally {
    document.body.classList.remove("busy");
  }
}

function draw(found) {
  const both = found.before !== null;
  headed(found);
  $("name").textContent = found.name.charAt(0).toUpperCase() + found.name.slice(1);
  $("verdict").textContent = found.verdict;
  const heads = [h("th", { scope: "col" }, "Préférence"), ...(both ? [number("th", found.before), number("th", found.name), number("th", "Différence")] : [number("th", "Coût")]), number("th", "Cas"), number("th", "Poids"), number("th", "Au moins"), number("th", "Écart")];
  $("rules").replaceChildren(
    table("Coût de chaque préférence", heads, found.rules.map((one) => h("tr", {}, h("th", { scope: "row" }, `${one.name} (${one.key})`), ...(both ? [number("td", one.then), number("td", one.cost), number("td", one.change)] : [number("td", one.cost)]), number("td", one.number), number("td", one.weight), number("td", one.bound), number("td", one.gap)))),
    ...found.rules.map((one) => h("details", { class: "card" }, h("summary", {}, `${one.name} : ${one.cost}, ${many(one.number, "cas", "cas")}`), h("p", {}, `${one.statement} (${one.key})`), one.whose ? h("p", { class: "hint" }, `Pour qui : ${one.whose}.`) : null,
      h("ol", { class: "cases" }, one.cases.map((item) => h("li", {}, h("strong", {}, item.cost), ` ${item.text} `, ...item.links.map(([name, where]) => h("a", { href: `/semaine#${where.split("/").map(encodeURIComponent).join("/")}` }, name)).flatMap((link, n) => (n ? [", ", link] : [link]))))),
      one.number > one.cases.length ? h("p", { class: "hint" }, `et ${many(one.number - one.cases.length, "autre cas", "autres cas")}, moins coûteux ou aussi coûteux.`) : null)));
  $("free").textContent = found.free.length ? `Ne coûtent rien : ${found.free.join(", ")}.` : "";
  $("holders").replaceChildren(...found.holders.filter((one) => one.rows.length).flatMap((one) => [h("h2", {}, `${one.title} : pour qui`),
    table(`${one.title}, du plus coûteux au moins coûteux`, [h("th", { scope: "col" }, one.title), ...(both ? [number("th", found.before), number("th", found.name), number("th", "Différence")] : [number("th", "Coût")]), h("th", { scope: "col" }, "Surtout")],
      one.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.name), ...(both ? [number("td", row.then), number("td", row.cost), number("td", row.change)] : [number("td", row.cost)]), h("td", {}, row.what)))),
    one.rest > 0 ? h("p", { class: "hint" }, `et ${many(one.rest, "ligne", "lignes")} de plus, qui coûtent moins.`) : null].filter(Boolean)));
}

const number = (tag, text) => h(tag, { class: "n", scope: tag === "th" ? "col" : null }, String(text));
const table = (caption, heads, rows) => h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, h("table", { class: "plain" }, h("caption", { class: "hidden-text" }, caption), h("thead", {}, h("tr", {}, heads)), h("tbody", {}, rows)));

async function others() {
  const { versions } = await ask("versions");
  $("other").append(...versions.map((one) => h("option", { value: one.number }, `version ${one.number}${one.reason ? ` (${one.reason})` : ""}`)));
}

$("other").addEventListener("change", read);
await opening(async () => { await others(); await read(); });
