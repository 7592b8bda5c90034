// Shows what is found below a search box as one types; the form works without it.  What is chosen is gone to, or fills a
// box that names one of the parts of a question.
(() => {
  const boxes = document.querySelectorAll("input[type=search]");
  for (const [number, input] of boxes.entries()) {
    const list = document.createElement("ul");
    list.className = "found";
    list.id = `found-${number}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "What was found");
    list.hidden = true;
    input.parentElement.append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    const fills = "fill" in input.dataset;
    let chosen = -1;
    let last = "";
    let timer = 0;

    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const take = (item) => {
      if (!fills) return location.assign(item.dataset.url);
      input.value = item.dataset.label;
      last = input.value;
      close();
    };
    const choose = (at) => {
      const items = [...list.children];
      chosen = items.length ? (at + items.length) % items.length : -1;
      items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
      if (chosen >= 0) {
        input.setAttribute("aria-activedescendant", items[chosen].id);
        items[chosen].scrollIntoView({ block: "nearest" });
      }
    };
    const show = (hits) => {
      list.replaceChildren(
        ...hits.map((hit, at) => {
          const item = document.createElement("li");
          item.id = `${list.id}-${at}`;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          item.dataset.url = hit.url;
          item.dataset.label = hit.label;
          const words = document.createElement("span");
          words.textContent = hit.name && hit.name !== hit.label ? `${hit.label} (${hit.name})` : hit.label;
          if (hit.sentence) words.className = "words";
          const note = document.createElement("small");
          note.textContent = hit.note || "";
          item.append(words, note);
          item.addEventListener("mousedown", (event) => {
            event.preventDefault();
            take(item);
          });
          return item;
        }),
      );
      list.hidden = hits.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      chosen = -1;
    };
    const ask = async () => {
      const words = input.value.trim();
      if (words === last && !list.hidden) return;
      last = words;
      if (words.length < 2) return close();
      try {
        const answer = await fetch(`/search.json?q=${encodeURIComponent(words)}`);
        if (!answer.ok || words !== input.value.trim()) return;
        const hits = await answer.json();
        show(fills ? hits.filter((hit) => !hit.sentence) : hits);
      } catch {
        close();
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 90);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") return close();
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(chosen < 0 && event.key === "ArrowUp" ? -1 : chosen + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        take(list.children[chosen]);
      }
    });
    input.addEventListener("blur", close);
  }
})();
