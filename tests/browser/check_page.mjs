// Opens a report as readers do and says what is wrong: node check_page.mjs REPORT.html FOLDER CHROMIUM
//
// Desktop and phone width, every language: no network request, no error in the console, nothing wider than the screen, the letters
// of the report loaded, no accessibility violation (axe), valid HTML. Leaves screenshots and a PDF per language in FOLDER and
// prints one line per problem; exit code 1 when there is any.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { HtmlValidate } from "html-validate";
import puppeteer from "puppeteer-core";

const [report, folder, chromium] = process.argv.slice(2);
const screens = [
    { name: "desktop", width: 1280, height: 900, deviceScaleFactor: 1 },
    { name: "phone", width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
    { name: "small-phone", width: 320, height: 640, deviceScaleFactor: 1, isMobile: true, hasTouch: true },
];
const problems = [];

async function validHtml() {
    // The report is written so that XML parsers read it too: elements without content are closed, every attribute has a value.
    const rules = { "void-style": ["error", { style: "selfclose" }], "attribute-boolean-style": ["error", { style: "name" }],
        "no-inline-style": "error", "long-title": "off" };
    const found = await new HtmlValidate({ extends: ["html-validate:recommended"], rules }).validateString(readFileSync(report, "utf-8"));
    for (const file of found.results)
        for (const m of file.messages) problems.push(`html-validate: line ${m.line}: ${m.message} (${m.ruleId})`);
}

async function checkScreen(browser, screen, language) {
    const where = `${screen.name}, ${language}`;
    const page = await browser.newPage();
    await page.setViewport(screen);
    const address = pathToFileURL(report).href;
    page.on("request", request => {
        if (request.url() !== address && !request.url().startsWith("data:")) problems.push(`${where}: requests ${request.url()}`);
    });
    page.on("console", message => { if (message.type() === "error") problems.push(`${where}: ${message.text()}`); });
    await page.goto(address, { waitUntil: "load" });
    const choice = await page.$(`#choose-${language}`);
    if (choice) await page.click(`label[for=choose-${language}]`);
    const shown = await page.$$eval("article", list => list.filter(a => a.offsetParent !== null).map(a => a.lang));
    if (shown.join() !== language) problems.push(`${where}: shows ${shown.join() || "nothing"}`);
    const wide = await page.evaluate(() => {
        const limit = document.documentElement.clientWidth;
        const found = [];
        if (document.documentElement.scrollWidth > limit) found.push(`page is ${document.documentElement.scrollWidth} of ${limit} wide`);
        for (const e of document.querySelectorAll("article *")) {
            const box = e.getBoundingClientRect();
            if (box.width > 1 && box.right > limit + 1) found.push(`${e.tagName} "${(e.textContent ?? "").slice(0, 40)}" ends at ${Math.round(box.right)}`);
        }
        return found.slice(0, 3);
    });
    for (const what of wide) problems.push(`${where}: ${what}`);
    const letters = await page.evaluate(async () => { await document.fonts.ready; return [...document.fonts].filter(f => f.status === "loaded").length; });
    if (letters < 2) problems.push(`${where}: ${letters} of the report's fonts are loaded`);
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    for (const v of found.violations) problems.push(`${where}: axe ${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 120)} (${v.nodes.length})`);
    if (found.passes.length < 10) problems.push(`${where}: axe looked at ${found.passes.length} rules only`);
    await page.screenshot({ path: join(folder, `${screen.name}-${language}.png`), fullPage: true });
    if (screen.name === "desktop")
        await page.pdf({ path: join(folder, `report-${language}.pdf`), preferCSSPageSize: true, printBackground: true });
    await page.close();
}

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"] });
try {
    await validHtml();
    const languages = [...readFileSync(report, "utf-8").matchAll(/<article lang="(vi|en)"/g)].map(m => m[1]);
    if (languages.length === 0) problems.push("the report has no article");
    for (const screen of screens)
        for (const language of languages) await checkScreen(browser, screen, language);
} finally {
    await browser.close();
}
for (const problem of problems) console.log(problem);
console.log(`${problems.length} problems`);
process.exit(problems.length ? 1 : 0);
