// In the reader: filters, and a sentence and its claims that show each other.
(() => {
  const form = document.getElementById("filters");
  const text = document.querySelector(".text");
  if (!text) return;
  const sentences = [...text.querySelectorAll(".sentence")];
  const claims = [...document.querySelectorAll(".panel .claim")];
  const shown = document.getElementById("shown");
  const numbers = (sentence) => sentence.dataset.claims.split(" ").filter(Boolean);
  const mark = (chosen) => {
    for (const it of [...sentences, ...claims]) it.classList.toggle("current", chosen.includes(it));
  };
  for (const sentence of sentences) {
    sentence.addEventListener("click", (event) => {
      if (event.target.closest("a") || !numbers(sentence).length) return;
      const found = numbers(sentence).map((it) => document.getElementById(`c${it}`)).filter((it) => it && !it.hidden);
      mark([sentence, ...found]);
      const panel = document.querySelector(".panel");
      if (found[0]) panel.scrollTo({ top: found[0].offsetTop - panel.offsetTop - 40 });
    });
  }
  for (const claim of claims) {
    claim.addEventListener("mouseenter", () => {
      const number = claim.id.slice(1);
      mark([claim, ...sentences.filter((it) => numbers(it).includes(number))]);
    });
  }
  if (!form) return;
  const apply = () => {
    const on = (name) => new Set([...form.elements].filter((it) => it.name === name && it.checked).map((it) => it.value));
    const forces = on("force");
    const kinds = on("kind");
    for (const claim of claims) claim.hidden = !forces.has(claim.dataset.force);
    for (const thing of text.querySelectorAll(".thing")) thing.classList.toggle("off", !kinds.has(thing.dataset.kind));
    for (const sentence of sentences) {
      const here = numbers(sentence).map((it) => claims[it - 1]).filter((it) => it && !it.hidden);
      sentence.classList.toggle("stated", here.some((it) => it.classList.contains("stated")));
      sentence.classList.toggle("said", here.length > 0 && here.every((it) => it.classList.contains("said")));
    }
    const left = claims.filter((it) => !it.hidden).length;
    shown.textContent = left === claims.length ? `${left}` : `${left} of ${claims.length}`;
  };
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
})();
