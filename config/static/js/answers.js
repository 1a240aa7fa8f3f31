// Answers to feedback: counts while typing, and keeps what is typed on this device until the server has it.
(() => {
  const placeOf = (form) => `guichet.answer.${form.dataset.answer}`;

  const showCount = (form) => {
    const count = [...form.querySelector("[data-answer-text]").value.replaceAll("\r\n", "\n").trim()].length;
    const line = form.querySelector("[data-answer-count]");
    const limit = Number(form.dataset.limit);
    form.querySelector("[data-answer-number]").textContent = count;
    line.toggleAttribute("data-over", count > limit);
    line.toggleAttribute("data-near", count <= limit && count > limit * 0.9);
  };

  const begin = (form) => {
    if (form.dataset.begun) return;
    form.dataset.begun = "yes";
    const text = form.querySelector("[data-answer-text]");
    const here = localStorage.getItem(placeOf(form));
    if (here && here !== text.value) {
      text.value = here;
      form.closest("details").open = true;
    }
    showCount(form);
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-answer]");
    if (!form) return;
    showCount(form);
    if (event.target.value) localStorage.setItem(placeOf(form), event.target.value);
    else localStorage.removeItem(placeOf(form));
  });

  document.addEventListener("toggle", (event) => {
    if (event.target.matches(".feedback-write[open]")) event.target.querySelector("[data-answer-text]").focus();
  }, true);

  // The server has it, whether it took it or gave it back with a reason.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("[data-answer]");
    if (form && [200, 422].includes(event.detail.xhr.status)) localStorage.removeItem(placeOf(form));
  });

  const beginAll = () => document.querySelectorAll("[data-answer]").forEach(begin);
  document.addEventListener("htmx:load", beginAll);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", beginAll);
  else beginAll();
})();
