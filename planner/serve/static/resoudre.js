// Résoudre: a workbook, given or dropped; checked, followed or computed anew by the command itself, followed as it goes on.
import { ask, change } from "./api.js";
import { $, doing, headed, live, notice, opening, printed } from "./page.js";
import { h } from "./words.js";

const EACH = 1000; // milliseconds between two looks
const MOST = 24 * 1024 * 1024;
const SAID = { check: "Contrôler", update: "Suivre ce classeur", regulate: "Préparer", solve: "Tout calculer" };
const TITLES = { check: "Contrôle du classeur", update: "Mise à jour", regulate: "Préparation de la période suivante", solve: "Calcul", move: "Place pour une séance" };
const ENDS = { done: "Terminé.", refused: "Rien n’a changé.", cancelled: "Renoncé : rien n’est gardé." };
let known = null;
let watching = false;

const how = () => document.querySelector("input[name=how]:checked").value;
const which = () => document.querySelector("input[name=which]:checked")?.value ?? "";

async function read() {
  show(await ask("classeurs"));
}

function show(found) {
  known = found;
  headed(known);
  $("warn").hidden = !known.draft;
  $("warn").textContent = known.draft ? "Un brouillon est ouvert : il n’en fait pas partie, et l’écran « Semaine » proposera de le reprendre sur la nouvelle version." : "";
  const chosen = which();
  const said = { known: "Celui de la dernière version", dropped: "Celui qui a été déposé" };
  $("files").replaceChildren(...Object.entries(known.files).map(([name, file]) => h("label", {},
    h("input", { type: "radio", name: "which", value: name, checked: name === chosen, onchange: showHow }), ` ${said[name]} : ${file.name}, enregistré le ${file.saved}`)));
  if (!which()) document.querySelector(`input[name=which][value=${known.files.dropped ? "dropped" : "known"}]`)?.click();
  showHow();
}

function showHow() {
  $("start").textContent = SAID[how()];
  $("start").disabled = !which() || watching;
  $("more").hidden = how() === "check" || how() === "regulate";
  $("anyway-label").hidden = how() !== "update";
}

async function put(file) {
  notice([]);
  if (file.size > MOST) { notice([`« ${file.name} » est trop grand pour être déposé (24 Mo au plus) : donnez-le à la commande dans le terminal.`], "warn"); return; }
  const url = await new Promise((done) => { const reader = new FileReader(); reader.onload = () => done(reader.result); reader.readAsDataURL(file); });
  await doing($("start"), async () => {
    show(await change("classeur", { name: file.name, content: String(url).slice(String(url).indexOf(",") + 1) }));
    document.querySelector("input[name=which][value=dropped]").click();
    live(`Classeur déposé : ${file.name}.`);
  }, read);
  showHow();
}

async function start(event) {
  event.preventDefault();
  notice([]);
  const begun = await doing($("start"), () => change("resoudre", { mark: known.mark, how: how(), which: which(), reason: $("reason").value, anyway: $("anyway").checked }), read);
  if (begun) await watch();
}

const ended = (run) => (run.kept ? `Gardé : version ${run.kept}.` : run.what === "check" && run.state === "refused" ? "Le classeur est à corriger." : ["update", "solve"].includes(run.what) && run.state === "done" ? "Terminé : rien n’est à changer." : ENDS[run.state]);

// What goes on is asked until it has ended, whoever has started it.
async function watch() {
  if (watching) return;
  watching = true;
  showHow();
  let run = await ask("calcul");
  draw(run);
  while (run.state === "running") {
    await new Promise((next) => setTimeout(next, EACH));
    run = await ask("calcul").catch(() => run);
    draw(run);
  }
  watching = false;
  if (run.state === "none") { showHow(); return; }
  live(ended(run));
  await read();
}

function draw(run) {
  $("run").hidden = run.state === "none";
  if (run.state === "none") return;
  const going = run.state === "running";
  $("run-title").textContent = TITLES[run.what];
  const asked = { stop: "arrêt demandé, ", cancel: "abandon demandé, " }[run.asked] ?? "";
  $("phase").textContent = going ? `${asked}${run.phase || "lecture du classeur"} · ${run.seconds} s` : `${ended(run)} (${run.seconds} s)`;
  $("stop").hidden = !going || run.what !== "solve" || Boolean(run.asked);
  $("cancel").hidden = !going || run.asked === "cancel";
  $("curve").replaceChildren(...(run.points.length > 1 ? [curve(run.points)] : []));
  $("lines").replaceChildren(...printed(run.lines));
  $("then").hidden = !run.kept;
  $("then-decide").hidden = run.what !== "regulate" || run.state !== "done";
}

// The cost of the preferences over time: what is placed later adds to it, what is improved takes from it.
function curve(points) {
  const WIDTH = 600, HEIGHT = 120, last = points.at(-1), most = Math.max(...points.map((point) => point[1])) || 1;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "curve", "aria-label": `Coût des préférences : ${last[1].toLocaleString("fr-FR")} après ${Math.round(last[0])} secondes` })) svg.setAttribute(name, value);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
  line.setAttribute("points", points.map(([seconds, cost]) => `${(seconds / (last[0] || 1)) * WIDTH},${HEIGHT - (cost / most) * (HEIGHT - 4)}`).join(" "));
  svg.append(line);
  return h("figure", {}, svg, h("figcaption", { class: "hint" }, `Coût des préférences : ${last[1].toLocaleString("fr-FR")}, après ${Math.round(last[0])} s`));
}

$("ask").addEventListener("submit", start);
for (const one of document.querySelectorAll("input[name=how]")) one.addEventListener("change", showHow);
$("file").addEventListener("change", () => { if ($("file").files.length) put($("file").files[0]); });
for (const name of ["dragover", "dragenter"]) $("drop").addEventListener(name, (event) => { event.preventDefault(); $("drop").classList.add("over"); });
$("drop").addEventListener("dragleave", () => $("drop").classList.remove("over"));
$("drop").addEventListener("drop", (event) => { event.preventDefault(); $("drop").classList.remove("over"); if (event.dataTransfer.files.length) put(event.dataTransfer.files[0]); });
$("stop").addEventListener("click", () => doing($("stop"), () => change("arreter", {}), read));
$("cancel").addEventListener("click", () => doing($("cancel"), () => change("renoncer", {}), read));
await opening(async () => { await read(); watch(); });
