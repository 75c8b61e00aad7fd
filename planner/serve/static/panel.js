// The side panel: a session in full, where else it could go, and what the rules say of a place.
import { ask } from "./api.js";
import { changing, choose, nameOf, state, undo } from "./main.js";
import { live } from "./page.js";
import { picking, startPick } from "./pick.js";
import { roomButton } from "./place.js";
import { rules } from "./rules.js";
import { h, many } from "./words.js";

const body = () => document.getElementById("panel-body");
const MOST_NAMES = 12;
let shown = null;

export function clearPanel() {
  state.chosen = "";
  shown = null;
  body().replaceChildren(h("p", { class: "hint" }, "Choisissez une séance pour voir qui y est, ce qui la tient et où elle pourrait aller. À la souris, faites-la glisser ; au clavier, D la déplace."));
}

export async function showPanel(id) {
  try {
    const one = await ask("seance", { id });
    if (picking()) return;
    shown = one;
    body().replaceChildren(...session(one));
    live(`Séance : ${one.title}, ${one.when}`);
    if (matchMedia("(max-width: 62rem)").matches) document.getElementById("panel").scrollIntoView({ block: "start" });
  } catch (refused) {
    body().replaceChildren(h("p", {}, (refused.lines ?? []).join(" ")));
  }
}

// The groups of a barrette at one hour, of which one is chosen.
export function showGroups(name, rows) {
  const told = (row) => [row.title, row.trainers.map((t) => nameOf("trainers", t)).join(", "), row.place, many(row.people, "apprenant")].filter(Boolean).join(" · ");
  body().replaceChildren(h("h2", {}, name), h("p", { class: "hint" }, rows[0].barrette ? "Ses groupes changent d’heure ensemble." : "Choisissez un groupe."),
    h("ul", { class: "choices" }, rows.map((row) => h("li", {}, h("button", { type: "button", class: "link", onclick: () => choose(row.id) }, told(row))))));
  live(`${name} : ${many(rows.length, "groupe")} à choisir dans le panneau.`);
  if (matchMedia("(max-width: 62rem)").matches) document.getElementById("panel").scrollIntoView({ block: "start" });
}

function session(one) {
  const rows = [
    ["Quand", `${one.when} (${one.length})`], ["Nature", one.sort], ["Classes", one.class_names.join(", ")],
    ["Formateurs", one.trainer_names.join(", ")], ["Lieu", one.place], ["Barrette", one.barrette], ["Avant le brouillon", one.was],
  ].filter(([, text]) => text);
  return [
    h("h2", { id: "session-title" }, one.title),
    h("dl", {}, rows.flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)])),
    h("div", { class: "buttons" },
      one.free ? h("button", { type: "button", class: "main", id: "move", onclick: () => startPick(one.id) }, "Déplacer") : null,
      h("button", { type: "button", onclick: () => whyHere(one) }, "Pourquoi ici ?"),
      one.free ? h("button", { type: "button", onclick: () => otherMeans(one) }, "Autre salle ou formateur") : null,
      h("button", { type: "button", onclick: () => lock(one) }, one.lock ? "Déverrouiller" : "Verrouiller")),
    one.lock ? h("p", { class: "hint" }, `Verrouillée par ${one.lock.author}${one.lock.reason ? ` : ${one.lock.reason}` : ""}.`) : null,
    one.held.length ? h("div", {}, h("h3", {}, "Ce qui la tient"), h("ul", {}, one.held.map((line) => h("li", {}, line)))) : null,
    one.with.length ? h("div", {}, h("h3", {}, `Change d’heure avec elle (${one.concerned} apprenants en tout)`), h("ul", {}, one.with.map((line) => h("li", {}, line)))) : null,
    h("div", { id: "answer", role: "status" }),
    people(one),
  ].filter(Boolean);
}

function people(one) {
  const few = one.expected.length <= MOST_NAMES;
  const list = h("ul", { class: "names" }, one.expected.map((name) => h("li", {}, name)));
  return one.expected.length ? h("details", { open: few }, h("summary", {}, many(one.expected.length, "apprenant attendu", "apprenants attendus")), list) : h("p", { class: "hint" }, "Aucun apprenant n’y est attendu.");
}

const answer = (...children) => document.getElementById("answer")?.replaceChildren(...children);

async function whyHere(one) {
  answer(h("p", {}, "Lecture…"));
  try {
    const found = await ask("pourquoi", { id: one.id });
    answer(
      h("h3", {}, "Pourquoi ici"),
      found.costs.length ? h("p", {}, "Ce que sa place coûte (+) ou épargne (−) aux préférences :") : h("p", {}, "Aucune préférence ne s’oppose à cette place."),
      h("ul", {}, found.costs.map((line) => h("li", {}, line))),
      h("h3", {}, found.places.length ? `Autres heures libres cette semaine (${found.places.length})` : "Aucune autre heure libre cette semaine"),
      h("ul", { class: "choices" }, found.places.map((place) => h("li", {}, choice(one, place)))));
  } catch (refused) {
    answer(h("p", {}, (refused.lines ?? []).join(" ")));
  }
}

async function otherMeans(one) {
  answer(h("p", {}, "Lecture…"));
  try {
    const { places } = await ask("moyens", { id: one.id });
    answer(
      h("h3", {}, places.length ? "À la même heure" : "À la même heure, aucune autre salle et aucun autre formateur ne conviennent."),
      h("ul", { class: "choices" }, places.map((place) => h("li", {}, choice(one, place, place.means)))));
  } catch (refused) {
    answer(h("p", {}, (refused.lines ?? []).join(" ")));
  }
}

// A place that may be taken with one press.
function choice(one, place, text = place.where) {
  if (!one.free) return h("span", {}, `${text} (coût ${place.said})`);
  return h("button", { type: "button", class: "link", onclick: () => take(one, place) }, `${text} (coût ${place.said})`);
}

async function take(one, place) {
  const done = await changing("deposer", { session: one.id, day: place.day, start: place.start, end: place.end, room: place.room, team: place.team });
  if (!done) return;
  await showPanel(one.id);
  showVerdict(done);
}

async function lock(one) {
  const done = await changing("verrou", { session: one.id, lock: !one.lock, reason: "" });
  if (!done) return;
  await showPanel(one.id);
  live(one.lock ? "Déverrouillée." : "Verrouillée : aucune mise à jour ne la déplacera.");
  document.querySelector("#panel button")?.focus();
}

// What the rules say of a place, while it is looked at and once something was put down there

export function showPlace(session, place) {
  if (!session) return;
  body().replaceChildren(h("h2", {}, session.title), ...verdict(place));
}

function verdict(place) {
  const chain = place.chain ?? (place.steps ? place : null);
  if (chain) {
    return [
      h("p", { class: "verdict" }, h("strong", {}, `Possible en ${many(chain.steps.length, "déplacement")}, coût ${chain.said}`), ` : ${chain.where}`),
      h("ol", {}, chain.steps.map((line) => h("li", {}, line))),
      h("p", { class: "hint" }, `Concernés : ${chain.touched}.`)];
  }
  const parts = [h("p", { class: place.free ? "verdict yes" : "verdict no" }, h("strong", {}, place.free ? `Libre, coût ${place.said}` : "Interdit"), ` : ${place.where}`)];
  if (place.why.length) parts.push(...rules(place.why));
  if (place.costs.length) parts.push(h("h3", {}, "Préférences, par rapport à sa place"), h("ul", {}, place.costs.map((line) => h("li", {}, line))));
  if (place.free && place.touched) parts.push(h("p", { class: "hint" }, `Concernés : ${place.touched}.`));
  return parts;
}

export function showVerdict(done) {
  if (!shown) return;
  answer(h("h3", {}, done.done ? "Déplacée dans le brouillon" : "Restée où elle était"), ...verdict(done.done && done.costs ? { ...done.place, costs: [] } : done.place), ...(done.done ? counted(done.costs) : []), ...room(done));
}

// Who has been refused an hour, or had to move others, may ask for the fewest changes that open it.
function room(done) {
  const { place } = done;
  if (place.day === undefined || (done.done && !place.steps)) return [];
  const [hint, said] = done.done ? ["Tout peut aussi être cherché de nouveau, en changeant le moins de séances possible.", "Chercher le moins de changements"] : ["Ce qui est à cette heure peut laisser sa place, dans la semaine ou dans une autre.", "Faites de la place"];
  return [h("p", { class: "hint" }, hint), h("div", { class: "buttons" }, roomButton(shown, place, said, done.done ? undo : undefined))];
}

// What the checker counts of all preferences, before and after, what moves with the session included.
export function counted(costs) {
  return [h("h3", {}, "Préférences de tout l’emploi du temps"), h("p", {}, `${costs.before} avant, ${costs.after} après (${costs.said})`), h("ul", {}, costs.lines.map((line) => h("li", {}, line)))];
}

