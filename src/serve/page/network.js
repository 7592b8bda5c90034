// Draws the graph: forces lay it out, lines lead to their sentences, and what is drawn can be saved.
(() => {
  const place = document.getElementById("network");
  if (!place) return;
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.getElementById("drawing");
  const panel = document.getElementById("sentences");
  const nodes = new Map();
  const edges = new Map();
  const focuses = new Set(new URLSearchParams(place.dataset.source.split("?")[1] || "").getAll("focus"));
  let view = { x: 0, y: 0, width: 1000, height: 640 };
  let layer = null;

  const make = (name, attributes = {}, parent = null) => {
    const it = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) it.setAttribute(key, value);
    if (parent) parent.append(it);
    return it;
  };
  const element = (name, text = "", attributes = {}) => {
    const it = document.createElement(name);
    it.textContent = text;
    for (const [key, value] of Object.entries(attributes)) it.setAttribute(key, value);
    return it;
  };

  // What the server sends is added to what is there; places on a spiral begin the layout.
  const add = (network, near = null) => {
    network.nodes.forEach((it) => {
      const known = nodes.get(it.id);
      if (known) return Object.assign(known, { rank: it.rank });
      const turn = nodes.size * 2.399963;
      const far = 26 * Math.sqrt(nodes.size + 1);
      const middle = near || { x: 500, y: 320 };
      nodes.set(it.id, { ...it, x: middle.x + far * Math.cos(turn), y: middle.y + far * Math.sin(turn), dx: 0, dy: 0 });
    });
    for (const it of network.edges) {
      const from = network.nodes[it.from].id;
      const to = network.nodes[it.to].id;
      edges.set([from, to, it.label, it.standing, it.negated].join("\u0001"), { ...it, from, to });
    }
  };

  // Fruchterman and Reingold: things push each other away, lines pull their ends together.
  const settle = (rounds, list, lines) => {
    const wanted = 95;
    for (let round = 0; round < rounds; round += 1) {
      const heat = 40 * (1 - round / rounds) + 0.5;
      // A pull to the middle keeps long arms from making everything small.
      const middle = (key) => list.reduce((sum, it) => sum + it[key], 0) / list.length;
      const [x, y] = [middle("x"), middle("y")];
      const gravity = 0.1 + list.length / 250;
      for (const it of list) { it.dx = (x - it.x) * gravity; it.dy = (y - it.y) * gravity * 1.4; }
      for (let a = 0; a < list.length; a += 1) {
        for (let b = a + 1; b < list.length; b += 1) {
          let x = list[a].x - list[b].x;
          let y = (list[a].y - list[b].y) * 1.5;
          const square = Math.max(x * x + y * y, 30);
          const push = (wanted * wanted) / square;
          x *= push; y *= push;
          list[a].dx += x; list[a].dy += y;
          list[b].dx -= x; list[b].dy -= y;
        }
      }
      for (const { from, to } of lines) {
        const x = from.x - to.x;
        const y = from.y - to.y;
        const pull = Math.hypot(x, y) / wanted / 2.2;
        from.dx -= x * pull; from.dy -= y * pull;
        to.dx += x * pull; to.dy += y * pull;
      }
      for (const it of list) {
        const far = Math.hypot(it.dx, it.dy) || 1;
        const step = Math.min(far, heat) / far;
        it.x += it.dx * step;
        it.y += it.dy * step;
      }
    }
  };

  // Each connected part by itself; then the parts in rows, the largest first.
  const ROOM = { x: 120, y: 40 };
  const arrange = (rounds, list, lines) => {
    const part = new Map(list.map((it) => [it, [it]]));
    for (const { from, to } of lines) {
      const [one, other] = [part.get(from), part.get(to)];
      if (one === other) continue;
      for (const it of other) part.set(it, one);
      one.push(...other);
    }
    const parts = [...new Set(part.values())].sort((a, b) => b.length - a.length).map((members) => {
      settle(rounds, members, lines.filter((it) => part.get(it.from) === members));
      let [xs, ys] = [members.map((it) => it.x), members.map((it) => it.y)];
      if (Math.max(...ys) - Math.min(...ys) > Math.max(...xs) - Math.min(...xs)) {
        for (const it of members) [it.x, it.y] = [it.y, it.x];
        [xs, ys] = [ys, xs];
      }
      // Names are wide: things side by side need more room than one above the other.
      for (const it of members) it.x *= members.length < 9 ? 2.2 : 1.15;
      xs = members.map((it) => it.x);
      const [x, y] = [Math.min(...xs) - ROOM.x, Math.min(...ys) - ROOM.y];
      return { members, x, y, width: Math.max(...xs) + ROOM.x - x, height: Math.max(...ys) + ROOM.y + 14 - y };
    });
    const area = parts.reduce((sum, it) => sum + it.width * it.height, 0);
    const wide = Math.max(1.35 * Math.sqrt(area), ...parts.map((it) => it.width));
    let [left, top, high] = [0, 0, 0];
    for (const it of parts) {
      if (left && (left + it.width > wide || 2 * it.height < high)) [left, top, high] = [0, top + high, 0];
      for (const member of it.members) { member.x += left - it.x; member.y += top - it.y; }
      left += it.width;
      high = Math.max(high, it.height);
    }
  };

  const checked = (name) => new Set([...place.querySelectorAll(`input[name=${name}]:checked`)].map((it) => it.value));
  const value = (id) => document.getElementById(id).value;
  // What the filters leave: claims first, then lines that have any, then things.
  const left = () => {
    const kinds = checked("kind");
    const forces = checked("force");
    const [property, file, since, until] = ["property", "document", "since", "until"].map(value);
    const fits = (it) =>
      (!file || it.document === file) && (!since || it.date >= since) && (!until || (it.date && it.date <= until));
    const shown = [];
    for (const edge of edges.values()) {
      const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
      if (!forces.has(edge.standing) || (property && edge.property !== property)) continue;
      if (!kinds.has(from.kind) || !kinds.has(to.kind)) continue;
      const claims = edge.claims.filter(fits);
      if (claims.length) shown.push({ ...edge, key: edge, claims, from, to });
    }
    const ends = new Set(shown.flatMap((it) => [it.from, it.to]));
    for (const it of focuses) if (nodes.has(it)) ends.add(nodes.get(it));
    return { lines: shown, list: [...nodes.values()].filter((it) => ends.has(it)) };
  };

  // Lines between the same two things side by side.
  const bundles = (lines) => {
    const all = new Map();
    for (const it of lines) {
      const said = it.standing !== "asserted" || it.negated;
      const key = [it.from.id, it.to.id, said].join("\u0001");
      if (!all.has(key)) all.set(key, { from: it.from, to: it.to, said, lines: [] });
      all.get(key).lines.push(it);
    }
    return [...all.values()];
  };
  const radius = (it) => 7 + 15 * Math.sqrt(it.rank);
  const words = (it) => {
    const first = it.lines.slice(0, 2).map((line) => (line.negated ? `not ${line.label}` : line.label));
    return first.join(", ") + (it.lines.length > 2 ? ` and ${it.lines.length - 2} more` : "");
  };

  // A long name on several lines.
  const broken = (label) => {
    const lines = [""];
    for (const word of label.split(" ")) {
      const last = lines[lines.length - 1];
      if (last && last.length + word.length > 26) lines.push(word);
      else lines[lines.length - 1] = last ? `${last} ${word}` : word;
    }
    return lines;
  };

  const draw = () => {
    const { lines, list } = left();
    svg.replaceChildren();
    const marks = make("defs", {}, svg);
    const arrow = make("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" }, marks);
    make("path", { d: "M0 0L8 4L0 8z", fill: "#8a93a1" }, arrow);
    layer = make("g", {}, svg);
    const drawn = bundles(lines);
    for (const [at, it] of drawn.entries()) {
      const group = make("g", { class: it.said ? "edge said" : "edge", tabindex: 0, role: "button" }, layer);
      const label = `${it.from.label} ${words(it)} ${it.to.label}`;
      group.setAttribute("aria-label", label);
      const [x, y] = [it.to.x - it.from.x, it.to.y - it.from.y];
      const far = Math.hypot(x, y) || 1;
      const twin = drawn.some((other, place) => place !== at && [other.from, other.to].every((end) => end === it.from || end === it.to));
      const bend = twin ? 18 : 0;
      const [ux, uy] = [x / far, y / far];
      const middle = { x: (it.from.x + it.to.x) / 2 - uy * bend, y: (it.from.y + it.to.y) / 2 + ux * bend };
      const start = { x: it.from.x + ux * radius(it.from), y: it.from.y + uy * radius(it.from) };
      const end = { x: it.to.x - ux * (radius(it.to) + 2), y: it.to.y - uy * (radius(it.to) + 2) };
      const path = `M${start.x} ${start.y}Q${middle.x} ${middle.y} ${end.x} ${end.y}`;
      make("path", { d: path, "marker-end": "url(#arrow)" }, group);
      make("path", { d: path, class: "wide" }, group);
      const text = make("text", { x: middle.x, y: middle.y - 3, "text-anchor": "middle" }, group);
      text.textContent = words(it);
      const open = () => { choose(group); sentences(it); };
      group.addEventListener("click", open);
      group.addEventListener("keydown", (event) => pressed(event, open));
    }
    for (const it of list) {
      const group = make("g", { class: `node k-${it.kind}`, tabindex: 0, role: "button", transform: `translate(${it.x} ${it.y})` }, layer);
      group.setAttribute("aria-label", `${it.label}, ${it.class_label}`);
      make("circle", { r: radius(it) }, group);
      const text = make("text", { y: radius(it) + 2, "text-anchor": "middle" }, group);
      for (const [at, line] of broken(it.label).entries()) {
        make("tspan", { x: 0, dy: at ? "1.15em" : "0.95em" }, text).textContent = `${line} `;
      }
      const open = () => { choose(group); about(it, lines); };
      group.addEventListener("click", open);
      group.addEventListener("dblclick", () => expand(it));
      group.addEventListener("keydown", (event) => pressed(event, open));
    }
    look();
  };
  const pressed = (event, open) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    open();
  };
  const choose = (group) => {
    svg.querySelectorAll(".chosen").forEach((it) => it.classList.remove("chosen"));
    group.classList.add("chosen");
  };

  // What is beside the drawing.
  const quote = (it) => {
    const block = element("blockquote");
    block.append(element("p", it.quote));
    const source = element("p", "", { class: "source" });
    source.append(element("a", it.document_label, { href: it.sentence }), it.date ? `, ${it.date} · ` : " · ", element("a", "claim", { href: it.url }));
    return [block, source];
  };
  const sentences = (bundle) => {
    const parts = [];
    for (const it of bundle.lines) {
      const title = element("h2", `${it.from.label} ${it.negated ? "not " : ""}${it.label} ${it.to.label} `);
      title.append(element("small", it.standing));
      parts.push(title, ...it.claims.flatMap(quote));
    }
    panel.replaceChildren(...parts);
  };
  const about = (node, lines) => {
    const title = element("h2");
    title.append(element("a", node.label, { href: node.url }), " ", element("small", node.class_label));
    const more = element("button", "Show what is next to it", { type: "button" });
    more.addEventListener("click", () => expand(node));
    const list = element("ul", "", { class: "plain" });
    for (const it of lines.filter((line) => line.from === node || line.to === node)) {
      const item = element("li");
      item.append(element("a", `${it.from.label} ${it.negated ? "not " : ""}${it.label} ${it.to.label}`, { href: it.claims[0].url }), " ", element("small", it.standing));
      list.append(item);
    }
    panel.replaceChildren(title, more, list);
  };
  const expand = async (node) => {
    focuses.add(node.id);
    const answer = await fetch(`/network.json?focus=${encodeURIComponent(node.id)}`);
    if (!answer.ok) return;
    add(await answer.json(), node);
    fields();
    const { lines, list } = left();
    arrange(160, list, lines);
    draw();
    fit();
  };

  // Pan and zoom.
  const look = () => {
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    // Words keep a size that can be read, until there would be too many.
    const scale = view.width / (svg.clientWidth || 1000);
    svg.style.setProperty("--zoom", String(Math.min(Math.max(scale, 1), 1.7)));
    if (layer) layer.classList.toggle("far", view.width > 2600);
  };
  const zoom = (factor, at = { x: view.x + view.width / 2, y: view.y + view.height / 2 }) => {
    const width = Math.min(Math.max(view.width * factor, 120), 12000);
    const real = width / view.width;
    view = { x: at.x - (at.x - view.x) * real, y: at.y - (at.y - view.y) * real, width, height: view.height * real };
    look();
  };
  const fit = () => {
    const { list } = left();
    if (!list.length) return;
    const [xs, ys] = [list.map((it) => it.x), list.map((it) => it.y)];
    const [x, y] = [Math.min(...xs) - 120, Math.min(...ys) - 40];
    const [width, height] = [Math.max(...xs) + 120 - x, Math.max(...ys) + 60 - y];
    const ratio = (svg.clientWidth || 1000) / (svg.clientHeight || 640);
    const grown = { width: Math.max(width, height * ratio), height: Math.max(height, width / ratio) };
    view = { x: x - (grown.width - width) / 2, y: y - (grown.height - height) / 2, ...grown };
    look();
  };
  const point = (event) => {
    const box = svg.getBoundingClientRect();
    return { x: view.x + ((event.clientX - box.left) / box.width) * view.width, y: view.y + ((event.clientY - box.top) / box.height) * view.height };
  };
  const fingers = new Map();
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY, moved: false });
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const [x, y] = [event.clientX - before.x, event.clientY - before.y];
    if (!before.moved && Math.hypot(x, y) < 4) return;
    if (!before.moved) svg.setPointerCapture(event.pointerId);
    if (fingers.size === 2) {
      const other = [...fingers.entries()].find(([id]) => id !== event.pointerId)[1];
      const was = Math.hypot(before.x - other.x, before.y - other.y);
      const is = Math.hypot(event.clientX - other.x, event.clientY - other.y);
      if (is > 0) zoom(was / is, point(event));
    } else {
      view.x -= (x / svg.clientWidth) * view.width;
      view.y -= (y / svg.clientHeight) * view.height;
      look();
    }
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY, moved: true });
  });
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, (event) => fingers.delete(event.pointerId));
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.15 : 0.87, point(event));
  }, { passive: false });
  svg.addEventListener("keydown", (event) => {
    const step = view.width / 12;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      event.preventDefault();
      view.x += moves[event.key][0];
      view.y += moves[event.key][1];
      look();
    } else if (event.key === "+" || event.key === "=") zoom(0.8);
    else if (event.key === "-") zoom(1.25);
    else if (event.key === "0") fit();
  });

  // The fields of the filters, of what there is.
  const fields = () => {
    const box = (name, key, label, on) => {
      const it = element("label");
      const input = element("input", "", { type: "checkbox", name, value: key });
      input.checked = on;
      it.append(input, ` ${label} `);
      return it;
    };
    const fill = (id, name, keys) => {
      const here = document.getElementById(id);
      const off = new Set([...here.querySelectorAll("input:not(:checked)")].map((it) => it.value));
      here.replaceChildren(...[...keys].sort().map((it) => box(name, it, it, !off.has(it))));
    };
    fill("classes", "kind", new Set([...nodes.values()].map((it) => it.kind)));
    fill("forces", "force", new Set([...edges.values()].map((it) => it.standing)));
    const options = (id, pairs) => {
      const select = document.getElementById(id);
      const now = select.value;
      const all = [...new Map(pairs)].sort((a, b) => a[1].localeCompare(b[1]));
      select.replaceChildren(element("option", "any", { value: "" }), ...all.map(([key, label]) => element("option", label, { value: key })));
      select.value = now;
    };
    options("property", [...edges.values()].map((it) => [it.property, it.property]));
    options("document", [...edges.values()].flatMap((it) => it.claims.map((claim) => [claim.document, claim.document_label])));
  };

  // Saving: the drawing with the styles it has here.
  const standalone = () => {
    const copy = svg.cloneNode(true);
    const own = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-family", "paint-order", "display"];
    const [from, to] = [[...svg.querySelectorAll("*")], [...copy.querySelectorAll("*")]];
    from.forEach((it, at) => {
      const style = getComputedStyle(it);
      for (const name of own) to[at].setAttribute(name, style.getPropertyValue(name));
    });
    copy.setAttribute("xmlns", SVG);
    copy.setAttribute("width", svg.clientWidth);
    copy.setAttribute("height", svg.clientHeight);
    const paper = make("rect", { x: view.x, y: view.y, width: view.width, height: view.height, fill: getComputedStyle(svg).backgroundColor });
    copy.prepend(paper);
    return new XMLSerializer().serializeToString(copy);
  };
  const save = (name, blob) => {
    const link = element("a", "", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const on = (id, act) => document.getElementById(id).addEventListener("click", act);
  on("in", () => zoom(0.8));
  on("out", () => zoom(1.25));
  on("fit", fit);
  on("save-svg", () => save("graph.svg", new Blob([standalone()], { type: "image/svg+xml" })));
  on("save-png", () => {
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [svg.clientWidth * 2, svg.clientHeight * 2];
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save("graph.png", blob));
    };
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone())}`;
  });
  on("save-dot", () => {
    const { lines, list } = left();
    const text = (it) => `"${it.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
    const dot = ["digraph {", "  rankdir=LR;"];
    for (const it of list) dot.push(`  ${text(it.id)} [label=${text(it.label)}];`);
    for (const it of bundles(lines)) dot.push(`  ${text(it.from.id)} -> ${text(it.to.id)} [label=${text(words(it))}${it.said ? ", style=dashed" : ""}];`);
    save("graph.dot", new Blob([[...dot, "}", ""].join("\n")], { type: "text/vnd.graphviz" }));
  });

  fetch(place.dataset.source).then((answer) => answer.json()).then((network) => {
    add(network);
    fields();
    place.hidden = false;
    document.getElementById("list").open = false;
    const { lines, list } = left();
    arrange(320, list, lines);
    fit();
    draw();
    place.querySelector("form").addEventListener("change", draw);
    place.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    place.dataset.ready = "true";
  });
})();
