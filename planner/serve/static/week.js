// The week of one class, trainer or room, rows being the bells; or of all of them, one a row.
import { choose, look, mondays, nameOf, ownersOf, state } from "./main.js";
import { $ } from "./page.js";
import { showGroups } from "./panel.js";
import { drawSlots, startDrag } from "./pick.js";
import { clock, folded, h, many, narrowDay, plus, sayDay, shortDay, span, weekday } from "./words.js";

const sideBySide = () => (mondays().length > 1 ? 1 : 2); // groups of a barrette that have room enough beside one another
const SUPPORT = ["open", "support"]; // kinds of the groups of a support period, which has no name
const KEYS = { classes: "classes", trainers: "trainers", rooms: "room" };

function days(monday) {
  return [0, 1, 2, 3, 4, 5, 6].map((n) => plus(monday, n)).filter((day) => day >= state.plan.first && day <= state.plan.last && hasDay(day));
}

function hasDay(day) {
  const open = Object.values(state.plan.bells).some((bells) => bells[weekday(day)].length);
  return open || state.week.sessions.some((one) => one.day === day);
}

const weekName = (monday) => `Semaine du ${shortDay(monday)} au ${shortDay(plus(monday, 6))}`;

export const of = (one, kind, owner) => (kind === "rooms" ? one.room === owner : one[KEYS[kind]].includes(owner));

// The block of a session, its own or the one that its group is folded into.
export const holds = (block, id) => Boolean(id) && (block.dataset.id === id || (block.dataset.with ?? "").split(" ").includes(id));
export const blockOf = (id) => [...document.querySelectorAll(".block")].find((block) => holds(block, id));

function ghosts() {
  return state.compare ? state.week[state.compare === "told" ? "told" : "before"] : [];
}

function found(one) {
  const text = folded(state.find.trim());
  if (!text) return true;
  const names = [...one.classes.map((c) => nameOf("classes", c)), ...one.trainers.map((t) => nameOf("trainers", t))];
  return folded([one.title, one.label, one.place, one.barrette, ...names].join(" ")).includes(text);
}

export function drawWeek() {
  const name = state.owner ? nameOf(state.kind, state.owner) : { classes: "Toutes les classes", trainers: "Tous les formateurs", rooms: "Toutes les salles" }[state.kind];
  $("title").textContent = name;
  document.title = `${name} – Barrette`;
  const view = $("week-view");
  const focus = document.activeElement?.closest?.(".block")?.dataset.id;
  const drawn = state.owner ? oneOwner : everyOwner;
  const shown = mondays();
  view.replaceChildren(...(shown.length > 1 ? shown.map((monday) => h("section", { class: "one-week", "aria-label": weekName(monday) }, h("h2", { class: "week-name" }, weekName(monday)), drawn(monday))) : [drawn(shown[0])]));
  view.classList.toggle("two", shown.length > 1);
  view.setAttribute("aria-busy", "false");
  drawLegend();
  drawSlots();
  if (focus) blockOf(focus)?.focus();
}

function drawLegend() {
  const used = new Set(state.week.sessions.filter((one) => !state.owner || of(one, state.kind, state.owner)).map((one) => one.family));
  $("legend").replaceChildren(...state.plan.families.filter(([family]) => used.has(family)).map(([family, text]) => h("li", { class: `hue f-${family}` }, text)));
}

// One owner

function bellsOf() {
  const bells = state.plan.bells;
  const site = ownersOf(state.kind).find((row) => row[0] === state.owner)?.[2] ?? "";
  return bells[site] ?? bells[""] ?? Object.values(bells)[0];
}

export function frame() {
  const bells = bellsOf();
  const mine = state.week.sessions.filter((one) => of(one, state.kind, state.owner));
  const times = [...bells.flat().flat(), ...mine.flatMap((one) => [one.start, one.end])];
  return { first: Math.min(...times), last: Math.max(...times), bells };
}

function oneOwner(monday) {
  const { first, last, bells } = frame();
  const columns = days(monday);
  return h("div", { class: "week", vars: { span: last - first, days: columns.length } }, rail(bells, first), columns.map((day) => column(day, first, bells)));
}

function rail(bells, first) {
  const slots = [...new Map(bells.flat().map((slot) => [slot.join("-"), slot])).values()].sort((a, b) => a[0] - b[0]);
  const shown = slots.filter((slot, n) => !n || slot[0] >= slots[n - 1][0] + 25);
  return h("div", { class: "rail", "aria-hidden": "true" }, shown.map(([start]) => h("span", { vars: { from: start - first } }, clock(start))));
}

function column(day, first, bells) {
  const mine = state.week.sessions.filter((one) => one.day === day && of(one, state.kind, state.owner)).sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
  const gone = ghosts().filter((one) => one.day === day && of(one, state.kind, state.owner));
  const slots = bells[weekday(day)];
  const closed = state.plan.closed.includes(day);
  const list = h("ol", { class: "sessions", data: { day } }, inLanes(folds(mine)).map((one) => item(one, first)), gone.map((one) => ghost(one, first)));
  return h("section", { class: `day${closed ? " closed" : ""}${day === state.plan.today ? " today" : ""}`, data: { day }, "aria-label": sayDay(day) },
    h("h2", {}, mondays().length > 1 ? narrowDay(day) : sayDay(day)),
    h("div", { class: "hours" }, slots.map(([start, end]) => h("i", { class: "slot-band", vars: { from: start - first, len: end - start } })), list),
    !mine.length ? h("p", { class: "none" }, closed ? "Fermé" : "Rien") : null);
}

// Groups of one barrette, or of one support period, at one hour: in one block where they are too many to be read beside one another.
function folds(sessions) {
  return together(sessions).flatMap((rows) => (rows.length > sideBySide() ? [{ ...rows[0], rows, end: Math.max(...rows.map((one) => one.end)) }] : rows)).sort((a, b) => a.start - b.start || a.end - b.end);
}

function together(sessions) {
  const rows = new Map();
  for (const one of sessions) {
    const key = one.barrette ? `${one.barrette}@${one.start}` : SUPPORT.includes(one.kind) ? `${one.start}-${one.end}` : one.id;
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  return [...rows.values()];
}

// Sessions that share a moment stand side by side: [session, lane, lanes].
function inLanes(sessions) {
  const found = [];
  let together = [], until = -1;
  const close = () => { const lanes = Math.max(0, ...together.map((row) => row[1])) + 1; together.forEach((row) => { row[2] = lanes; }); found.push(...together); };
  for (const one of sessions) {
    if (one.start >= until) { close(); together = []; until = -1; }
    const taken = new Set(together.filter((row) => row[0].end > one.start).map((row) => row[1]));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    together.push([one, lane, 1]);
    until = Math.max(until, one.end);
  }
  close();
  return found;
}

function item([one, lane, lanes], first) {
  return h("li", { class: "at", vars: { from: one.start - first, len: one.end - one.start, lane, lanes } }, one.rows ? foldedBlock(one) : block(one, lanes > 2));
}

function ghost(one, first) {
  const text = one.now ? `Avant : ${one.title}, maintenant ${one.now}` : `Avant : ${one.title}, qui n’est plus placée`;
  return h("li", { class: "at ghost", vars: { from: one.start - first, len: one.end - one.start, lane: 0, lanes: 1 } }, h("span", { title: text }, text));
}

export function block(one, narrow = false) {
  const who = state.kind === "classes" ? [] : one.classes.map((c) => nameOf("classes", c));
  const adults = state.kind === "trainers" ? [] : one.trainers.map((t) => nameOf("trainers", t));
  const place = state.kind === "rooms" ? "" : one.place;
  const told = [one.changed ? "déplacée" : "", one.locked ? "verrouillée" : ""].filter(Boolean);
  const lines = [who.join(", "), adults.join(", "), place].filter(Boolean);
  const classes = ["block", "hue", `f-${one.family}`, one.changed ? "changed" : "", one.locked ? "locked" : "", one.free ? "free" : "", one.id === state.chosen ? "chosen" : "", found(one) ? "" : "dim", narrow ? "narrow" : ""];
  const label = [one.title, span(one.start, one.end), ...lines, many(one.people, "apprenant"), ...told].join(", ");
  return h("button", { type: "button", class: classes.filter(Boolean).join(" "), data: { id: one.id }, title: label, onclick: () => choose(one.id), onpointerdown: (event) => startDrag(event, one) },
    h("span", { class: "hour" }, span(one.start, one.end), told.length ? h("em", {}, ` · ${told.join(", ")}`) : null),
    h("strong", {}, one.title),
    h("span", { class: narrow ? "hidden-text" : "lines" }, lines.join(" · ")),
    h("span", { class: "hidden-text" }, many(one.people, "apprenant")));
}

const groupsName = (rows) => `${rows[0].barrette || "Temps d’accompagnement"} (${many(rows.length, "groupe")})`;

function foldedBlock({ rows, start, end }) {
  const [one] = rows;
  const titles = [...new Set(rows.map((row) => row.title))];
  const classes = ["block", "hue", `f-${one.family}`, rows.some((row) => row.changed) ? "changed" : "", rows.some((row) => row.locked) ? "locked" : "", one.barrette && one.free ? "free" : "", rows.some((row) => row.id === state.chosen) ? "chosen" : "", rows.some(found) ? "" : "dim"];
  const name = groupsName(rows);
  return h("button", { type: "button", class: classes.filter(Boolean).join(" "), data: { id: one.id, with: rows.map((row) => row.id).join(" ") }, title: `${name}, ${span(start, end)} : ${titles.join(", ")}`, onclick: () => showGroups(name, rows), onpointerdown: one.barrette ? (event) => startDrag(event, one) : null },
    h("span", { class: "hour" }, span(start, end)), h("strong", {}, name), h("span", { class: "lines" }, titles.join(" · ")));
}

// All owners, one a row

function everyOwner(monday) {
  const columns = days(monday);
  const rows = ownersOf(state.kind).filter(([id]) => !state.find || state.week.sessions.some((one) => of(one, state.kind, id) && found(one)));
  const head = h("tr", {}, h("th", { scope: "col" }, { classes: "Classe", trainers: "Formateur", rooms: "Salle" }[state.kind]), columns.map((day) => h("th", { scope: "col" }, sayDay(day))));
  const body = rows.map(([id, name]) => h("tr", {},
    h("th", { scope: "row" }, h("button", { type: "button", class: "link", onclick: () => look({ owner: id }) }, name)),
    columns.map((day) => h("td", {}, h("ol", { class: "cell" }, cell(id, day).map((rows_) => h("li", {}, small(rows_))))))));
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Semaine de tous, ${weekName(monday)}` }, h("table", { class: "everyone" }, h("thead", {}, head), h("tbody", {}, body)));
}

// Groups of one barrette at one hour are one line.
const cell = (id, day) => together(state.week.sessions.filter((one) => one.day === day && of(one, state.kind, id)).sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)));

function small(rows) {
  const [one] = rows;
  const title = rows.length > 1 ? groupsName(rows) : one.title;
  const classes = ["block", "small", "hue", `f-${one.family}`, rows.some((r) => r.changed) ? "changed" : "", rows.some(found) ? "" : "dim", rows.some((r) => r.id === state.chosen) ? "chosen" : ""];
  return h("button", { type: "button", class: classes.filter(Boolean).join(" "), data: { id: one.id }, title: `${span(one.start, one.end)}, ${title}, ${one.place}`, onclick: () => choose(one.id) }, `${clock(one.start)} ${title}`);
}
