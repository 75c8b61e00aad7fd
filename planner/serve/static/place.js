// « Faites de la place »: others leave an hour to a session; looked for beside the board, a step of the draft at the end.
import { ask, change } from "./api.js";
import { changing, readPlan, readWeek, state, undo } from "./main.js";
import { $, live, printed, wrong } from "./page.js";
import { showPanel } from "./panel.js";
import { blockOf } from "./week.js";
import { h } from "./words.js";

const EACH = 500; // milliseconds between two looks
const ENDS = { done: "Place faite : c’est dans le brouillon.", refused: "Rien n’a changé.", cancelled: "Renoncé : rien n’a changé." };
let asked = null; // { id, title }
let watching = false;

// What it changes is its own, and no news: the page does not tell of it as of somebody else's.
export const makingRoom = () => watching;

// Offered where a rule forbids an hour, or where others had to move: what comes of that is undone first.
export const roomButton = (session, place, said, before = async () => true) => h("button", { type: "button", class: "room", onclick: async () => { if (await before()) await makeRoom(session, place); } }, said);

async function makeRoom(session, place) {
  if (!(await changing("faire-place", { session: session.id, day: place.day, start: place.start }))) return;
  asked = { id: session.id, title: session.title };
  const watched = watchRoom();
  $("room").hidden = false;
  $("room").focus();
  await watched;
}

// Whoever opens the page while it goes on follows it too.
export async function watchRoom() {
  let run = await ask("calcul");
  if (run.what !== "move" || (!asked && run.state !== "running")) return;
  watching = true;
  try {
    draw(run);
    while (run.state === "running") {
      await new Promise((next) => setTimeout(next, EACH));
      run = await ask("calcul").catch(() => run);
      draw(run);
    }
    live(ENDS[run.state]);
    if (run.state === "done") await show();
  } finally {
    watching = false;
    asked = null;
  }
}

async function show() {
  await readPlan();
  await readWeek();
  if (!asked) return;
  await showPanel(asked.id);
  blockOf(asked.id)?.classList.add("landed");
  $("room").focus();
}

function draw(run) {
  const going = run.state === "running";
  $("room").hidden = false;
  $("room-title").textContent = asked ? `Faites de la place : ${asked.title}` : "Faites de la place";
  const phase = going ? `Recherche : ${run.phase || "lecture de l’emploi du temps"} · ${run.seconds} s` : ENDS[run.state];
  if ($("room-phase").textContent !== phase) $("room-phase").textContent = phase;
  $("room-cancel").hidden = !going || run.asked === "cancel";
  $("room-undo").hidden = run.state !== "done";
  $("room-close").hidden = going;
  $("room-lines").replaceChildren(...printed(run.lines));
}

const close = () => { $("room").hidden = true; };

export function setUpRoom() {
  $("room-cancel").addEventListener("click", () => change("renoncer", {}).catch(wrong));
  $("room-undo").addEventListener("click", async () => { close(); await undo(); $("undo").focus(); });
  $("room-close").addEventListener("click", () => { close(); blockOf(state.chosen)?.focus(); });
  watchRoom().catch(wrong);
}
