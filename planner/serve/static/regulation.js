// Régulation: what a period's end proposes, decided card by card, kept together with a name and a reason.
import { ask, change } from "./api.js";
import { $, doing, headed, live, notice, opening } from "./page.js";
import { h, many } from "./words.js";

let found = null;
const choices = new Map(); // key → { accepted, what }

async function read(period = "") {
  show(await ask("dossier", period ? { periode: period } : {}));
}

function show(told) {
  found = told;
  headed(found);
  $("none").hidden = found.dossier !== null;
  $("open").hidden = found.dossier === null;
  if (!$("author").value) $("author").value = found.author;
  if (!found.dossier) return;
  $("period").replaceChildren(...found.periods.map(([id, label]) => h("option", { value: id, selected: id === found.dossier.period }, label)));
  $("title").textContent = found.dossier.title;
  choices.clear();
  draw();
}

function draw() {
  const only = $("undecided").checked;
  const { groups, said } = found.dossier;
  $("said").textContent = `${said}.`;
  const parts = groups.map(({ name, rows }) => [name, rows.filter((one) => !only || (one.accepted === null && one.open))]).filter(([, rows]) => rows.length);
  $("cards").replaceChildren(...parts.flatMap(([name, rows]) => [h("h3", {}, `${name} (${rows.length})`), ...rows.map(card)]));
  if (!parts.length) $("cards").replaceChildren(h("p", {}, "Tout est décidé."));
  count();
}

function card(one) {
  const choice = (accepted, said) => h("button", { type: "button", "aria-pressed": String(choices.get(one.key)?.accepted === accepted), onclick: (event) => choose(one, accepted, event.currentTarget) }, said, h("span", { class: "hidden-text" }, ` : ${one.name}, ${one.what}`));
  return h("article", { class: "card", data: { key: one.key } }, h("h4", {}, `${one.number}. ${one.name}`), h("p", {}, one.why), h("p", {}, h("strong", {}, one.what)), h("p", {}, one.effect),
    h("p", { class: "hint" }, one.state), ...one.decisions.map((text) => h("p", { class: "hint" }, text)),
    one.open ? h("div", { class: "buttons" }, choice(true, "Accepter"), one.refusable ? choice(false, "Refuser") : null) : null);
}

function choose(one, accepted, button) {
  if (choices.get(one.key)?.accepted === accepted) choices.delete(one.key);
  else choices.set(one.key, { accepted, what: one.what });
  for (const other of button.parentElement.children) other.setAttribute("aria-pressed", "false");
  if (choices.has(one.key)) button.setAttribute("aria-pressed", "true");
  count();
}

function count() {
  const yes = [...choices.values()].filter((one) => one.accepted).length;
  $("chosen").textContent = choices.size ? `À garder : ${many(yes, "accord")}, ${many(choices.size - yes, "refus", "refus")}.` : "Rien n’est choisi.";
  $("keep").disabled = !choices.size;
}

$("decide").addEventListener("submit", async (event) => {
  event.preventDefault();
  notice([]);
  const period = found.dossier.period;
  await doing($("keep"), async () => {
    const told = await change("decider", { period, choices: Object.fromEntries(choices), reason: $("reason").value, author: $("author").value });
    $("reason").value = "";
    show(told);
    notice(told.lines, "good");
    live(told.lines.join(" "));
  }, () => read(period));
  count();
});
$("period").addEventListener("change", () => read($("period").value));
$("undecided").addEventListener("change", draw);
await opening(() => read());
