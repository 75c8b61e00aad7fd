// The screen « Groupes »: somebody goes to another group by the pointer and by the keyboard, what is forbidden goes back
// with its rule, the draft is undone, kept, and whoever moved is locked.
import assert from "node:assert/strict";
import { address, enter, everyLook, step, until } from "./drive.mjs";

const open = async (at) => {
  await at.goto(new URL("/groupes", address()).href);
  await at.waitForSelector("body[data-ready] .seat");
};
const seat = (at, one) => at.locator(`tr[data-person="${one.person}"] .seat[data-group="${one.from}"]`);
const cell = (at, one) => at.locator(`tr[data-person="${one.person}"] td[data-group="${one.to}"]`);
const asked = (at) => until(async () => (await at.locator("#panel .choices").count()) && !(await at.locator("#panel .slot.waits").count()), "the groups are not weighed");

// Moves of the barrette that is shown: one that is free, and one that a rule forbids.
async function moves(page) {
  return page.evaluate(async () => {
    const read = async (name, asked = {}) => (await fetch(`/api/${name}?${new URLSearchParams(asked)}`)).json();
    const found = { free: null, forbidden: null };
    for (const one of (await read("groupes")).people) {
      for (const from of Object.keys(one.cells).filter((id) => !one.cells[id].lock)) {
        for (const place of (await read("groupes-places", { personne: one.id, groupe: from })).places) {
          const [now] = place.open ? (await read("groupes-places", { personne: one.id, groupe: from, vers: place.group })).places : [place];
          const sort = now.free ? "free" : "forbidden";
          if (!now.never) found[sort] ??= { person: one.id, from, to: place.group };
        }
      }
      if (found.free && found.forbidden) break;
    }
    return found;
  });
}

export default async function (browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await enter(context);
  await open(page);
  const { free, forbidden } = await moves(page);
  assert(free && forbidden, "somebody who may change group, and a group that is full");

  await everyLook(browser, "groupes", async (at) => {
    await open(at);
    await seat(at, free).click();
    await asked(at);
  });

  await step("hours that are dropped in a free group are in the draft, and so on another page", async () => {
    await seat(page, free).dragTo(cell(page, free));
    await page.waitForSelector(`tr[data-person="${free.person}"] .seat.changed`);
    assert.match(await page.locator("#draft-said").textContent(), /1 modification/);
    assert.match(await page.locator("#answer").textContent(), /→/);
    await page.reload();
    await page.waitForSelector("body[data-ready] .seat.changed");
  });

  await step("undo by the keyboard, redo by the button", async () => {
    await page.keyboard.press("Control+z");
    await until(async () => (await page.locator(".seat.changed").count()) === 0, "not undone");
    await page.click("#redo");
    await page.waitForSelector(".seat.changed");
    await page.click("#undo");
    await until(async () => (await page.locator(".seat.changed").count()) === 0, "not undone");
  });

  await step("what a rule forbids goes back, and says which rule", async () => {
    await seat(page, forbidden).dragTo(cell(page, forbidden));
    await page.waitForSelector("#answer .rule");
    assert.match(await page.locator("#answer").textContent(), /rien n’a changé/);
    assert.equal(await page.locator(".seat.changed").count(), 0);
  });

  await step("the keyboard alone does the same, a second tab is told, and the version locks who moved", async () => {
    const other = await context.newPage();
    await open(other);
    await page.locator(".seat").first().focus();
    for (let n = 0; n < 20 && !(await seat(page, free).evaluate((one) => one === document.activeElement)); n += 1) {
      const row = await page.evaluate(() => document.activeElement.closest("tr").dataset.person);
      await page.keyboard.press(row === free.person ? "ArrowRight" : "ArrowDown");
    }
    await page.keyboard.press("Enter");
    await asked(page);
    const target = page.locator(`#panel .slot[data-group="${free.to}"]`);
    for (let n = 0; n < 60 && !(await target.evaluate((one) => one === document.activeElement)); n += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector(`tr[data-person="${free.person}"] .seat.changed:focus`);
    await other.waitForSelector(".seat.changed");
    assert.match(await other.locator("#notice").textContent(), /Le plan a changé/);
    await other.close();
    await page.fill("#reason", "vu en classe");
    await page.click("#keep");
    await page.waitForFunction(() => /Gardé : version \d/.test(document.getElementById("answer").textContent), null, { timeout: 120000 });
    await page.waitForSelector(`tr[data-person="${free.person}"] .lock`);
  });

  await step("whoever is locked stays until the lock is taken away", async () => {
    const there = { ...free, from: free.to };
    await seat(page, there).click();
    assert.equal(await seat(page, there).getAttribute("draggable"), "false");
    assert.match(await page.locator("#panel-body").textContent(), /vu en classe/);
    await page.click("#lock");
    await asked(page);
    assert.equal(await page.locator(`tr[data-person="${free.person}"] .lock`).count(), 0);
    await page.keyboard.press("Escape");
    await until(() => seat(page, there).evaluate((one) => one === document.activeElement), "the focus does not come back");
  });
  await context.close();
}
