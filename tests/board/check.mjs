// The board in a real browser, a file a screen, and the accessibility of each (axe-core, WCAG 2.2 AA, phone and desktop,
// light and dark). Run by `make board-test`:
//   node tests/board/check.mjs FOLDER COMMAND…      FOLDER: a solved folder, which is changed; COMMAND: barrette
// Exit 0: all as it should be; 1: something is not; 2: cannot run. ONLY=week,versions runs these screens alone.
import assert from "node:assert/strict";
import { errors, kill, launch, start, step, steps } from "./drive.mjs";

const SCREENS = ["week", "versions", "absences", "groups", "solve", "score", "why", "regulation"]; // in this order: each goes on from what the one before has left
const only = process.env.ONLY?.split(",");

await start();
const browser = await launch();
for (const name of SCREENS.filter((one) => !only || only.includes(one))) {
  await (await import(`./${name}.mjs`)).default(browser);
}
await step("no script of the page fails, and nothing is refused by its policy", async () => assert.deepEqual(errors, []));

await browser.close();
await kill();
console.log(steps.length ? `${steps.length} not as they should be` : "all as it should be");
process.exit(steps.length ? 1 : 0);
