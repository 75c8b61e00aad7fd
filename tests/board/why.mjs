// The screen « Pourquoi »: somebody is asked for by name, and answered in words.
import assert from "node:assert/strict";
import { address, enter, everyLook, step } from "./drive.mjs";

const open = async (at) => {
  await at.goto(new URL("/pourquoi", address()).href);
  await at.waitForSelector("body[data-ready] #names option", { state: "attached" });
};
const answered = async (at) => {
  await at.fill("#who", await at.locator("#names option").first().getAttribute("value"));
  await at.keyboard.press("Enter");
  await at.waitForSelector("#lines .card p");
};

export default async function (browser) {
  await everyLook(browser, "pourquoi", async (at) => { await open(at); await answered(at); });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await enter(context);
  await open(page);

  await step("the week of a trainer is told", async () => {
    await page.check("input[name=sort][value=trainer]");
    assert.equal(await page.locator("#lines p").count(), 0);
    await answered(page);
    assert.match(await page.locator("#lines").textContent(), /semaine du lundi/);
  });
  await context.close();
}
