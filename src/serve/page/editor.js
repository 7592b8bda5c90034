// Colours the query behind the text area and completes names; the text area works without it.
(() => {
  const area = document.getElementById("query");
  if (!area) return;
  const colours = document.getElementById("colours");
  const list = document.getElementById("completions");
  const KEYWORDS = "ADD ALL AS ASC ASK AVG BASE BIND BOUND BY CONCAT CONSTRUCT CONTAINS COUNT DESC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING IF IN LANG LCASE LIMIT MAX MIN MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED REGEX SAMPLE SELECT STR STRAFTER STRBEFORE STRENDS STRLEN STRSTARTS SUM UCASE UNDEF UNION VALUES WHERE a true false".split(" ");
  const known = new Set(KEYWORDS);
  const TOKENS = /(#[^\n]*)|("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(<[^<>"{}|^`\\\s]*>|[A-Za-z][\w-]*:[\w.-]*|:[\w.-]+)|([?$]\w+)|(\b[A-Za-z]+\b)/g;

  const paint = () => {
    const text = area.value;
    const parts = [];
    let last = 0;
    for (const found of text.matchAll(TOKENS)) {
      const [whole, comment, string, name, variable, word] = found;
      const kind = comment ? "comment" : string ? "string" : name ? "name" : variable ? "variable" : known.has(word.toUpperCase()) || word === "a" ? "keyword" : "";
      if (!kind) continue;
      parts.push(text.slice(last, found.index));
      const span = document.createElement("span");
      span.className = kind;
      span.textContent = whole;
      parts.push(span);
      last = found.index + whole.length;
    }
    parts.push(text.slice(last), "\n");
    colours.replaceChildren(...parts);
    colours.scrollTop = area.scrollTop;
  };

  // The word before the cursor.
  const word = () => {
    const before = area.value.slice(0, area.selectionStart);
    return /[\w:?$-]*$/.exec(before)[0];
  };
  let chosen = -1;
  const close = () => {
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    const items = [...list.children];
    chosen = (at + items.length) % items.length;
    items.forEach((it, place) => it.setAttribute("aria-selected", String(place === chosen)));
    area.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  };
  const insert = (name) => {
    const [end, start] = [area.selectionStart, area.selectionStart - word().length];
    area.setRangeText(name, start, end, "end");
    close();
    paint();
  };
  const complete = async () => {
    const typed = word();
    const variables = new Set(area.value.match(/[?$]\w+/g) || []);
    variables.delete(typed);
    const begins = (it) => it.toLowerCase().startsWith(typed.toLowerCase());
    let offers = [];
    if (/^[?$]/.test(typed)) offers = [...variables].filter(begins).map((name) => ({ name, kind: "variable" }));
    else {
      const answer = await fetch(`/names.json?q=${encodeURIComponent(typed)}`);
      if (answer.ok) offers = await answer.json();
      if (typed && !typed.includes(":")) {
        const prefixes = area.dataset.prefixes.split(" ").filter(begins).map((name) => ({ name, kind: "prefix" }));
        const keywords = KEYWORDS.filter(begins).map((name) => ({ name, kind: "keyword" }));
        offers = [...prefixes, ...keywords, ...offers];
      }
    }
    if (!offers.length) return close();
    list.replaceChildren(
      ...offers.slice(0, 30).map((it, at) => {
        const item = document.createElement("li");
        item.id = `completion-${at}`;
        item.setAttribute("role", "option");
        item.textContent = it.name;
        const note = document.createElement("small");
        note.textContent = ` ${it.label && it.label !== it.name ? `${it.label}, ` : ""}${it.kind}`;
        item.append(note);
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          insert(it.name);
        });
        item.dataset.name = it.name;
        return item;
      }),
    );
    list.hidden = false;
    choose(0);
  };

  area.addEventListener("input", () => {
    paint();
    if (!list.hidden || /:\w+$/.test(area.value.slice(0, area.selectionStart))) complete();
  });
  area.addEventListener("scroll", () => (colours.scrollTop = area.scrollTop));
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return area.form.requestSubmit();
    }
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      return complete();
    }
    if (list.hidden) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      insert(list.children[chosen].dataset.name);
    }
  });
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", "completions");
  area.parentElement.classList.add("live");
  paint();
})();
