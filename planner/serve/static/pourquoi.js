// Pourquoi: what is asked in the corridor, answered in the words of the command.
import { ask } from "./api.js";
import { $, doing, headed, notice, opening, printed } from "./page.js";
import { h, shortDay } from "./words.js";

let known = null;
const sort = () => document.querySelector("input[name=sort]:checked").value;

function fill() {
  const people = sort() === "apprentice";
  $("names").replaceChildren(...[...new Set(known.names[sort()].map(([, name]) => name))].map((name) => h("option", { value: name })));
  $("period-label").hidden = $("public-label").hidden = !people;
  $("week-label").hidden = people;
  $("who").value = "";
  $("lines").replaceChildren();
}

// Whoever has a name that others have too is asked for by the code: the list then shows both.
const asked = () => {
  const same = known.names[sort()].filter(([, name]) => name === $("who").value);
  return same.length === 1 ? same[0][0] : $("who").value;
};

$("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  notice([]);
  $("lines").replaceChildren(h("p", {}, "Recherche : quelques secondes…"));
  const done = await doing($("go"), async () => {
    const more = sort() === "apprentice" ? { period: $("period").value, public: $("public").checked ? "oui" : "" } : { week: $("week").value };
    const { lines } = await ask("raisons", { sort: sort(), who: asked(), ...more });
    $("lines").replaceChildren(h("div", { class: "card" }, printed(lines)));
  }, async () => {});
  if (!done) $("lines").replaceChildren();
});
for (const one of document.querySelectorAll("input[name=sort]")) one.addEventListener("change", fill);
await opening(async () => {
  known = await ask("qui");
  headed(known);
  $("warn").hidden = !known.draft;
  $("period").append(...known.periods.map(([id, label]) => h("option", { value: id }, label)));
  $("week").append(...known.weeks.map((monday) => h("option", { value: monday }, shortDay(monday))));
  fill();
});
