// A session that is picked: every hour of the week in the colour of its verdict, and where it is put down.
import { ask } from "./api.js";
import { changing, choose, look, mondays, sessionOf, state } from "./main.js";
import { $, live, notice } from "./page.js";
import { showPanel, showPlace, showVerdict } from "./panel.js";
import { blockOf, frame, holds, of } from "./week.js";
import { h, many, mondayOf, sayDay, span } from "./words.js";

const FAR = 6;

let pick = null; // { session, places, drag: {x, y, shade, over, up}, from }

export const picking = () => pick !== null;

// Beginning

export async function startPick(id, drag = null) {
  const session = sessionOf(id);
  if (!session || pick) return;
  if (!state.owner || !of(session, state.kind, state.owner)) {
    const owner = session.classes[0] ? ["classes", session.classes[0]] : session.trainers[0] ? ["trainers", session.trainers[0]] : ["rooms", session.room];
    await look({ kind: owner[0], owner: owner[1] });
  }
  const mine = (pick = { session, places: null, drag });
  document.body.classList.add("picking");
  document.querySelectorAll(".landed, .sent-back").forEach((one) => one.classList.remove("landed", "sent-back"));
  markPicked();
  if (!drag && matchMedia("(max-width: 62rem)").matches) $("grid").scrollIntoView({ block: "start" });
  await readPlaces(mine);
}

// Another week is shown: the hours of that one.
export async function pickInWeek() {
  if (!pick) return;
  pick.places = null;
  pick.asked = (pick.asked ?? 0) + 1;
  markPicked();
  await readPlaces(pick);
}

async function readPlaces(mine) {
  const { session, drag } = mine;
  const asked = mine.asked;
  const gone = () => pick !== mine || mine.asked !== asked;
  hint(`« ${session.title} » : lecture des heures de la semaine…`);
  try {
    const weeks = [];
    for (const lundi of mondays()) {
      weeks.push(await ask("places", { id: session.id, lundi }));
      if (gone()) return;
    }
    const found = { ...weeks[0], places: weeks.flatMap((week) => week.places) };
    if (weeks.some((week) => week.mark !== state.plan.mark)) { cancelPick(); notice(["Le plan a changé : recommencez."]); return; }
    if (!found.movable) {
      cancelPick();
      await showPanel(session.id);
      notice([`« ${session.title} » ne bouge pas.`, ...found.held], "warn");
      return;
    }
    mine.places = found.places;
    drawSlots();
    const said = tellFree(mine);
    live(`${said} Flèches pour aller d’une heure à l’autre, L pour la prochaine libre, Entrée pour déposer, Échap pour laisser.`);
    if (!drag) (document.querySelector(".slot.free") ?? document.querySelector(".slot"))?.focus();
    else if (drag.up) { endDrag(drag.up); return; }
    else if (drag.at) hover(drag.at);
    if (mondays().includes(mondayOf(session.day))) await readOpenings(mine, gone);
  } catch (refused) {
    if (gone()) return;
    cancelPick();
    notice(refused.lines ?? [`Erreur imprévue de la page : rechargez-la. (${refused.message})`], "warn");
  }
}

function tellFree(mine, searching = false) {
  const free = mine.places.filter((place) => place.free).length;
  const moves = mine.places.filter((place) => place.chain).length;
  const said = `${many(free, "autre heure libre", "autres heures libres")} ${mondays().length > 1 ? "dans ces deux semaines" : "cette semaine"}${moves ? `, ${many(moves, "autre", "autres")} en déplaçant des séances` : ""}.`;
  hint(`« ${mine.session.title} » : ${said}${searching ? " Recherche de celles que d’autres pourraient laisser…" : ""} Déposez-la, ou Échap pour la laisser où elle est.`);
  return said;
}

// Hours that others could leave: looked for a little at a time, as long as the session is picked.
async function readOpenings(mine, gone) {
  for (let after = 0; after !== null && !gone();) {
    tellFree(mine, true);
    const found = await ask("ouvertures", { id: mine.session.id, after });
    if (gone()) return;
    for (const one of found.places) {
      const place = mine.places.find((p) => p.day === one.day && p.start === one.start);
      if (place && !place.free) place.chain = one;
    }
    if (found.places.length) refreshSlots();
    after = found.after;
  }
  if (!gone()) tellFree(mine);
}

// Drawn again, the focus and what is under the pointer staying.
function refreshSlots() {
  const at = document.activeElement?.closest?.(".slot")?.dataset;
  const key = at ? `[data-day="${at.day}"][data-start="${at.start}"]` : "";
  drawSlots();
  if (key) document.querySelector(`.slot${key}`)?.focus();
}

function hint(text) {
  $("hint").textContent = text;
  $("hint").hidden = !text;
}

function markPicked() {
  for (const one of document.querySelectorAll(".block")) one.classList.toggle("picked", holds(one, pick?.session.id));
}

export function cancelPick(focus = false) {
  if (!pick) return;
  const id = pick.session.id;
  pick.drag?.shade?.remove();
  pick = null;
  document.body.classList.remove("picking");
  document.querySelectorAll(".slots").forEach((list) => list.remove());
  hint("");
  markPicked();
  if (focus) blockOf(id)?.focus();
}

// Left where it is: the panel tells of it again.
function leave() {
  const { id, title } = pick.session;
  cancelPick(true);
  live(`« ${title} » est restée où elle était.`);
  choose(id);
}

// Slots

export function drawSlots() {
  if (!pick?.places) return;
  document.querySelectorAll(".slots").forEach((list) => list.remove());
  const { first } = frame();
  const byDay = Map.groupBy ? Map.groupBy(pick.places, (place) => place.day) : grouped(pick.places);
  for (const one of document.querySelectorAll(".day")) {
    if (state.plan.moves && one.dataset.day < state.plan.moves) one.querySelector(".hours").append(h("p", { class: "slots announced" }, "Heures annoncées ou passées : rien n’y change."));
  }
  for (const [day, places] of byDay) {
    const hours = document.querySelector(`.day[data-day="${day}"] .hours`);
    if (!hours) continue;
    const ordered = [...places].sort((a, b) => a.start - b.start);
    const items = ordered.map((place, n) => slot(place, Math.min(place.end, ordered[n + 1]?.start ?? place.end), first));
    hours.append(h("ol", { class: "slots", "aria-label": `Heures possibles, ${sayDay(day)}` }, items));
  }
}

function grouped(places) {
  const found = new Map();
  for (const place of places) found.set(place.day, [...(found.get(place.day) ?? []), place]);
  return found;
}

function slot(place, until, first) {
  const sort = place.chain ? "moves" : !place.free ? "forbidden" : place.cost > 0.5 ? "costs" : "free";
  const text = place.chain ? `⇄ ${place.chain.said}` : !place.free ? "✕" : place.cost > 0.5 ? place.said : place.cost < -0.5 ? `✓ ${place.said}` : "✓";
  const said = place.free ? `libre, coût ${place.said}${place.means ? `, avec ${place.means}` : ""}` : place.chain ? `possible en déplaçant ${place.chain.moves}, coût ${place.chain.said}` : `interdit : ${place.brief}`;
  return h("li", { class: "at", vars: { from: place.start - first, len: Math.max(until - place.start, 12), lane: 0, lanes: 1 } },
    h("button", {
      type: "button", class: `slot ${place.free ? "free" : ""} ${sort}`, data: { day: place.day, start: place.start, end: place.end },
      onclick: () => drop(place), onfocus: () => showPlace(pick?.session, place), onpointerenter: () => showPlace(pick?.session, place),
    }, h("b", { "aria-hidden": "true" }, text), h("span", { class: "hidden-text" }, `${sayDay(place.day)}, `), h("span", { class: "hour" }, span(place.start, place.end)), h("span", { class: "hidden-text" }, ` : ${said}`), place.means || place.chain ? h("span", { class: "means", "aria-hidden": "true" }, place.chain?.moves ?? place.means) : null));
}

const placeOf = (button) => pick?.places?.find((place) => place.day === button.dataset.day && String(place.start) === button.dataset.start);

// Putting down

export async function drop(place) {
  const { session } = pick;
  cancelPick();
  const at = { session: session.id, day: place.day, start: place.start, end: place.end };
  const done = place.chain ? await changing("enchainer", at) : await changing("deposer", { ...at, room: place.room, team: place.team });
  if (!done) return;
  state.chosen = session.id;
  await showPanel(session.id, { done: done.done, place: done.place });
  if (done.done) live(`« ${session.title} » déplacée : ${done.place.where}. Coût ${done.place.said}. ${done.place.touched}.`);
  else live(`« ${session.title} » est restée où elle était. Interdit : ${done.place.brief}.`);
  showVerdict({ ...done, place: { ...done.place, day: place.day, start: place.start } });
  const moved = blockOf(session.id);
  moved?.classList.add(done.done ? "landed" : "sent-back");
  moved?.focus({ preventScroll: true });
}

// Keys, while a session is picked

export function pickKey(event) {
  if (!pick) return false;
  if (event.key === "Escape") { leave(); return true; }
  const here = document.activeElement?.closest?.(".slot");
  const all = [...document.querySelectorAll(".slot")];
  if (!all.length) return false;
  const to = { ArrowDown: () => beside(all, here, 1), ArrowUp: () => beside(all, here, -1), ArrowRight: () => across(all, here, 1), ArrowLeft: () => across(all, here, -1), l: () => nextFree(all, here), L: () => nextFree(all, here) }[event.key];
  if (!to) return false;
  to()?.focus();
  return true;
}

const beside = (all, here, by) => all[Math.max(0, Math.min(all.length - 1, all.indexOf(here) + by))];

function across(all, here, by) {
  const named = [...new Set(all.map((one) => one.dataset.day))];
  const day = named[named.indexOf(here?.dataset.day) + by];
  const rows = all.filter((one) => one.dataset.day === day);
  const far = (one) => Math.abs(Number(one.dataset.start) - Number(here?.dataset.start ?? 0));
  return rows.sort((a, b) => far(a) - far(b))[0] ?? here;
}

function nextFree(all, here) {
  const rows = all.filter((one) => one.classList.contains("free"));
  return rows.find((one) => all.indexOf(one) > all.indexOf(here)) ?? rows[0];
}

// Pointer: a mouse or a pen drags; a finger scrolls, and picks with the button of the panel

export function startDrag(event, session) {
  if (event.button !== 0 || event.pointerType === "touch" || pick) return;
  const from = { x: event.clientX, y: event.clientY };
  let drag = null;
  const move = (at) => {
    if (!drag) {
      if (Math.hypot(at.clientX - from.x, at.clientY - from.y) < FAR) return;
      drag = { shade: h("div", { class: `shade hue f-${session.family}` }, session.title), at: null, up: null };
      document.body.append(drag.shade);
      startPick(session.id, drag);
    }
    drag.at = at;
    drag.shade.style.setProperty("--x", `${at.clientX}px`);
    drag.shade.style.setProperty("--y", `${at.clientY}px`);
    hover(at);
  };
  const stop = (at) => {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", stop);
    document.removeEventListener("pointercancel", stop);
    if (!drag) return;
    // The click that ends a drag opens nothing.
    const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
    document.addEventListener("click", swallow, { capture: true });
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 0);
    if (at.type === "pointercancel" && pick) leave();
    else if (pick?.drag === drag && !pick.places) drag.up = at;
    else if (pick?.drag === drag) endDrag(at);
    else drag.shade.remove();
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", stop);
  document.addEventListener("pointercancel", stop);
}

const slotAt = (at) => document.elementsFromPoint(at.clientX, at.clientY).find((one) => one.classList?.contains("slot") || one.closest?.(".slot"))?.closest(".slot");

function hover(at) {
  const over = slotAt(at);
  document.querySelectorAll(".slot.over").forEach((one) => one.classList.toggle("over", one === over));
  if (!over || over.classList.contains("over")) return;
  over.classList.add("over");
  const place = placeOf(over);
  if (place) showPlace(pick.session, place);
}

function endDrag(at) {
  const over = slotAt(at);
  const place = over ? placeOf(over) : null;
  if (place) drop(place);
  else leave();
}
