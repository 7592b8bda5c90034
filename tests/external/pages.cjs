// Walks through the pages of `kell serve` in Chromium: it clicks, reads what is there, takes pictures, and asks axe.
//
// Usage: node pages.cjs URL CHROMIUM SHOTS
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [url, program, shots] = process.argv.slice(2);
const base = url.replace(/\/$/, "");
let checks = 0;
const problems = [];
const check = (what, truth) => {
  checks += 1;
  if (!truth) problems.push(what);
};

const VIEWS = [
  ["light", { colorScheme: "light", viewport: { width: 1280, height: 900 } }],
  ["dark", { colorScheme: "dark", viewport: { width: 1280, height: 900 } }],
  ["phone", { colorScheme: "light", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
];

const main = async () => {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "kell-pages-"));
  const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const browser = await chromium.launch({ executablePath: program, args: [...flags, `--crash-dumps-dir=${profile}`] });
  const ask = async (query) => {
    const answer = await fetch(`${base}/sparql?query=${encodeURIComponent(query)}`, { headers: { Accept: "application/sparql-results+json" } });
    return (await answer.json()).results.bindings;
  };
  const local = (iri) => iri.replace(/^https?:\/\/[^/]+\/[^/]+/, "");
  const [busiest] = await ask("SELECT ?it ?label (COUNT(*) AS ?n) WHERE { ?c rdf:subject ?it . ?it o:displayLabel ?label FILTER(STRLEN(?label) < 12 && !EXISTS { ?it a o:Document }) } GROUP BY ?it ?label ORDER BY DESC(?n) LIMIT 1");
  const [claim] = await ask("SELECT ?it WHERE { ?it a o:Claim ; o:isAsserted true ; o:resolutionStep ?s . ?x o:betweenClaim ?it } LIMIT 1");
  const [document] = await ask("SELECT ?it (COUNT(*) AS ?n) WHERE { ?e oa:hasSource ?it } GROUP BY ?it ORDER BY DESC(?n) LIMIT 1");
  const [far] = await ask(`SELECT ?it ?label WHERE { ?c o:isAsserted true ; rdf:subject ?x ; rdf:object <${busiest.it.value}> . ?d o:isAsserted true ; rdf:subject ?x ; rdf:object ?it . ?it o:degree ?n ; o:displayLabel ?label FILTER(?it != <${busiest.it.value}>) } ORDER BY ?it LIMIT 1`);
  const pages = {
    home: "/",
    search: `/search?q=${encodeURIComponent(busiest.label.value)}`,
    thing: local(busiest.it.value),
    claim: local(claim.it.value),
    reader: local(document.it.value),
    network: `/network?focus=${encodeURIComponent(busiest.it.value)}`,
    "network-all": "/network",
    path: `/path?from=${encodeURIComponent(busiest.it.value)}&to=${encodeURIComponent(far.it.value)}&unasserted=1`,
    diagrams: "/diagrams",
    diagram: "/diagrams/organisation",
    timeline: "/timeline",
    conflicts: "/conflicts",
    statistics: "/statistics",
    query: "/query",
    answer: "/query?name=timeline",
    vocabulary: "/ns",
    missing: "/id/Nothing-of-the-kind",
  };

  const open = async (context) => {
    const page = await context.newPage();
    page.on("console", (it) => {
      const expected = it.text().includes("404") && page.url().includes("Nothing");
      if (it.type() === "error" && !expected) problems.push(`console: ${page.url()}: ${it.text()}`);
    });
    page.on("pageerror", (error) => problems.push(`script: ${page.url()}: ${error}`));
    page.on("request", (it) => {
      const outside = !it.url().startsWith(base) && !/^(data|blob|about):/.test(it.url());
      if (outside) problems.push(`asked outside: ${it.url()}`);
    });
    return page;
  };

  for (const [name, options] of VIEWS) {
    const context = await browser.newContext({ ...options, bypassCSP: false });
    const page = await open(context);
    for (const [what, address] of Object.entries(pages)) {
      await page.goto(base + address);
      if (what.startsWith("network")) await page.waitForSelector("#network[data-ready]");
      await page.screenshot({ path: path.join(shots, `${what}-${name}.png`), fullPage: !["reader", "statistics", "vocabulary", "timeline", "answer"].includes(what) && name !== "phone" });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      check(`${what} (${name}) is no wider than the screen, but ${wide} more`, wide <= 0);
      // The driver runs it beside the page, whose policy would not let it in.
      const found = await page.evaluate(`${axe}; axe.run({ resultTypes: ["violations"] })`);
      for (const it of found.violations.filter((it) => ["serious", "critical"].includes(it.impact))) {
        problems.push(`axe: ${what} (${name}): ${it.id}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
      }
      checks += 1;
    }
    await context.close();
  }

  // What a person does.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await open(context);
  await page.goto(base);
  await page.fill("#q", busiest.label.value.slice(0, 4));
  await page.waitForSelector("#found-1 li");
  check("search as one types offers the thing", (await page.textContent("#found-1")).includes(busiest.label.value));
  await page.screenshot({ path: path.join(shots, "typing.png") });
  await page.press("#q", "ArrowDown");
  await page.press("#q", "Enter");
  await page.waitForSelector("h1");
  check("Enter opens what was chosen", !page.url().endsWith("/"));

  await page.goto(base + pages.thing);
  check("the thing has its name", (await page.textContent("h1")).trim() === busiest.label.value);
  await page.click(".claim .source a >> nth=0");
  await page.waitForSelector(".text");
  check("a statement leads to its sentence", decodeURIComponent(page.url()).includes("#char="));
  const lit = await page.evaluate(() => {
    const it = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const box = it.getBoundingClientRect();
    return box.top >= 0 && box.top < innerHeight;
  });
  check("the sentence is on the screen", lit);
  await page.screenshot({ path: path.join(shots, "sentence.png") });
  const before = await page.locator(".panel .claim:visible").count();
  await page.click("#filters summary");
  await page.uncheck("#filters input[name=force] >> nth=0");
  check("filters leave claims out", (await page.locator(".panel .claim:visible").count()) < before);

  await page.goto(base + pages.network);
  await page.waitForSelector("#network[data-ready]");
  check("the graph has things", (await page.locator("#drawing .node").count()) > 2);
  await page.locator("#drawing .edge").first().focus();
  await page.keyboard.press("Enter");
  check("a line opens its sentences", (await page.locator("#sentences blockquote").count()) > 0);
  await page.locator("#drawing .node").nth(1).focus();
  await page.keyboard.press("Enter");
  const things = await page.locator("#drawing .node").count();
  await page.click("#sentences button");
  await page.waitForTimeout(800);
  check("a thing can be expanded", (await page.locator("#drawing .node").count()) >= things);
  await page.screenshot({ path: path.join(shots, "expanded.png") });
  for (const kind of ["svg", "png", "dot"]) {
    const [saved] = await Promise.all([page.waitForEvent("download"), page.click(`#save-${kind}`)]);
    const file = path.join(shots, `saved.${kind}`);
    await saved.saveAs(file);
    check(`the graph is saved as ${kind}`, fs.statSync(file).size > 500);
  }

  await page.goto(base + "/path");
  for (const [box, name] of [["from", busiest.label.value], ["to", far.label.value]]) {
    await page.fill(`#${box}`, name);
    await page.waitForSelector(`.ends p:has(#${box}) .found li`);
    await page.press(`#${box}`, "ArrowDown");
    await page.press(`#${box}`, "Enter");
  }
  check("a name that is chosen fills its box", (await page.inputValue("#to")) === far.label.value);
  await page.click(".ends button");
  await page.waitForSelector(".chain");
  check("a chain has a sentence for each step", (await page.locator("#chain-1 .chain > li").count()) === (await page.locator("#chain-1 .chain > li:has(blockquote)").count()));
  await page.click(`.drawing a:has-text("${far.label.value}")`);
  await page.waitForSelector("h1");
  check("what is drawn leads to its page", (await page.textContent("h1")).trim() === far.label.value);
  await page.goto(base + "/diagrams");
  await page.click(".hits a >> nth=0");
  await page.selectOption("#nodes", "15");
  await page.click(".ends button");
  await page.waitForSelector(".drawing svg");
  check("a diagram can be made smaller", (await page.locator(".drawing svg a").count()) <= 15);

  await page.goto(base + "/query");
  await page.fill("#query", "");
  await page.click("#query");
  await page.keyboard.type("SELECT ?claim ?label WHERE { ?claim a o:Cl");
  await page.waitForSelector("#completions li");
  check("names are completed", (await page.textContent("#completions")).includes("o:Claim"));
  await page.screenshot({ path: path.join(shots, "completion.png") });
  await page.keyboard.press("Tab");
  await page.keyboard.type(" ; rdfs:label ?label } LIMIT 5");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("#results tbody tr");
  check("the query is answered", (await page.locator("#results tbody tr").count()) === 5);
  check("the query is coloured", (await page.locator("#colours .keyword").count()) > 2);
  await page.goto(base + pages.answer);
  for (const view of ["Graph", "Timeline"]) {
    await page.click(`.views button:has-text("${view}")`);
    check(`an answer is shown as ${view}`, (await page.locator(".view svg").count()) === 1);
    await page.screenshot({ path: path.join(shots, `view-${view}.png`) });
  }
  await page.goto(`${base}/query?query=${encodeURIComponent("SELECT ?class (COUNT(*) AS ?things) WHERE { ?t a/o:displayLabel ?class . ?d o:mentions ?t } GROUP BY ?class ORDER BY DESC(?things)")}`);
  await page.click('.views button:has-text("Chart")');
  check("an answer is shown as a chart", (await page.locator(".view .bar").count()) > 3);
  await page.screenshot({ path: path.join(shots, "view-Chart.png") });

  await page.goto(base + pages.claim);
  check("a claim shows its sentence", (await page.locator("mark").count()) > 0);
  await page.keyboard.press("Tab");
  check("the first Tab goes to the skip link", await page.evaluate(() => document.activeElement.className === "skip"));
  await context.close();

  // Without scripts everything is still there to read.
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(base + pages.network);
  check("without scripts the graph is a list", (await still.locator("#list li").count()) > 2);
  await still.goto(base + pages.answer);
  check("without scripts a query is answered", (await still.locator("#results tbody tr").count()) > 2);
  await browser.close();
  fs.rmSync(profile, { recursive: true, force: true });

  for (const it of problems) console.log(`failed: ${it}`);
  console.log(`${checks} checks in Chromium, ${problems.length} failed; pictures in ${shots}`);
  process.exitCode = problems.length ? 1 : 0;
};
main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
