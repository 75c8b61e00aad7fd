// The screen « Bilan »: what the plan costs, and a case that leads to its week.
import assert from "node:assert/strict";
import { address, enter, everyLook, ready, step } from "./drive.mjs";

const open = async (at) => {
  await at.goto(new URL("/bilan", address()).href);
  await at.waitForSelector("body[data-ready] #rules table");
  for (const one of await at.locator("#rules details summary").all()) await one.click();
};

export default async function (browser) {
  await everyLook(browser, "bilan", open);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await enter(context);
  await open(page);

  await step("a version beside it has its column", async () => {
    await page.selectOption("#other", "1");
    await page.waitForFunction(() => /version 1/.test(document.querySelector("#rules thead").textContent));
    assert.match(await page.locator("#rules thead").textContent(), /Différence/);
  });

  await step("a case leads to its week", async () => {
    await open(page);
    const link = page.locator(".cases a").first();
    const name = await link.textContent();
    await link.click();
    await ready(page);
    assert.equal(await page.locator("#owner option:checked").textContent(), name);
  });
  await context.close();
}
