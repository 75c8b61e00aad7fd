// What every page of the board says in the same way.
import { h } from "./words.js";

export const $ = (id) => document.getElementById(id);

// Whose plan it is, and which version of it.
export function headed(found) {
  $("centre").textContent = found.centre;
  $("version").textContent = `Version ${found.version}`;
}

// Lines as the command prints them; those that it indents stay so.
export const printed = (lines) => lines.map((line) => h("p", { class: /^\s/.test(line) ? "line in" : "line" }, line.trim()));

// For a screen reader: said, and not shown.
export const live = (text) => { $("live").textContent = ""; setTimeout(() => { $("live").textContent = text; }, 30); };

export function notice(lines, sort = "") {
  const box = $("notice");
  box.hidden = !lines.length;
  box.className = `notice ${sort}`;
  box.replaceChildren(...lines.map((line) => h("p", {}, line)), ...(lines.length ? [h("button", { type: "button", onclick: () => notice([]) }, "Fermer ce message")] : []));
}

// What a refused question or change says; a fault of the page itself is said as one.
export const wrong = (refused) => notice(refused.lines ?? [`Erreur imprévue de la page : rechargez-la. (${refused.message})`], "warn");

// A button at work: nothing is asked twice, and what is refused is told; true when it was done. `changed` reads again a
// plan that has changed meanwhile.
export async function doing(button, work, changed) {
  button.disabled = true;
  document.body.classList.add("busy");
  try {
    await work();
    return true;
  } catch (refused) {
    wrong(refused);
    if (refused.changed) await changed();
    return false;
  } finally {
    document.body.classList.remove("busy");
    button.disabled = false;
  }
}

// A page is ready when its first reading is.
export async function opening(work) {
  try {
    await work();
    document.body.dataset.ready = "1";
  } catch (refused) {
    wrong(refused);
  }
}
