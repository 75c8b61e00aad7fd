// What is left to do: what is not placed, and hours due.
import { look, nameOf, state } from "./main.js";
import { $ } from "./page.js";
import { h } from "./words.js";


export function showTray() {
  const { unplaced, debts } = state.plan;
  $("unplaced-count").textContent = `(${unplaced.length})`;
  $("debts-count").textContent = `(${debts.length})`;
  $("unplaced").replaceChildren(unplaced.length ? table(["Quoi", "Classes", "Durée", "Motif"], unplaced.map((row) => [row.name, classes(row.classes), row.length, row.reason])) : h("p", {}, "Tout est placé."));
  $("debts").replaceChildren(debts.length ? table(["Apprenant", "Quoi", "Reste à placer", "Échéance", "Motif"], debts.map((row) => [row.who, row.what, row.left, row.deadline, row.reason])) : h("p", {}, "Toutes les heures dues sont prévues à temps."));
}

const classes = (ids) => ids.map((id) => h("button", { type: "button", class: "link", onclick: () => look({ kind: "classes", owner: id }) }, nameOf("classes", id)));

function table(heads, rows) {
  return h("table", { class: "list" }, h("thead", {}, h("tr", {}, heads.map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, ...[cell].flat()))))));
}
