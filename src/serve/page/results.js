// Shows an answer as a graph, a timeline or a chart where its columns fit; the table is there without it.
(() => {
  const results = document.getElementById("results");
  const views = document.getElementById("views");
  if (!results || !views) return;
  const table = document.getElementById("table");
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.cells]);
  const names = [...table.querySelectorAll("thead th")].map((it) => it.textContent);
  if (!rows.length) return;
  const SVG = "http://www.w3.org/2000/svg";
  const make = (name, attributes, parent, text = "") => {
    const it = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) it.setAttribute(key, value);
    if (text) it.textContent = text;
    parent.append(it);
    return it;
  };
  const words = (cell) => cell.textContent.trim();
  const link = (cell) => cell.querySelector("a")?.getAttribute("href");
  const short = (text, most = 42) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const columns = names.map((name, at) => {
    const cells = rows.map((row) => row[at]).filter((it) => words(it));
    const all = (fits) => cells.length > 0 && cells.every(fits);
    return {
      name, at,
      date: all((it) => /^\d{4}(-\d{2}(-\d{2})?)?([./].*)?$/.test(words(it))),
      number: all((it) => /^-?\d+(\.\d+)?$/.test(words(it))),
      thing: all((it) => link(it)),
      text: all((it) => words(it).length < 60),
    };
  });
  const date = columns.find((it) => it.date && !(it.number && rows.length < 2));
  const number = columns.find((it) => it.number && it !== date);
  const label = columns.find((it) => it !== number && it !== date && it.text);
  const ends = columns.filter((it) => it.text && !it.number && !it.date);
  const wrapped = (text, x, y, href, parent, attributes = {}) => {
    const holder = href ? make("a", { href }, parent) : parent;
    return make("text", { x, y, ...attributes }, holder, text);
  };

  const chart = () => {
    const shown = rows.slice(0, 60);
    const numbers = shown.map((row) => Number(words(row[number.at])));
    const most = Math.max(...numbers, 1);
    const height = shown.length * 24 + 20;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 900 ${height}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `Bars: ${number.name} by ${label.name}`);
    shown.forEach((row, at) => {
      const y = 12 + at * 24;
      wrapped(short(words(row[label.at])), 300, y + 13, link(row[label.at]), svg, { "text-anchor": "end" });
      make("rect", { x: 310, y, width: Math.max((Math.max(numbers[at], 0) / most) * 500, 1), height: 17, class: "bar" }, svg);
      make("text", { x: 318 + (Math.max(numbers[at], 0) / most) * 500, y: y + 13, class: "soft" }, svg, words(row[number.at]));
    });
    return svg;
  };

  const timeline = () => {
    const year = (text) => {
      const [y, m = "1", d = "1"] = text.split(/[./]/)[0].split("-");
      return Number(y) + (Number(m) - 1) / 12 + (Number(d) - 1) / 366;
    };
    const shown = rows.filter((row) => words(row[date.at])).slice(0, 200);
    const dated = shown.map((row) => ({ row, when: year(words(row[date.at])) })).sort((a, b) => a.when - b.when);
    const [first, last] = [dated[0].when, dated[dated.length - 1].when];
    const [from, until] = [Math.floor(first), Math.ceil(last + 0.01)];
    const what = columns.filter((it) => it !== date && it.text).slice(0, 3);
    const height = dated.length * 22 + 60;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 1000 ${height}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `Timeline by ${date.name}`);
    const x = (when) => 30 + ((when - from) / Math.max(until - from, 1)) * 440;
    const step = Math.max(1, Math.ceil((until - from) / 9));
    for (let at = from; at <= until; at += step) {
      make("line", { x1: x(at), x2: x(at), y1: 26, y2: height - 8, class: "axis" }, svg);
      make("text", { x: x(at), y: 18, "text-anchor": "middle", class: "soft" }, svg, String(at));
    }
    dated.forEach(({ row, when }, at) => {
      const y = 44 + at * 22;
      make("circle", { cx: x(when), cy: y - 4, r: 4.5, class: "bar" }, svg);
      const text = [words(row[date.at]), ...what.map((it) => words(row[it.at]))].filter(Boolean).join(" · ");
      const href = what.map((it) => link(row[it.at])).find(Boolean);
      wrapped(short(text, 80), x(when) + 12, y, href, svg);
    });
    return svg;
  };

  const graph = () => {
    const [from, to] = [ends[0], ends[ends.length - 1]];
    const middle = ends.length > 2 ? ends[1] : null;
    const nodes = new Map();
    const node = (cell) => {
      const text = words(cell);
      if (!nodes.has(text)) nodes.set(text, { text, href: link(cell), x: 0, y: 0, left: false });
      return nodes.get(text);
    };
    const lines = rows.slice(0, 120).map((row) => ({ from: node(row[from.at]), to: node(row[to.at]), said: middle ? words(row[middle.at]) : "" }));
    for (const it of lines) it.from.left = true;
    const sides = [[...nodes.values()].filter((it) => it.left), [...nodes.values()].filter((it) => !it.left)];
    const height = Math.max(...sides.map((it) => it.length), 4) * 30 + 40;
    sides.forEach((side, at) => side.forEach((it, place) => {
      it.x = at === 0 ? 340 : 660;
      it.y = ((place + 0.5) / side.length) * (height - 30) + 15;
    }));
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 1000 ${height}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `Graph from ${from.name} to ${to.name}`);
    for (const it of lines) {
      const bend = it.to.left ? -120 : 160;
      const line = make("path", { d: `M${it.from.x} ${it.from.y}C${it.from.x + bend} ${it.from.y} ${it.to.x - 160} ${it.to.y} ${it.to.x} ${it.to.y}`, class: "line" }, svg);
      make("title", {}, line, `${it.from.text} ${it.said} ${it.to.text}`);
      if (it.said && lines.length < 40) make("text", { x: (it.from.x + it.to.x) / 2, y: (it.from.y + it.to.y) / 2 - 3, "text-anchor": "middle", class: "soft" }, svg, short(it.said, 26));
    }
    for (const it of nodes.values()) {
      make("circle", { cx: it.x, cy: it.y, r: 5, class: "bar" }, svg);
      wrapped(short(it.text, 44), it.x + (it.left ? -10 : 10), it.y + 4, it.href, svg, { "text-anchor": it.left ? "end" : "start" });
    }
    return svg;
  };

  const offers = [["Table", null]];
  if (ends.length > 1) offers.push(["Graph", graph]);
  if (date && columns.length > 1) offers.push(["Timeline", timeline]);
  if (number && label) offers.push(["Chart", chart]);
  if (offers.length < 2) return;
  const bar = document.createElement("div");
  bar.className = "views";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Shown as");
  const view = document.createElement("div");
  view.className = "view";
  const buttons = offers.map(([name, draw]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.setAttribute("aria-pressed", String(!draw));
    button.addEventListener("click", () => {
      buttons.forEach((it) => it.setAttribute("aria-pressed", String(it === button)));
      table.hidden = Boolean(draw);
      view.replaceChildren(...(draw ? [draw()] : []));
    });
    return button;
  });
  bar.append(...buttons);
  views.append(bar, view);
})();
