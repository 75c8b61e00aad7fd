// The screen « Versions »: what the steps before have kept is compared and published.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { address, enter, everyLook, folder, step } from "./drive.mjs";

export default async function (browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await enter(context);
  await step("the new version is told in the history, compared and published, and its calendars are there", async () => {
    await page.goto(new URL("/versions", address()).href);
    await page.waitForSelector("body[data-ready] .history li");
    assert.match(await page.locator(".history li").first().textContent(), /Version 2.*essai du tableau/s);
    await page.getByRole("button", { name: "Ce qui change dans la version 2" }).click();
    await page.waitForSelector(".changes summary");
    await page.click("#messages");
    await page.waitForFunction(() => /à envoyer/.test(document.getElementById("messages-body").textContent), null, { timeout: 120000 });
    assert.equal(await page.locator(".history li .badge").count(), 0);
    await page.click("#publish");
    await page.waitForFunction(() => /Version 2 publiée/.test(document.getElementById("publish-answer").textContent), null, { timeout: 120000 });
    assert.match(await page.locator(".history li .badge").first().textContent(), /publiée depuis/);
    const calendars = readdirSync(`${folder}/public/ics`, { recursive: true }).filter((name) => String(name).endsWith(".ics"));
    assert(calendars.length > 5);
    assert.match(readFileSync(`${folder}/public/ics/${calendars[0]}`, "utf8"), /^BEGIN:VCALENDAR/);
  });

  await everyLook(browser, "versions", async (at) => {
    await at.goto(new URL("/versions", address()).href);
    await at.getByRole("button", { name: "Ce qui change dans la version 2" }).click();
    await at.waitForSelector(".changes details");
    await at.evaluate(() => { document.getElementById("publish-form").hidden = false; }); // as before it is published
    await at.click("#messages");
    await at.waitForSelector("#messages-body p:not(:only-child), #messages-body details");
    await at.evaluate(() => { for (const one of document.querySelectorAll("#messages-body details")) one.open = true; });
  });
  await context.close();
}
