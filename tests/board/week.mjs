// The screen « Semaine »: drag, keys, undo, two tabs, restart, and what is kept of it.
import assert from "node:assert/strict";
import { address, clean, enter, kill, ready, SIZES, shots, start, step, until } from "./drive.mjs";

// Whichever class and session may go somewhere in this week: found by asking the board itself.
async function movable(page) {
  return page.evaluate(async () => {
    const plan = await (await fetch("/api/plan")).json();
    for (const monday of plan.weeks) {
      const week = await (await fetch(`/api/semaine?lundi=${monday}`)).json();
      for (const one of week.sessions.filter((s) => s.free && s.kind === "course")) {
        const { places, movable } = await (await fetch(`/api/places?id=${encodeURIComponent(one.id)}&lundi=${monday}`)).json();
        if (movable && places.filter((p) => p.free).length > 2 && places.some((p) => !p.free)) return { id: one.id, owner: one.classes[0], monday };
      }
    }
    return null;
  });
}

const lookAt = async (page, one) => {
  await page.evaluate((hash) => { location.hash = hash; }, ["classes", one.owner, one.monday].map(encodeURIComponent).join("/"));
  await page.reload();
  await ready(page);
};
const blockOf = (page, id) => page.locator(`.block[data-id="${id}"]`);
const hourOf = async (page, id) => `${await blockOf(page, id).locator("xpath=ancestor::section[@data-day]").getAttribute("data-day")} ${(await blockOf(page, id).locator(".hour").textContent()).split(" ·")[0]}`;
const live = (page) => page.locator("#live").textContent();

async function drag(page, id, selector) {
  await blockOf(page, id).scrollIntoViewIfNeeded();
  const from = await blockOf(page, id).boundingBox();
  await page.mouse.move(from.x + 30, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + 50, from.y + 30, { steps: 3 });
  await page.waitForSelector(".slot");
  // What others could leave is looked for meanwhile, and opens hours that were forbidden.
  await page.waitForFunction(() => !/Recherche de celles/.test(document.body.textContent));
  const slot = page.locator(selector).first();
  const to = await slot.boundingBox();
  const where = await slot.textContent();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 });
  await page.mouse.up();
  await page.waitForSelector(".block.landed, .block.sent-back");
  return where;
}

const undone = async (page, key, id, before) => {
  await page.keyboard.press(key);
  await until(async () => (await hourOf(page, id)) !== before, `${key} changes nothing`);
};

export default async function (browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  let page = await enter(context);
  const one = await movable(page);
  assert(one, "a session that may go elsewhere");
  await lookAt(page, one);
  const first = await hourOf(page, one.id);

  await step("another address in the same tab is followed", async () => {
    const other = await page.evaluate(async () => (await (await fetch("/api/plan")).json()).rooms[0][0]);
    const monday = await page.locator("#week option:last-child").getAttribute("value");
    await page.evaluate((hash) => { location.hash = hash; }, ["rooms", other, monday].map(encodeURIComponent).join("/"));
    await until(async () => (await page.locator("#week").inputValue()) === monday && (await page.locator("#owner").inputValue()) === other, "the address is not followed");
    assert.equal(await page.locator("#owner-sort").textContent(), "Salle");
    await lookAt(page, one);
  });

  await step("a session dragged to a free hour stays there, and is in the draft", async () => {
    await drag(page, one.id, ".slot.free");
    assert.notEqual(await hourOf(page, one.id), first);
    assert.match(await page.locator("#draft-said").textContent(), /1 modification/);
    assert.match(await page.locator("#panel").textContent(), /Déplacée dans le brouillon/);
  });

  await step("dragged to a forbidden hour it goes back, and the rule is said in words", async () => {
    const before = await hourOf(page, one.id);
    await drag(page, one.id, ".slot.forbidden");
    assert.equal(await hourOf(page, one.id), before);
    const said = await page.locator("#panel").textContent();
    assert.match(said, /Restée où elle était/);
    assert.match(said, /\(H\d+\w?\)/);
    assert.match(await page.locator("#draft-said").textContent(), /1 modification/);
  });

  await step("two weeks stand side by side, go on together, and a session is dropped from one into the other", async () => {
    const other = await page.evaluate((monday) => [...document.getElementById("week").options].map((o) => o.value).find((m) => m !== monday), one.monday);
    await page.selectOption("#beside", other);
    await until(async () => (await page.locator(".one-week").count()) === 2, "one week is shown");
    const names = await page.locator(".week-name").allTextContents();
    if (!(await page.locator("#next").isDisabled())) {
      await page.click("#next");
      await until(async () => (await page.locator(".week-name").allTextContents()).every((name, n) => name !== names[n]), "one of the weeks stays");
      await page.click("#previous");
      await until(async () => (await page.locator(".week-name").allTextContents()).join() === names.join(), "the weeks do not come back");
    }
    await page.reload();
    await ready(page);
    assert.deepEqual(await page.locator(".week-name").allTextContents(), names);
    const days = await page.evaluate(([monday, n]) => new Date(new Date(monday).getTime() + n * 864e5).toISOString().slice(0, 10), [other, 6]);
    const before = await hourOf(page, one.id);
    await blockOf(page, one.id).focus();
    await page.keyboard.press("d");
    await page.waitForSelector(".slot:focus");
    const there = page.locator(".one-week").nth(1).locator(".slot");
    await there.first().waitFor();
    if (shots) await page.screenshot({ path: `${shots}/deux-semaines.png` });
    await clean(page);
    const free = page.locator(".one-week").nth(1).locator(".slot.free").first();
    if (await free.count()) {
      await free.focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector(".block.landed");
      const now = (await hourOf(page, one.id)).slice(0, 10);
      assert(now >= other && now <= days, `${now} is not of the other week`);
      await undone(page, "Control+z", one.id, await hourOf(page, one.id));
    } else {
      await page.keyboard.press("Escape");
    }
    assert.equal(await hourOf(page, one.id), before);
    await page.selectOption("#beside", "");
    await until(async () => !(await page.locator(".one-week").count()), "two weeks stay");
  });

  await step("dropped beside every hour it stays, and nothing is asked", async () => {
    const before = await hourOf(page, one.id);
    const from = await blockOf(page, one.id).boundingBox();
    await page.mouse.move(from.x + 30, from.y + 12);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 40, { steps: 3 });
    await page.waitForSelector(".slot");
    await page.mouse.move(5, 5, { steps: 3 });
    await page.mouse.up();
    await until(async () => !(await page.locator(".slot").count()), "the slots stay");
    assert.equal(await hourOf(page, one.id), before);
  });

  await step("the keyboard does the same: D, arrows, L, Enter; Escape leaves it", async () => {
    const before = await hourOf(page, one.id);
    await blockOf(page, one.id).focus();
    await page.keyboard.press("d");
    await page.waitForSelector(".slot:focus");
    const at = await page.locator(".slot:focus").textContent();
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await page.locator(".slot:focus").textContent(), at);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".slot").count(), 0);
    await page.waitForSelector(`.block[data-id="${one.id}"]:focus`);
    await page.keyboard.press("d");
    await page.waitForSelector(".slot:focus");
    await page.keyboard.press("l");
    assert.match(await page.locator(".slot:focus").textContent(), /libre/);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".block.landed:focus");
    assert.notEqual(await hourOf(page, one.id), before);
    await until(async () => /déplacée/.test(await live(page)), "nothing is said");
  });

  await step("undo twice, redo twice", async () => {
    const last = await hourOf(page, one.id);
    await undone(page, "Control+z", one.id, last);
    const middle = await hourOf(page, one.id);
    await undone(page, "Control+z", one.id, middle);
    assert.equal(await hourOf(page, one.id), first);
    await undone(page, "Control+y", one.id, first);
    await undone(page, "Control+y", one.id, middle);
    assert.equal(await hourOf(page, one.id), last);
  });

  await step("the version is shown as ghosts beside the draft", async () => {
    await page.selectOption("#compare", "before");
    assert.match(await page.locator(".ghost").first().textContent(), /^Avant/);
  });

  await step("a second tab is told that the plan has changed, and changes nothing", async () => {
    const other = await context.newPage();
    await other.goto(new URL("/semaine", address()).href);
    await ready(other);
    await other.evaluate(() => { document.body.classList.add("busy"); }); // no look in between
    await page.bringToFront();
    const before = await hourOf(page, one.id);
    await undone(page, "Control+z", one.id, before);
    const after = await hourOf(page, one.id);
    await other.bringToFront();
    await other.evaluate(() => { document.body.classList.remove("busy"); document.getElementById("undo").click(); });
    await until(async () => /Le plan a changé/.test(await other.locator("#notice").textContent()), "the second tab is not told");
    await page.reload();
    await ready(page);
    assert.equal(await hourOf(page, one.id), after);
    await other.close();
  });

  await step("a tab that is reading the plan anew changes nothing while it still shows the one before", async () => {
    const other = await context.newPage();
    await other.goto(new URL("/semaine", address()).href);
    await ready(other);
    await other.route("**/api/semaine*", async (route) => { await new Promise((next) => setTimeout(next, 2000)); await route.continue(); });
    await page.bringToFront();
    const before = await hourOf(page, one.id);
    await undone(page, "Control+y", one.id, before);
    const after = await hourOf(page, one.id);
    const reading = other.waitForRequest(/api\/semaine/);
    await other.bringToFront();
    await other.evaluate(() => dispatchEvent(new Event("focus")));
    await reading;
    await other.keyboard.press("Control+z");
    await until(async () => /Le plan a changé/.test(await other.locator("#notice").textContent()), "the tab is not told");
    await page.reload();
    await ready(page);
    assert.equal(await hourOf(page, one.id), after);
    await other.close();
    await undone(page, "Control+z", one.id, after);
  });

  await step("room is made for a session at an hour that is taken; it is undone in one press", async () => {
    const id = "CAP-CUI-1-TP-CUISINE-02";
    const at = await page.evaluate(async (name) => {
      const plan = await (await fetch("/api/plan")).json();
      for (const monday of plan.weeks) {
        const week = await (await fetch(`/api/semaine?lundi=${monday}`)).json();
        const found = week.sessions.find((s) => s.id === name);
        if (found) return { id: name, owner: found.classes[0], monday };
      }
      return null;
    }, id);
    await lookAt(page, at);
    const before = await hourOf(page, id);
    const said = await page.locator("#draft-said").textContent();
    // Keys alone. The first forbidden hour where room can be made: no short chain of moves is looked for here.
    await page.route("**/api/ouvertures*", (route) => route.fulfill({ json: { mark: "", places: [], after: null } }));
    for (let n = 0, made = false; !made; n += 1) {
      await blockOf(page, id).focus();
      await page.keyboard.press("d");
      await page.waitForSelector(".slot:focus");
      const slot = page.locator(".slot.forbidden").nth(n);
      assert(await slot.count(), "no hour where room can be made");
      await slot.focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector("button.room");
      assert.equal(await hourOf(page, id), before);
      await page.focus("button.room");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#room-close:not([hidden])");
      made = /^Place faite/.test(await page.locator("#room-phase").textContent());
      if (!made) assert.match(await page.locator("#room-lines").textContent(), /Aucune place n’a pu être faite/);
    }
    await until(async () => (await hourOf(page, id)) !== before, "it stays where it was");
    assert(await page.locator("#notice").isHidden(), "its own change is told as somebody else's");
    assert.match(await page.locator("#room-lines").textContent(), /autres? séances? change.*Préférences/s);
    if (shots) await page.screenshot({ path: `${shots}/place.png` });
    await clean(page);
    await page.focus("#room-undo");
    await page.keyboard.press("Enter");
    await until(async () => (await hourOf(page, id)) === before, "it is not undone");
    assert.equal(await page.locator("#draft-said").textContent(), said);
    assert(await page.locator("#room").isHidden());
    await page.unroute("**/api/ouvertures*");
    await lookAt(page, one);
  });

  await step("where others have moved, the fewest changes are looked for instead: the moves are undone first", async () => {
    const before = await hourOf(page, one.id);
    await blockOf(page, one.id).focus();
    await page.keyboard.press("d");
    await page.waitForSelector(".slot:focus");
    await page.waitForFunction(() => !/Recherche de celles/.test(document.body.textContent));
    const slot = page.locator(".slot.moves").first();
    assert(await slot.count(), "no hour that others can leave");
    const [day, start] = [await slot.getAttribute("data-day"), await slot.locator(".hour").textContent()];
    await slot.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Chercher le moins de changements" }).click();
    await page.waitForSelector("#room-close:not([hidden])");
    assert.match(await page.locator("#room-phase").textContent(), /^Place faite/);
    await until(async () => (await hourOf(page, one.id)) === `${day} ${start}`, "it is not at the hour");
    const steps = await page.evaluate(async () => (await (await fetch("/api/plan")).json()).steps.filter((s) => !s.undone).length);
    await page.click("#room-undo");
    await until(async () => (await hourOf(page, one.id)) === before, "it is not undone");
    assert.equal(await page.evaluate(async () => (await (await fetch("/api/plan")).json()).steps.filter((s) => !s.undone).length), steps - 1);
  });

  await step("killed and started again, the draft is there", async () => {
    const before = await hourOf(page, one.id);
    await kill();
    await start();
    page = await enter(context);
    await lookAt(page, one);
    assert.equal(await hourOf(page, one.id), before);
    assert.match(await page.locator("#draft-said").textContent(), /1 modification/);
  });

  await step("a name that looks like HTML is text", async () => {
    assert.equal(await page.locator("script:not([src])").count(), 0);
    const id = await page.evaluate(async (monday) => {
      const week = await (await fetch(`/api/semaine?lundi=${monday}`)).json();
      for (const s of week.sessions) {
        const told = await (await fetch(`/api/seance?id=${encodeURIComponent(s.id)}`)).json();
        if (told.expected.some((name) => name.includes("<"))) return { id: s.id, owner: s.classes[0] };
      }
      return null;
    }, one.monday);
    if (!id) return;
    await lookAt(page, { ...one, owner: id.owner });
    await blockOf(page, id.id).first().click();
    await page.waitForSelector("#panel .names");
    assert.match(await page.locator("#panel .names").textContent(), /<SCRIPT>/);
    assert.equal(await page.locator("#panel script").count(), 0);
    await lookAt(page, one);
  });

  const SCREENS = {
    semaine: async () => {},
    seance: async (at) => { await blockOf(at, one.id).click(); await at.waitForSelector("#move"); },
    pourquoi: async (at) => { await at.getByRole("button", { name: "Pourquoi ici ?" }).click(); await at.waitForSelector("#answer h3"); },
    glisser: async (at) => { await at.click("#move"); await at.waitForSelector(".slot:focus"); },
    brouillon: async (at) => { await at.keyboard.press("Escape"); await at.click("#draft-open"); await at.waitForSelector("dialog[open]"); },
    deux: async (at) => { await at.click("#draft-close"); await at.selectOption("#beside", await at.locator("#beside option:not([disabled]):not([value=''])").first().getAttribute("value")); await at.waitForSelector(".one-week"); },
    comparer: async (at) => { await at.selectOption("#beside", ""); await at.selectOption("#compare", "before"); },
    toutes: async (at) => { await at.selectOption("#owner", ""); await at.waitForSelector("table.everyone"); },
    reste: async (at) => { await at.click("#unplaced-box summary"); await at.click("#debts-box summary"); },
  };

  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      const view = await browser.newContext({ viewport, colorScheme, bypassCSP: true, hasTouch: size === "phone" });
      const at = await enter(view);
      await lookAt(at, one);
      for (const [name, act] of Object.entries(SCREENS)) {
        await step(`axe: ${name}, ${size}, ${colorScheme}`, async () => {
          await act(at);
          if (shots) await at.screenshot({ path: `${shots}/${name}-${size}-${colorScheme}.png`, fullPage: name !== "brouillon" });
          await clean(at);
        });
      }
      await view.close();
    }
  }

  await step("without an answer nobody says that nothing was kept", async () => {
    await page.bringToFront();
    await page.reload();
    await ready(page);
    await page.route("**/api/garder", (route) => route.abort());
    await page.click("#draft-open");
    await page.click("#keep");
    await page.waitForFunction(() => /peut-être gardée/.test(document.getElementById("draft-answer").textContent));
    await page.unroute("**/api/garder");
  });

  await step("kept as a version with its reason; the draft is empty then", async () => {
    await page.bringToFront();
    await page.reload();
    await ready(page);
    await page.click("#draft-open");
    await page.fill("#reason", "essai du tableau");
    await page.click("#keep");
    await page.waitForFunction(() => /Gardé : version 2/.test(document.getElementById("notice").textContent), null, { timeout: 120000 });
    assert.match(await page.locator("#version").textContent(), /Version 2/);
    assert.match(await page.locator("#draft-said").textContent(), /vide/);
  });
  await context.close();
}
