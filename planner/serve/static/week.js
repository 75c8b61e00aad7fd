// The week of one class, trainer or room, rows being the bells; or of all of them, one a row.
import { choose, look, nameOf, ownersOf, state } from "./main.js";
import { $ } from "./page.js";
import { drawSlots, startDrag } from "./pick.js";
import { clock, folded, h, many, plus, sayDay, span, weekday } from "./words.js";

const KEYS = { classes: "classes", trainers: "trainers", rooms: "room" };

export function days() {
  return [0, 1, 2, 3, 4, 5, 6].map((n) => plus(state.monday, n)).filter((day) => day >= state.plan.first && day <= state.plan.last && hasDay(day));
}

function hasDay(day) {
  const open = Object.values(state.plan.bells).some((bells) => bells[weekday(day)].length);
  return open || state.week.sessions.some((one) => one.day === day);
}

export const of = (one, kind, owner) => (kind === "rooms" ? one.room === owner : one[KEYS[kind]].includes(owner));

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
  view.replaceChildren(state.owner ? oneOwner() : everyOwner());
  view.setAttribute("aria-busy", "false");
  drawLegend();
  drawSlots();
  if (focus) view.querySelector(`.block[data-id="${CSS.escape(focus)}"]`)?.focus();
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

function oneOwner() {
  const { first, last, bells } = frame();
  const columns = days();
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
  const list = h("ol", { class: "sessions", data: { day } }, inLanes(mine).map((one) => item(one, first)), gone.map((one) => ghost(one, first)));
  return h("section", { class: `day${closed ? " closed" : ""}${day === state.plan.today ? " today" : ""}`, data: { day }, "aria-label": sayDay(day) },
    h("h2", {}, sayDay(day)),
    h("div", { class: "hours" }, slots.map(([start, end]) => h("i", { class: "slot-band", vars: { from: start - first, len: end - start } })), list),
    !mine.length ? h("p", { class: "none" }, closed ? "Fermé" : "Rien") : null);
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
  return h("li", { class: "at", vars: { from: one.start - first, len: one.end - one.start, lane, lanes } }, block(one, lanes > 2));
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

// All owners, one a row

function everyOwner() {
  const columns = days();
  const rows = ownersOf(state.kind).filter(([id]) => !state.find || state.week.sessions.some((one) => of(one, state.kind, id) && found(one)));
  const head = h("tr", {}, h("th", { scope: "col" }, { classes: "Classe", trainers: "Formateur", rooms: "Salle" }[state.kind]), columns.map((day) => h("th", { scope: "col" }, sayDay(day))));
  const body = rows.map(([id, name]) => h("tr", {},
    h("th", { scope: "row" }, h("button", { type: "button", class: "link", onclick: () => look({ owner: id }) }, name)),
    columns.map((day) => h("td", {}, h("ol", { class: "cell" }, cell(id, day).map((rows_) => h("li", {}, small(rows_))))))));
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Semaine de tous" }, h("table", { class: "everyone" }, h("thead", {}, head), h("tbody", {}, body)));
}

// Groups of one barrette at one hour are one line.
function cell(id, day) {
  const mine = state.week.sessions.filter((one) => one.day === day && of(one, state.kind, id)).sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  const rows = new Map();
  for (const one of mine) {
    const key = one.barrette ? `${one.barrette}@${one.start}` : one.id;
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  return [...rows.values()];
}

function small(rows) {
  const [one] = rows;
  const title = rows.length > 1 ? `${one.barrette} (${many(rows.length, "groupe")})` : one.title;
  const classes = ["block", "small", "hue", `f-${one.family}`, rows.some((r) => r.changed) ? "changed" : "", rows.some(found) ? "" : "dim", rows.some((r) => r.id === state.chosen) ? "chosen" : ""];
  return h("button", { type: "button", class: classes.filter(Boolean).join(" "), data: { id: one.id }, title: `${span(one.start, one.end)}, ${title}, ${one.place}`, onclick: () => choose(one.id) }, `${clock(one.start)} ${title}`);
}
