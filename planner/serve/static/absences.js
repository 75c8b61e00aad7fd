// Absences: a trainer and days; each session with its ways out, picked one by one, all kept as one version.
import { ask, change } from "./api.js";
import { $, doing, headed, notice, opening } from "./page.js";
import { rules } from "./rules.js";
import { h, many, sayDay } from "./words.js";

let known = null; // what the page was told at first
let shown = null; // the sessions as they were asked last
const picks = {}; // place → way out

async function read() {
  known = await ask("absents");
  headed(known);
  $("warn").hidden = !known.draft;
  $("warn").textContent = known.draft ? "Un brouillon est ouvert : il restera, et l’écran « Semaine » proposera de le reprendre sur la nouvelle version." : "";
}

function fill() {
  $("trainer").replaceChildren(h("option", { value: "" }, "choisir…"), ...known.trainers.map(([id, name]) => h("option", { value: id }, name)));
  for (const id of ["from", "until"]) Object.assign($(id), { min: known.first, max: known.last });
  const today = new Date().toISOString().slice(0, 10);
  $("from").value = today < known.first ? known.first : today > known.last ? known.last : today;
  $("until").value = $("from").value;
}

const asked = () => ({ formateur: $("trainer").value, du: $("from").value, au: $("until").value });

async function look(more = {}) {
  shown = await ask("absence", { ...asked(), choix: JSON.stringify(picks), ...more });
  for (const n of Object.keys(picks)) delete picks[n];
  for (const one of shown.hours) if (one.picked) picks[one.n] = one.picked;
  draw();
}

function draw() {
  const { hours, events } = shown;
  const days = [...new Set(hours.map((one) => one.day))];
  const parts = days.map((day) => h("section", {}, h("h2", {}, sayDay(day)), ...hours.filter((one) => one.day === day).map(card)));
  if (!hours.length) parts.push(h("p", {}, "Aucune séance ces jours-là : rien à remplacer."));
  if (events.length) parts.push(h("h2", {}, "Se tient en son absence"), h("ul", {}, events.map((text) => h("li", {}, text))));
  $("hours").replaceChildren(...parts);
  const left = hours.filter((one) => !one.picked);
  $("keep-form").hidden = !hours.length;
  $("keep").disabled = left.length > 0;
  $("left").textContent = left.length ? `${many(left.length, "séance")} sans choix.` : "Un choix est fait pour chaque séance.";
  $("best").hidden = !left.some((one) => one.ways.length);
}

function card(one) {
  const name = `way-${one.n}`;
  const ways = one.ways.map((way) => h("li", {}, h("label", {},
    h("input", { type: "radio", name, value: way.way, checked: way.way === one.picked, onchange: () => pick(one.n, way.way) }), " ", way.said)));
  return h("fieldset", { class: "card ways", data: { n: one.n } }, h("legend", {}, one.title), h("p", { class: "hint" }, one.people),
    one.locked ? h("p", { class: "warn" }, "Verrouillée, avec son formateur : libérez-la d’abord, à l’écran « Semaine ».") : null,
    h("ul", { class: "choices" }, ways),
    one.refused.length ? h("ul", { class: "hint" }, one.refused.map((text) => h("li", {}, text))) : null,
    !one.ways.length && !one.locked ? h("p", {}, "Aucune solution sans enfreindre une règle impérative : inscrivez l’absence dans le classeur, feuille « Indisponibilités », puis mettez l’emploi du temps à jour.") : null);
}

// What is picked for one session changes what is left for those after it: they are asked again.
async function pick(n, way) {
  picks[n] = way;
  await doing($("keep"), () => look(), read);
  draw();
  document.querySelector(`[data-n="${n}"] input:checked`)?.focus();
}

async function keep(event) {
  event.preventDefault();
  $("answer").replaceChildren(h("p", {}, "Contrôle de toutes les règles, puis écriture des fichiers : une minute au plus…"));
  const done = await doing($("keep"), async () => {
    const told = await change("absence-gardee", { mark: shown.mark, ...asked(), choix: picks, reason: $("reason").value });
    $("answer").replaceChildren(...told.lines.map((line) => h("p", {}, line)), ...(told.alone.length ? [h("p", {}, told.alone[0]), h("ul", {}, told.alone.slice(1).map((line) => h("li", {}, line)))] : []), ...rules(told.why),
      told.done ? h("p", {}, "Pour que les calendriers suivent : ", h("a", { href: "/versions" }, "publiez cette version"), ".") : "");
    if (!told.done) return;
    $("reason").value = "";
    $("hours").replaceChildren();
    $("keep-form").hidden = true;
    for (const place of Object.keys(picks)) delete picks[place];
    await read();
  }, async () => { await read(); await look(); });
  if (!done) $("answer").replaceChildren();
}

$("who").addEventListener("submit", async (event) => {
  event.preventDefault();
  notice([]);
  $("answer").replaceChildren();
  for (const place of Object.keys(picks)) delete picks[place];
  await doing($("look"), () => look(), read);
});
$("from").addEventListener("change", () => { if ($("until").value < $("from").value) $("until").value = $("from").value; });
$("best").addEventListener("click", () => doing($("best"), () => look({ premier: "oui" }), read));
$("keep-form").addEventListener("submit", keep);
await opening(async () => { await read(); fill(); });
