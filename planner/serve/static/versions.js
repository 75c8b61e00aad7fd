// Versions: what was kept, what differs, an earlier one made again, the last one published.
import { ask, change } from "./api.js";
import { $, doing, notice, opening } from "./page.js";
import { rules } from "./rules.js";
import { h, many } from "./words.js";

const AGAIN = 2000; // milliseconds after which files that are being written are looked for again
let found = null;

async function read() {
  found = await ask("versions");
  $("centre").textContent = found.centre;
  const [last] = found.versions;
  const told = found.versions.find((one) => one.since);
  const done = last.since !== null;
  $("publish-said").textContent = done ? `La version ${last.number}, la dernière, est publiée depuis le ${last.since}.`
    : `La version ${last.number}, la dernière, n’est pas publiée${told ? ` : chacun voit la version ${told.number}` : " : personne ne voit encore rien"}. Le brouillon n’en fait pas partie.`;
  $("preview").hidden = done || last.first;
  $("publish-form").hidden = done && !found.unfinished;
  $("preview-body").replaceChildren();
  $("messages-body").replaceChildren();
  const amiss = [];
  if (found.unfinished) amiss.push("La dernière publication n’est pas allée au bout : publiez de nouveau.");
  if (found.writing) amiss.push(`Les fichiers de la version ${last.number} s’écrivent : quelques secondes encore.`);
  else if (found.files !== null) amiss.push(`Les fichiers du dossier sont ${found.files ? `ceux de la version ${found.files}` : "modifiés depuis, ou incomplets"} : « Refaire cette version » sur la dernière les écrit de nouveau.`);
  notice(amiss, found.writing ? "" : "warn");
  if (found.writing) setTimeout(read, AGAIN);
  $("history").replaceChildren(...found.versions.map(version));
}

function version(one) {
  const body = h("div", { class: "changes" });
  return h("li", { class: "card" },
    h("h3", {}, `Version ${one.number}`, one.since ? h("span", { class: "badge" }, `publiée depuis le ${one.since}`) : null),
    h("p", {}, `${one.made}, ${one.sort}${one.author ? `, par ${one.author}` : ""}${one.span ? `, période ${one.span}` : ""}`),
    one.reason ? h("p", {}, `Motif : ${one.reason}`) : null,
    h("p", { class: "hint" }, one.said),
    h("div", { class: "buttons" },
      one.first ? null : h("button", { type: "button", onclick: () => showChanges(one.number, body) }, "Ce qui change", h("span", { class: "hidden-text" }, ` dans la version ${one.number}`)),
      one.last && found.files === null ? null : h("button", { type: "button", onclick: (event) => restore(one, event.currentTarget) }, "Refaire cette version", h("span", { class: "hidden-text" }, ` ${one.number}`))),
    body);
}

async function showChanges(number, body) {
  body.replaceChildren(h("p", {}, "Lecture…"));
  try {
    const told = await ask("changements", { version: number });
    body.replaceChildren(
      h("p", {}, told.against === null ? told.summary : `Par rapport à la version ${told.against} : ${told.summary}`),
      ...(told.sessions?.length ? [h("details", { open: told.sessions.length < 13 }, h("summary", {}, many(told.sessions.length, "séance")), h("ul", {}, told.sessions.map((line) => h("li", {}, line))))] : []),
      ...told.scopes.map((scope) => h("details", {}, h("summary", {}, `${scope.name} (${scope.people.length})`), h("ul", {}, scope.people.map((person) => h("li", {}, person.name, h("ul", {}, person.lines.map((line) => h("li", {}, line)))))))));
  } catch (refused) {
    body.replaceChildren(h("p", {}, (refused.lines ?? []).join(" ")));
  }
}

async function restore(one, button) {
  if (!button.dataset.sure) {
    button.dataset.sure = "1";
    button.firstChild.textContent = "Refaire vraiment ?";
    return;
  }
  await doing(button, async () => {
    const done = await change("refaire", { mark: found.mark, version: one.number, reason: "" });
    await read();
    notice(done.lines, "good");
  }, read);
}

async function publish(event) {
  event.preventDefault();
  $("publish-answer").replaceChildren(h("p", {}, "Contrôle de toutes les règles, puis écriture des calendriers…"));
  const done = await doing($("publish"), async () => {
    const told = await change("publier", { mark: found.mark, reason: $("publish-reason").value, past: $("past").value });
    $("publish-answer").replaceChildren(...told.lines.map((line) => h("p", {}, line)), ...rules(told.why));
    if (told.done) { $("publish-reason").value = ""; await read(); }
  }, read);
  if (!done) $("publish-answer").replaceChildren();
}

// What each would read, to the word, and who has no address; nothing is written and nothing sent.
async function showMessages() {
  $("messages-body").replaceChildren(h("p", {}, "Contrôle de toutes les règles, puis rédaction des messages…"));
  const done = await doing($("messages"), async () => {
    const told = await ask("messages", { past: $("past").value });
    $("messages-body").replaceChildren(...told.lines.map((line) => h("p", {}, line)), ...rules(told.why), ...told.groups.map(group));
  }, read);
  if (!done) $("messages-body").replaceChildren();
}

const group = ({ role, letters }) => h("details", { class: "changes", open: letters.length < 4 }, h("summary", {}, `${role} (${letters.length})`), h("ul", { class: "letters" }, letters.map(letter)));

const letter = (one) => h("li", {}, h("details", {}, h("summary", {}, [one.name, one.about].filter(Boolean).join(", "), h("span", { class: "hint" }, ` ${one.to}`)), h("p", {}, "Objet : ", h("strong", {}, one.subject)), h("p", { class: "letter" }, one.text)));

$("messages").addEventListener("click", showMessages);
$("preview").addEventListener("click", () => showChanges(found.versions[0].number, $("preview-body")));
$("publish-form").addEventListener("submit", publish);
await opening(read);
