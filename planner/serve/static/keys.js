// Keys: D moves the session that has the focus, Ctrl+Z undoes, Ctrl+Y does again; the rest is of the browser.
import { redo, state, undo } from "./main.js";
import { pickKey, picking, startPick } from "./pick.js";

export function setUpKeys() {
  document.addEventListener("keydown", (event) => {
    if (document.getElementById("draft-dialog").open) return;
    if (picking() && pickKey(event)) { event.preventDefault(); return; }
    const typing = event.target.closest?.("input, select, textarea");
    if (typing || event.altKey) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" && !event.shiftKey) { event.preventDefault(); undo(); }
      else if (key === "y" || (key === "z" && event.shiftKey)) { event.preventDefault(); redo(); }
      return;
    }
    if (key !== "d" || picking()) return;
    const block = event.target.closest?.(".block");
    if (block?.dataset.with && !block.classList.contains("free")) return; // one of its groups is chosen first
    const id = block?.dataset.id ?? (event.target.closest?.("#panel") ? state.chosen : "");
    if (id) { event.preventDefault(); startPick(id); }
  });
}
