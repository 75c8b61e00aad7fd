// The screen « Absences »: from an absence to its version and to the calendar of the class, by the keyboard as well.
import assert from "node:assert/strict";
import { address, enter, everyLook, step, until } from "./drive.mjs";

const open = async (at) => {
  await at.goto(new URL("/absences", address()).href);
  await at.waitForSelector("body[data-ready] #trainer option:nth-child(2)", { state: "attached" });
};

// Whoever has sessions that have a way out, and one of their days.
async function busy(page) {
  return page.evaluate(async () => {
    const { trainers, first, last } = await (await fetch("/api/absents")).json();
    for (const [id] of trainers) {
      const { hours } = await (await fetch(`/api/absence?${new URLSearchParams({ formateur: id, du: first, au: last })}`)).json();
      const day = hours.find((one) => hours.filter((two) => two.day === one.day).every((two) => two.ways.length))?.day;
      if (day) return { id, day };
    }
    return null;
  });
}

async function look(at, one) {
  await at.selectOption("#trainer", one.id);
  await at.fill("#from", one.day);
  await at.fill("#until", one.day);
  await at.click("#look");
  await at.waitForSelector("fieldset.ways");
}

export default async function (browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await enter(context);
  await open(page);
  const one = await busy(page);
  assert(one, "a trainer whose sessions have ways out");

  await everyLook(browser, "absences", async (at) => {
    await open(at);
    await look(at, one);
  });

  await step("nothing is kept before each session has its choice, picked by the keyboard", async () => {
    await look(page, one);
    assert(await page.locator("#keep").isDisabled());
    await page.locator("fieldset.ways input").first().focus();
    await page.keyboard.press("Space");
    await page.waitForSelector("fieldset.ways input:checked:focus");
    await page.waitForSelector("body:not(.busy)"); // the cards after it have been asked again
    if (await page.locator("#best").isVisible()) await page.click("#best");
    await until(async () => !(await page.locator("#keep").isDisabled()), "a session is left without a choice");
  });

  await step("an absence is kept as a version with its reason, and said so", async () => {
    await page.fill("#reason", "absence essayée");
    await page.click("#keep");
    await page.waitForFunction(() => /Gardé : version \d/.test(document.getElementById("answer").textContent), null, { timeout: 120000 });
    assert.equal(await page.locator("fieldset.ways").count(), 0);
    await page.click("#answer a");
    await page.waitForSelector("body[data-ready] .history li");
    assert.match(await page.locator(".history li").first().textContent(), /absence essayée/);
  });

  await step("the trainer has nothing left on that day but what goes on without them", async () => {
    await open(page);
    await page.selectOption("#trainer", one.id);
    await page.fill("#from", one.day);
    await page.fill("#until", one.day);
    await page.click("#look");
    await page.waitForFunction(() => /Aucune séance ces jours-là/.test(document.getElementById("hours").textContent));
  });
  await context.close();
}
