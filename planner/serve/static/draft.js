// The draft: every edit since the version, to be undone, compared, kept as a version or dropped.
import { changing, readPlan, readWeek, state } from "./main.js";
import { $, live, notice } from "./page.js";
import { counted, showPanel } from "./panel.js";
import { rules } from "./rules.js";
import { h, many } from "./words.js";


export function showDraft() {
  const { plan } = state;
  const done = plan.differs;
  $("draft-said").textContent = done ? `Brouillon : ${many(done, "modification")}` : plan.undo ? "Brouillon : rien ne diffère" : "Brouillon vide";
  $("undo").disabled = !plan.undo || plan.behind;
  $("redo").disabled = !plan.redo || plan.behind;
  if ($("draft-dialog").open) fill();
}

export function openDraft() {
  $("draft-answer").replaceChildren();
  fill();
  $("draft-dialog").showModal();
}

function fill() {
  const { plan } = state;
  const steps = plan.steps;
  const done = plan.differs;
  $("keep").disabled = !done || plan.behind;
  $("abandon").disabled = !steps.length;
  const parts = [];
  if (plan.behind) {
    parts.push(h("p", { class: "warn" }, `Ce brouillon part de la version ${plan.base} ; la version ${plan.version.number} est venue depuis (${plan.version.reason || "sans motif"}).`));
    parts.push(h("p", {}, h("button", { type: "button", class: "main", onclick: rebase }, `Le reprendre sur la version ${plan.version.number}`)));
  } else {
    parts.push(h("p", {}, done ? `Depuis la version ${plan.base}. Chaque modification est déjà enregistrée ; rien n’est publié.` : plan.undo ? `Tout est comme dans la version ${plan.base} : il n’y a rien à garder.` : "Aucune modification. Faites glisser une séance, ou choisissez-la puis « Déplacer »."));
  }
  if (steps.length) parts.push(h("ol", { class: "steps" }, steps.map((step) => h("li", { class: step.undone ? "undone" : "" }, step.lines.map((line) => h("span", {}, line)), step.undone ? h("em", {}, " (annulée)") : null))));
  if (done) parts.push(...counted(plan.costs));
  $("draft-body").replaceChildren(...parts);
}

const said = (...children) => $("draft-answer").replaceChildren(...children);

async function keep() {
  const button = $("keep");
  button.disabled = true;
  said("Contrôle de toutes les règles…");
  const done = await changing("garder", { reason: $("reason").value });
  if (!done) {
    said(state.unanswered ? "Pas de réponse : la version est peut-être gardée. Relancez le tableau, et regardez l’écran « Versions »." : "Rien n’a été gardé.");
    fill();
    return;
  }
  if (done.number === null) {
    said(h("span", {}, "Rien n’a été gardé : ces modifications ne respecteraient pas des règles impératives."), ...rules(done.why));
    fill();
    return;
  }
  $("reason").value = "";
  await readPlan();
  await readWeek();
  $("draft-dialog").close();
  notice([`Gardé : version ${done.number}. Ce qui a bougé est verrouillé ; les fichiers du dossier s’écrivent. Pour que les calendriers publiés suivent, publiez-la : écran « Versions ».`], "good");
  live(`Gardé : version ${done.number}.`);
}

async function abandon() {
  if (!$("abandon").dataset.sure) {
    $("abandon").dataset.sure = "1";
    $("abandon").textContent = "Abandonner vraiment ?";
    return;
  }
  sure();
  const done = await changing("abandonner");
  if (!done) return;
  await readPlan();
  await readWeek();
  $("draft-dialog").close();
  live("Brouillon abandonné.");
  if (state.chosen) await showPanel(state.chosen);
}

async function rebase() {
  const done = await changing("reprendre");
  if (!done) return;
  await readPlan();
  await readWeek();
  const left = done.left.length ? [`N’ont pas pu être reprises :`, ...done.left] : [];
  notice([`${many(done.done, "modification reprise", "modifications reprises")} sur la version ${state.plan.version.number}.`, ...left], left.length ? "warn" : "good");
  $("draft-dialog").close();
}

function sure() {
  delete $("abandon").dataset.sure;
  $("abandon").textContent = "Abandonner le brouillon";
}

$("keep").addEventListener("click", keep);
$("abandon").addEventListener("click", abandon);
$("draft-close").addEventListener("click", () => $("draft-dialog").close());
$("draft-dialog").addEventListener("close", sure);
