// The screen « Résoudre »: a workbook with faults is dropped and nothing is lost; a long run is cancelled.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { address, enter, everyLook, folder, step, until } from "./drive.mjs";

const own = join(dirname(folder), "classeur.xlsx");
const open = async (at) => {
  await at.goto(new URL("/resoudre", address()).href);
  await at.waitForSelector("body[data-ready] #files label");
};
const phase = (page) => page.locator("#phase").textContent();
const over = (page, what) => page.waitForFunction((text) => document.getElementById("phase").textContent.startsWith(text), what, { timeout: 120000 });
const ask = async (page, how) => {
  await page.check(`input[name=how][value=${how}]`);
  await page.click("#start");
};

// A file dropped on the page by the mouse, as the browser tells it.
async function drop(page, name, bytes) {
  const held = await page.evaluateHandle(([called, content]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], called));
    return data;
  }, [name, bytes.toString("base64")]);
  await page.dispatchEvent("#drop", "drop", { dataTransfer: held });
}

export default async function (browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await enter(context);
  await open(page);
  const version = await page.locator("#version").textContent();

  await step("what is no workbook is refused in words", async () => {
    await drop(page, "liste.xlsx", Buffer.from("nom;prénom"));
    await until(async () => /n’est pas un classeur Excel lisible/.test(await page.locator("#notice").textContent()), "nothing is said");
  });

  await step("a workbook with faults is dropped: each is read with its cell, and nothing is lost", async () => {
    const before = readFileSync(own);
    await drop(page, "avec-fautes.xlsx", readFileSync(join(dirname(folder), "avec-fautes.xlsx")));
    await page.waitForSelector("input[name=which][value=dropped]:checked");
    await ask(page, "update");
    await over(page, "Rien n’a changé.");
    assert.match(await page.locator("#lines").textContent(), /Feuille « Cours », cellule C2/);
    assert.equal(await page.locator("#version").textContent(), version);
    assert.deepEqual(readFileSync(own), before);
    assert.deepEqual(readdirSync(join(folder, "depose")), ["avec-fautes.xlsx"]);
  });

  await everyLook(browser, "resoudre", async (at) => {
    await open(at);
    await at.check("input[name=which][value=known]");
    await ask(at, "check");
    await at.waitForSelector("#lines p");
    await at.waitForSelector("#start:not([disabled])");
  });

  await step("a long run is cancelled: nothing is kept", async () => {
    await page.check("input[name=which][value=known]");
    await ask(page, "solve");
    await page.waitForSelector("#cancel:not([hidden])");
    assert(await page.locator("#start").isDisabled());
    await page.click("#cancel");
    await over(page, "Renoncé");
    assert.equal(await page.locator("#version").textContent(), version);
  });

  await step("the workbook is followed, and the page says what it changes, and the version if there is one", async () => {
    await ask(page, "update");
    await page.waitForFunction(() => /^(Gardé|Terminé)/.test(document.getElementById("phase").textContent), null, { timeout: 120000 });
    assert.match(await page.locator("#lines").textContent(), /Le classeur dit la même chose|changement/);
    const kept = (await phase(page)).match(/Gardé : version (\d+)/)?.[1] ?? version.match(/\d+/)[0];
    await until(async () => (await page.locator("#version").textContent()) === `Version ${kept}`, "the page shows another version");
  });
  await context.close();
}
