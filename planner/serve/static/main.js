// The board: what is shown is read from the server, changed there, and read again. Nothing is kept here alone.
import { ask, change } from "./api.js";
import { openDraft, showDraft } from "./draft.js";
import { setUpKeys } from "./keys.js";
import { clearPanel, showPanel } from "./panel.js";
import { $, live, notice, opening } from "./page.js";
import { cancelPick, pickInWeek, picking } from "./pick.js";
import { makingRoom, setUpRoom } from "./place.js";
import { showTray } from "./tray.js";
import { drawWeek, holds } from "./week.js";
import { h, longDay, many, mondayOf, shortDay, plus } from "./words.js";

const POLL = 5000;
let unwritten = ""; // why the files of a version are not there, as it was last told

// `seen`: the mark of the plan as it is drawn: what is changed is changed of that one, or of none.
export const state = { plan: null, week: null, seen: "", kind: "classes", owner: "", monday: "", beside: "", chosen: "", compare: "", find: "", unanswered: false };

// The weeks that are shown, the second one where two stand side by side.
export const mondays = () => (state.beside && state.beside !== state.monday ? [state.monday, state.beside] : [state.monday]);
export const sessionOf = (id) => state.week?.sessions.find((one) => one.id === id);
export const ownersOf = (kind) => state.plan?.[kind] ?? [];
export const nameOf = (kind, id) => ownersOf(kind).find((row) => row[0] === id)?.[1] ?? id;

// Reading

export async function readPlan() {
  state.plan = await ask("plan");
  $("centre").textContent = state.plan.centre;
  fillWeeks();
  fillCompare();
  showState();
  showTray();
}

export async function readWeek() {
  let weeks = [];
  do weeks = await Promise.all(mondays().map((lundi) => ask("semaine", { lundi })));
  while (weeks.some((week) => week.mark !== weeks[0].mark));
  state.week = { mark: weeks[0].mark };
  for (const part of ["sessions", "before", "told"]) state.week[part] = weeks.flatMap((week) => week[part]);
  if (state.plan && state.week.mark !== state.plan.mark) await readPlan();
  draw();
}

export function draw() {
  if (!state.week) return;
  fillOwners();
  drawWeek();
  state.seen = state.week.mark;
  remember();
}

export function showState(found = null) {
  if (found) Object.assign(state.plan, found);
  const plan = state.plan;
  const told = plan.published === null ? "pas encore publiée" : plan.published === plan.version.number ? "publiée" : `la version ${plan.published} est publiée`;
  $("version").textContent = `Version ${plan.version.number} (${told})`;
  showDraft();
  if (plan.behind) {
    notice([`Le brouillon part de la version ${plan.base} ; la version ${plan.version.number} est venue depuis. Ouvrez le brouillon pour le reprendre sur elle, ou l’abandonner.`], "warn");
  }
}

// Changing: what comes back says how the plan stands; whoever has seen an older one is told, and reads the new one.

export async function changing(name, body = {}) {
  document.body.classList.add("busy");
  try {
    const done = await change(name, { mark: state.seen, ...body });
    state.seen = done.state.mark; // one's own change is known before it is drawn
    showState(done.state);
    await readWeek();
    return done;
  } catch (refused) {
    notice(refused.lines ?? ["Erreur imprévue de la page : rechargez-la."], "warn");
    state.unanswered = refused.status === 0; // it may have been done all the same
    if (refused.changed) await changedElsewhere();
    return null;
  } finally {
    document.body.classList.remove("busy");
  }
}

async function changedElsewhere() {
  cancelPick();
  await readPlan();
  await readWeek();
  if (state.chosen) await showPanel(state.chosen);
}

async function poll() {
  if (makingRoom() || document.hidden || document.body.classList.contains("busy") || !state.plan) return;
  try {
    const { mark, said } = await ask("etat");
    if (said.length && said.join() !== unwritten) notice(said, "warn");
    unwritten = said.join();
    if (makingRoom() || document.body.classList.contains("busy") || mark === state.plan.mark) return;
    await changedElsewhere();
    if (!state.plan.behind) notice(["Le plan a changé, dans un autre onglet ou par une commande : le voici tel qu’il est maintenant."]);
  } catch (refused) {
    notice(refused.lines ?? [], "warn");
  }
}

// What is looked at

const OWNER = { classes: "Classe", trainers: "Formateur", rooms: "Salle" };

function fillWeeks() {
  const { weeks } = state.plan;
  $("week").replaceChildren(...weeks.map((monday) => h("option", { value: monday }, `du ${shortDay(monday)} au ${shortDay(plus(monday, 6))}`)));
  if (!weeks.includes(state.monday)) state.monday = state.plan.opens;
  if (!weeks.includes(state.beside)) state.beside = "";
  $("week").value = state.monday;
  $("beside").replaceChildren(h("option", { value: "" }, "aucune"), ...weeks.map((monday) => h("option", { value: monday }, `du ${shortDay(monday)} au ${shortDay(plus(monday, 6))}`)));
}

function fillCompare() {
  const { plan } = state;
  const rows = [["", "sans comparer"], ["before", `avec la version ${plan.base}`]];
  if (plan.published !== null) rows.push(["told", `avec ce qui est publié (version ${plan.published})`]);
  $("compare").replaceChildren(...rows.map(([value, text]) => h("option", { value }, text)));
  if (!rows.some(([value]) => value === state.compare)) state.compare = "";
  $("compare").value = state.compare;
}

function fillOwners() {
  const rows = ownersOf(state.kind);
  const all = { classes: "Toutes les classes", trainers: "Tous les formateurs", rooms: "Toutes les salles" }[state.kind];
  const options = [["", all], ...rows];
  const select = $("owner");
  $("owner-sort").textContent = OWNER[state.kind];
  if (select.dataset.kind !== state.kind || select.options.length !== options.length) {
    select.replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
    select.dataset.kind = state.kind;
  }
  if (state.owner && !rows.some((row) => row[0] === state.owner)) state.owner = "";
  select.value = state.owner;
  for (const radio of document.querySelectorAll("input[name=kind]")) radio.checked = radio.value === state.kind;
  $("week").value = state.monday;
  for (const option of $("beside").options) option.disabled = option.value === state.monday;
  $("beside").value = mondays()[1] ?? "";
  const at = mondays().map((monday) => state.plan.weeks.indexOf(monday));
  $("previous").disabled = Math.min(...at) <= 0;
  $("next").disabled = Math.max(...at) >= state.plan.weeks.length - 1;
}

export async function look(changes) {
  const before = mondays().join();
  if (changes.monday && changes.monday === state.beside && changes.beside === undefined) changes = { ...changes, beside: state.monday };
  if (changes.kind || changes.owner !== undefined) cancelPick();
  Object.assign(state, changes);
  const other = mondays().join() !== before;
  if (other) await readWeek();
  else draw();
  if (other && picking()) await pickInWeek();
}

export async function choose(id) {
  state.chosen = id;
  for (const block of document.querySelectorAll(".block")) block.classList.toggle("chosen", holds(block, id));
  await showPanel(id);
}

function remember() {
  const text = [state.kind, state.owner, ...mondays()].map(encodeURIComponent).join("/");
  if (location.hash.slice(1) !== text) history.replaceState(null, "", `#${text}`);
}

// What the address says, or nothing: other parts of the page have addresses too.
function recalled() {
  const [kind, owner, monday, beside] = location.hash.slice(1).split("/").map(decodeURIComponent);
  return Object.hasOwn(OWNER, kind) ? { kind, owner: owner ?? "", monday: monday ?? "", beside: beside ?? "" } : null;
}

// Another address in the same tab.
async function follow() {
  const found = recalled();
  if (!found) return;
  try {
    const known = (monday, instead) => (state.plan.weeks.includes(monday) ? monday : instead);
    await look({ ...found, monday: known(found.monday, state.monday), beside: known(found.beside, "") });
  } catch (refused) {
    notice(refused.lines ?? [], "warn");
  }
}

function fillNames() {
  const rows = ["classes", "trainers", "rooms"].flatMap((kind) => ownersOf(kind).map(([, name]) => name));
  $("names").replaceChildren(...rows.map((name) => h("option", { value: name })));
}

async function findTyped(text) {
  for (const kind of ["classes", "trainers", "rooms"]) {
    const row = ownersOf(kind).find(([, name]) => name === text);
    if (row) {
      $("find").value = "";
      state.find = "";
      await look({ kind, owner: row[0] });
      live(`Semaine de ${row[1]}`);
      return;
    }
  }
  state.find = text;
  draw();
  if (text) live(many(document.querySelectorAll(".block:not(.dim)").length, "séance trouvée", "séances trouvées"));
}

function setUp() {
  for (const radio of document.querySelectorAll("input[name=kind]")) radio.addEventListener("change", () => look({ kind: radio.value, owner: ownersOf(radio.value)[0]?.[0] ?? "" }));
  $("owner").addEventListener("change", (event) => look({ owner: event.target.value }));
  $("week").addEventListener("change", (event) => look({ monday: event.target.value }));
  $("beside").addEventListener("change", (event) => look({ beside: event.target.value }));
  // Two weeks go on together, as far apart as they are.
  const step = (by) => {
    const moved = (monday) => state.plan.weeks[state.plan.weeks.indexOf(monday) + by];
    look({ monday: moved(state.monday), beside: state.beside && moved(state.beside) });
  };
  $("previous").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  $("today").addEventListener("click", () => {
    const now = mondayOf(state.plan.today);
    if (state.plan.weeks.includes(now)) look({ monday: now });
    else notice([`Aujourd’hui est en dehors de l’emploi du temps, qui va du ${longDay(state.plan.first)} au ${longDay(state.plan.last)}.`]);
  });
  $("find").addEventListener("input", (event) => findTyped(event.target.value));
  $("compare").addEventListener("change", (event) => { state.compare = event.target.value; draw(); });
  $("undo").addEventListener("click", () => undo());
  $("redo").addEventListener("click", () => redo());
  $("draft-open").addEventListener("click", openDraft);
  setUpKeys();
  setUpRoom();
  setInterval(poll, POLL);
  document.addEventListener("visibilitychange", poll);
  window.addEventListener("focus", poll);
  window.addEventListener("hashchange", follow);
}

export async function undo() {
  if (picking() || !state.plan.undo) return false;
  const done = await changing("annuler");
  if (done) live(done.done ? "Annulé." : "Il n’y a rien à annuler.");
  if (done && state.chosen) await showPanel(state.chosen);
  return Boolean(done);
}

export async function redo() {
  if (picking() || !state.plan.redo) return;
  const done = await changing("retablir");
  if (done) live(done.done ? "Rétabli." : "Il n’y a rien à rétablir.");
  if (done && state.chosen) await showPanel(state.chosen);
}

await opening(async () => {
  Object.assign(state, recalled());
  await readPlan();
  if (!state.owner && !location.hash) state.owner = ownersOf("classes")[0]?.[0] ?? "";
  fillNames();
  setUp();
  await readWeek();
  clearPanel();
});
