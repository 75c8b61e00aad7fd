// Groupes: people and groups of a barrette in a period; whoever is picked sees at once where they may go and what it costs.
import { ask, change } from "./api.js";
import { $, doing, headed, live, notice, opening } from "./page.js";
import { rules } from "./rules.js";
import { folded, h, many } from "./words.js";

const POLL = 5000;

let found = null; // the barrette as it was read last
let pick = null; // { person, group, places }

const asked = () => ({ barrette: $("barrette").value, periode: $("period").value });

async function read(where = asked()) {
  show(await ask("groupes", where));
}

function show(told) {
  found = told;
  headed(found);
  $("barrette").replaceChildren(...found.barrettes.map(([id, name]) => h("option", { value: id, selected: id === found.barrette }, name)));
  const periods = found.barrettes.find(([id]) => id === found.barrette)?.[2] ?? [];
  $("period").replaceChildren(...periods.map(([id, label]) => h("option", { value: id, selected: id === found.period }, label)));
  $("hint").textContent = !found.people.length ? "Aucune barrette n’a de groupes dans cet emploi du temps."
    : found.over ? "Les séances de cette période sont passées : plus rien n’y change."
      : `Choisissez les heures d’une personne, ou faites-les glisser vers un autre groupe : le changement vaut à partir du ${found.from}, et chaque règle est vérifiée avant.`;
  draw();
  showDraft();
}

// The table

function draw() {
  const head = h("tr", {}, h("th", { scope: "col" }, "Apprenant"), ...found.groups.map((one) => h("th", { scope: "col", data: { group: one.id } },
    h("span", { class: "name" }, one.name), h("span", { class: "hint" }, [one.team, one.room].filter(Boolean).join(", ")), h("span", { class: "hint" }, `${one.people}, ${one.hours}`))));
  $("people").replaceChildren(found.people.length ? h("table", { class: "groups" }, h("caption", { class: "hidden-text" }, "Heures de chacun dans chaque groupe"), h("thead", {}, head), h("tbody", {}, found.people.map(row))) : "");
  filter();
  mark();
}

function row(one) {
  return h("tr", { data: { person: one.id } },
    h("th", { scope: "row" }, h("span", { class: "name" }, one.name), h("span", { class: "hint" }, one.class),
      ...one.levels.map((text) => h("span", { class: "hint" }, text)), ...one.needs.map((text) => h("span", { class: "need" }, text)), ...one.past.map((text) => h("span", { class: "hint" }, text))),
    ...found.groups.map((group) => h("td", { data: { group: group.id }, class: one.cells[group.id] ? "has" : "" }, cell(one, group))));
}

function cell(one, group) {
  const held = one.cells[group.id];
  if (!held) return null;
  const which = h("span", { class: "which" }, `${group.name}, `);
  if (one.gone.includes(group.id)) return h("span", { class: "left" }, which, "quitté", h("span", { class: "hidden-text" }, " dans le brouillon"));
  return h("button", {
    type: "button", class: `seat${held.changed ? " changed" : ""}`, draggable: String(!held.lock), data: { group: group.id },
    onclick: () => choose(one, group), ondragstart: (event) => { event.dataTransfer.setData("text/plain", one.id); choose(one, group, true); }, ondragend: () => mark(),
  }, h("span", { class: "hidden-text" }, `${one.name}, `), which, held.said, held.lock ? h("span", { class: "lock" }, " verrouillé") : null, held.changed ? h("span", { class: "hidden-text" }, ", changé dans le brouillon") : null);
}

function filter() {
  const text = folded($("find").value.trim());
  let shown = 0;
  for (const tr of document.querySelectorAll("tbody tr")) {
    tr.hidden = Boolean(text) && !folded(tr.firstElementChild.textContent).includes(text);
    shown += tr.hidden ? 0 : 1;
  }
  if (text) live(many(shown, "personne"));
}

// The verdict of each group stands in the row of whoever is picked too: there the hours are dropped.
function mark() {
  for (const one of document.querySelectorAll("tr.picked, .seat.chosen")) one.classList.remove("picked", "chosen");
  for (const one of document.querySelectorAll("td .verdict-cell")) one.remove();
  for (const one of document.querySelectorAll("td.over")) one.classList.remove("over");
  if (!pick) return;
  const tr = document.querySelector(`tr[data-person="${CSS.escape(pick.person.id)}"]`);
  tr?.classList.add("picked");
  tr?.querySelector(`.seat[data-group="${CSS.escape(pick.group.id)}"]`)?.classList.add("chosen");
  for (const place of pick.places ?? []) {
    const td = tr?.querySelector(`td[data-group="${CSS.escape(place.group)}"]`);
    td?.append(h("span", { class: `verdict-cell ${sort(place)}`, title: place.open ? "" : place.brief, "aria-hidden": "true" }, verdict(place) ?? (place.never ? "–" : "non")));
  }
}

const weighed = (place) => place.free || !place.open;
const verdict = (place) => (place.free ? (place.said === "0" ? "libre" : place.said) : weighed(place) ? null : "…");
const sort = (place) => (place.free ? (place.cost > 0.5 ? "costs" : "free") : !weighed(place) ? "waits" : place.never ? "never" : "forbidden");

for (const name of ["dragover", "dragleave", "drop"]) {
  $("people").addEventListener(name, (event) => {
    const td = event.target.closest?.("td[data-group]");
    if (!td || !pick || td.parentElement.dataset.person !== pick.person.id || td.dataset.group === pick.group.id) return;
    event.preventDefault();
    td.classList.toggle("over", name === "dragover");
    if (name === "drop") dropped(td.dataset.group);
  });
}

// What is dropped before its verdict is there waits for it.
async function dropped(group) {
  const mine = pick;
  while (pick === mine && !mine.places) await new Promise((next) => setTimeout(next, 50));
  if (pick !== mine) return;
  const place = pick.places.find((one) => one.group === group);
  if (place?.open) await move(place);
  else if (place) { said(place); document.querySelector(`#panel [data-group="${CSS.escape(group)}"]`)?.focus(); }
}

// Who is picked

async function choose(person, group, drag = false) {
  pick = { person, group, places: null };
  $("answer").replaceChildren();
  panel();
  mark();
  if (!drag) $("panel").focus({ preventScroll: !matchMedia("(max-width: 62rem)").matches });
  const mine = pick;
  mine.reading = ask("groupes-places", { personne: person.id, groupe: group.id }).then((told) => {
    if (pick !== mine) return;
    if (told.mark !== found.mark) { drop(); notice(["Le plan a changé : recommencez."]); return; }
    mine.places = told.places;
    panel();
    mark();
  }).then(() => weigh(mine)).catch((refused) => { if (pick === mine) { drop(); notice(refused.lines ?? ["Erreur imprévue de la page : rechargez-la."], "warn"); } });
  await mine.reading;
}

// What each group costs is counted one by one, as long as the person is picked.
async function weigh(mine) {
  const { person, group, places } = mine;
  for (const one of (places ?? []).filter((place) => place.open)) {
    if (pick !== mine) return;
    const told = await ask("groupes-places", { personne: person.id, groupe: group.id, vers: one.group });
    if (pick !== mine || told.mark !== found.mark) return;
    Object.assign(one, told.places[0]);
    refresh(one);
    mark();
  }
  if (pick !== mine || !places) return;
  const free = places.filter((one) => one.free).length;
  live(`${person.name} : ${free ? many(free, "groupe possible", "groupes possibles") : "aucun autre groupe possible"}.`);
}

// One group again, the focus staying on it.
function refresh(place) {
  const at = document.querySelector(`#panel .slot[data-group="${CSS.escape(place.group)}"]`);
  const focused = at === document.activeElement;
  const now = target(place);
  at?.parentElement.replaceWith(now);
  if (focused) now.firstElementChild.focus();
}

function drop() {
  pick = null;
  panel();
  mark();
}

function panel() {
  if (!pick) { $("panel-body").replaceChildren(h("p", { class: "hint" }, "Choisissez les heures d’une personne pour voir les groupes où elle peut aller, ce qu’elle y gagne et ce qu’il en coûte.")); return; }
  const { person, group, places } = pick;
  const held = person.cells[group.id];
  const parts = [h("h2", {}, person.name), h("p", {}, `${group.name}, ${held.said}`),
    h("ul", {}, [...person.levels, ...person.needs, ...person.past].map((text) => h("li", {}, text)))];
  if (held.lock) parts.push(h("p", {}, `Place verrouillée (${held.lock.author}, ${held.lock.made})${held.lock.reason ? ` : ${held.lock.reason}` : ""}.`));
  parts.push(h("div", { class: "buttons" }, held.changed ? null : h("button", { type: "button", id: "lock", onclick: (event) => lock(event.currentTarget, !held.lock) }, held.lock ? "Déverrouiller" : "Verrouiller dans ce groupe"), h("button", { type: "button", onclick: leave }, "Laisser")));
  if (held.lock) parts.push(h("p", { class: "hint" }, "Déverrouillez cette place pour changer de groupe."));
  else if (!places) parts.push(h("p", {}, "Lecture des groupes…"));
  else parts.push(h("h3", {}, "Changer pour"), h("ul", { class: "choices" }, places.filter((one) => !one.never).map(target)), never(places.filter((one) => one.never)));
  $("panel-body").replaceChildren(...parts);
}

function target(place) {
  const button = h("button", { type: "button", class: `slot ${sort(place)}`, data: { group: place.group }, onclick: () => (place.open ? move(place) : said(place)) },
    h("b", {}, place.name), h("span", {}, verdict(place) ?? "interdit"), h("span", { class: "means" }, place.open ? place.hours : place.brief));
  return h("li", {}, button, ...[...place.owed, place.level].filter(Boolean).map((text) => h("p", { class: "hint" }, text)),
    place.costs.length ? h("details", {}, h("summary", {}, "Préférences", h("span", { class: "hidden-text" }, ` : ${place.name}`)), h("ul", {}, place.costs.map((text) => h("li", {}, text)))) : null);
}

function never(places) {
  if (!places.length) return "";
  return h("details", {}, h("summary", {}, `${many(places.length, "groupe")} sans heure commune`), h("ul", {}, places.map((one) => h("li", {}, one.brief))));
}

// Why a group is forbidden.
function said(place) {
  const seat = document.querySelector(".seat.chosen");
  seat?.classList.remove("sent-back");
  requestAnimationFrame(() => seat?.classList.add("sent-back"));
  $("answer").replaceChildren(h("p", { class: "verdict no" }, h("strong", {}, `${place.name} : rien n’a changé.`), ` ${place.never ? place.brief : ""}`), ...rules(place.why));
}

function leave() {
  const seat = document.querySelector(".seat.chosen");
  drop();
  $("answer").replaceChildren();
  seat?.focus();
}

// Changing: each change is in the draft of the folder before it is shown.

async function changing(button, name, body, then) {
  return doing(button, async () => {
    const done = await change(name, { mark: found.mark, ...body });
    await read();
    then(done);
  }, async () => { drop(); await read(); });
}

async function move(place) {
  const { person, group } = pick;
  await changing($("undo"), "changer-groupe", { person: person.id, from: group.id, to: place.group }, (done) => {
    if (!done.done) { said(done.place); return; }
    drop();
    $("answer").replaceChildren(h("p", { class: "verdict" }, h("strong", {}, `${person.name} : ${group.name} → ${place.name}.`), ` Préférences : ${done.costs.before} avant, ${done.costs.after} après (${done.costs.said}).`));
    document.querySelector(`tr[data-person="${CSS.escape(person.id)}"] .seat[data-group="${CSS.escape(place.group)}"]`)?.focus();
  });
}

async function lock(button, wanted) {
  const { person, group } = pick;
  await changing(button, "verrou-groupe", { person: person.id, group: group.id, reason: $("reason").value, lock: wanted }, () => {
    live(wanted ? "Place verrouillée : aucune mise à jour ne la change." : "Place déverrouillée.");
    const now = found.people.find((one) => one.id === person.id);
    if (now) choose(now, group);
  });
}

// The draft is that of the screen « Semaine »: it is kept whole.

function showDraft() {
  const { state } = found;
  $("draft-said").textContent = state.differs ? `Brouillon : ${many(state.differs, "modification")}` : "Brouillon vide";
  $("undo").disabled = !state.undo || state.behind;
  $("redo").disabled = !state.redo || state.behind;
  $("keep-form").hidden = !state.differs || state.behind;
  const steps = state.steps.filter((step) => !step.undone);
  $("steps").replaceChildren(...steps.map((step) => h("li", {}, step.lines.map((line) => h("span", {}, line)))));
  $("counted").replaceChildren(h("p", {}, `Préférences : ${state.costs.before} avant, ${state.costs.after} après (${state.costs.said})`), h("ul", {}, state.costs.lines.map((line) => h("li", {}, line))));
  if (state.behind) notice([`Le brouillon part de la version ${state.base} ; la version ${state.version.number} est venue depuis : reprenez-le ou abandonnez-le à l’écran « Semaine ».`], "warn");
}

async function keep(event) {
  event.preventDefault();
  $("answer").replaceChildren(h("p", {}, "Contrôle de toutes les règles…"));
  const done = await changing($("keep"), "garder", { reason: $("reason").value }, (kept) => {
    if (kept.number === null) {
      $("answer").replaceChildren(h("p", {}, "Rien n’a été gardé : ces modifications ne respecteraient pas des règles impératives."), ...rules(kept.why));
      return;
    }
    $("reason").value = "";
    $("answer").replaceChildren(h("p", {}, `Gardé : version ${kept.number}. Qui a changé de groupe y est verrouillé ; les fichiers du dossier s’écrivent.`), h("p", {}, "Pour que les calendriers suivent : ", h("a", { href: "/versions" }, "publiez cette version"), "."));
  });
  if (!done) $("answer").replaceChildren();
}

// Arrows go from one person's hours to the next: left and right in a row, up and down from person to person.
function step(event) {
  const here = event.target.closest?.(".seat");
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!here || !by || event.ctrlKey || event.altKey || event.metaKey) return;
  const row = here.closest("tr");
  const rows = [...document.querySelectorAll("tbody tr:not([hidden])")].filter((tr) => tr.querySelector(".seat"));
  const seats = [...row.querySelectorAll(".seat")];
  const across = event.key === "ArrowLeft" || event.key === "ArrowRight";
  const next = across ? seats[seats.indexOf(here) + by] : beside(rows[rows.indexOf(row) + by], here.dataset.group);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

const beside = (tr, group) => tr?.querySelector(`.seat[data-group="${CSS.escape(group)}"]`) ?? tr?.querySelector(".seat");

// What another tab or a command changes meanwhile.
async function poll() {
  if (document.hidden || document.body.classList.contains("busy") || !found) return;
  const { mark } = await ask("etat").catch(() => ({ mark: found.mark }));
  if (mark === found.mark || document.body.classList.contains("busy")) return;
  drop();
  await read();
  notice(["Le plan a changé, dans un autre onglet ou par une commande : le voici tel qu’il est maintenant."]);
}

$("barrette").addEventListener("change", () => doing($("barrette"), async () => { drop(); await read({ barrette: $("barrette").value, periode: "" }); }, read));
$("period").addEventListener("change", () => doing($("period"), async () => { drop(); await read(); }, read));
$("find").addEventListener("input", filter);
$("people").addEventListener("keydown", step);
for (const [id, name, done, none] of [["undo", "annuler", "Annulé.", "Il n’y a rien à annuler."], ["redo", "retablir", "Rétabli.", "Il n’y a rien à rétablir."]]) {
  $(id).addEventListener("click", () => changing($(id), name, {}, (told) => { drop(); live(told.done ? done : none); $(id).disabled = !found.state[id]; }));
}
$("keep-form").addEventListener("submit", keep);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && pick) leave();
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");
  if (typing || !(event.ctrlKey || event.metaKey)) return;
  if (event.key === "z" && !event.shiftKey) { event.preventDefault(); $("undo").click(); }
  if (event.key === "y" || (event.key === "Z" && event.shiftKey)) { event.preventDefault(); $("redo").click(); }
});
setInterval(poll, POLL);
window.addEventListener("focus", poll);
await opening(async () => { panel(); await read({}); });
