// Hides claims without the words typed; the page is whole without it.
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const words = form.querySelector("#words");
  const stated = form.querySelector("#stated");
  const output = form.querySelector("output");
  const subjects = [...document.querySelectorAll(".subject")].map((section) => ({
    section,
    heading: section.querySelector("h3").textContent.toLowerCase(),
    claims: [...section.querySelectorAll(".claim")].map((item) => ({
      item,
      text: item.textContent.toLowerCase(),
    })),
    parts: [...section.querySelectorAll(".claims")],
  }));
  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    let all = 0;
    for (const { section, heading, claims, parts } of subjects) {
      let here = 0;
      for (const { item, text } of claims) {
        const fits = wanted.every((word) => text.includes(word) || heading.includes(word));
        item.hidden = !fits || (stated.checked && !item.classList.contains("stated"));
        here += item.hidden ? 0 : 1;
      }
      for (const list of parts) {
        list.hidden = !list.querySelector(".claim:not([hidden])");
        const before = list.previousElementSibling;
        if (before && before.tagName === "H4") before.hidden = list.hidden;
      }
      section.hidden = here === 0;
      shown += here;
      all += claims.length;
    }
    output.textContent = shown === all ? "" : `${shown} of ${all} claims`;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  // A link to what is hidden shows everything again.
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.closest("[hidden]")) {
      form.reset();
      apply();
      target.scrollIntoView();
    }
  });
  form.hidden = false;
  apply();
})();
