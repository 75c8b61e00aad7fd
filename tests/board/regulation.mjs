// The screen « Régulation »: what a dossier proposes is decided card by card; on a centre of its own, at a period's end.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { address, enter, everyLook, folder, kill, start, step, until } from "./drive.mjs";

const open = async (at) => {
  await at.goto(new URL("/regulation", address()).href);
  await at.waitForSelector("body[data-ready] article.card");
};

export default async function (browser) {
  await kill();
  await start(join(dirname(folder), "regulation", "edt"), "2026-10-09");
  await everyLook(browser, "regulation", open);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await enter(context);
  await open(page);
  const before = await page.locator("article.card").count();

  await step("a choice may be taken back before anything is kept", async () => {
    const accept = page.locator("article.card").first().getByRole("button", { name: /^Accepter/ });
    await accept.click();
    assert.equal(await accept.getAttribute("aria-pressed"), "true");
    await accept.click();
    assert(await page.locator("#keep").isDisabled());
  });

  await step("one is accepted and one refused, by the keyboard, with who and why: both are decided then", async () => {
    await page.locator("article.card").first().getByRole("button", { name: /^Accepter/ }).focus();
    await page.keyboard.press("Enter");
    await page.locator("article.card").nth(1).getByRole("button", { name: /^Refuser/ }).focus();
    await page.keyboard.press("Space");
    await page.fill("#author", "Conseil");
    await page.fill("#reason", "vu ensemble");
    await page.click("#keep");
    await until(async () => /2 décisions gardées/.test(await page.locator("#notice").textContent()), "nothing is kept");
    assert.equal(await page.locator("article.card").count(), before - 2);
    await page.uncheck("#undecided");
    assert.match(await page.locator("#cards").textContent(), /Acceptée le .* par Conseil : vu ensemble/);
    assert.match(await page.locator("#cards").textContent(), /Refusée le .* par Conseil : vu ensemble/);
  });
  await context.close();
}
