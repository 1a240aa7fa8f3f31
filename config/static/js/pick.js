// Choosing tickets of the list: by click, by range with Shift, by the key v, or all that match.
(() => {
  const list = () => document.querySelector("#list");
  const picks = () => [...document.querySelectorAll("[data-rows] [data-pick]")];
  const bar = () => document.querySelector("#many-bar");
  let last = "";

  const show = () => {
    const form = bar();
    if (!form) return;
    const number = picks().filter((pick) => pick.checked).length;
    const all = form.querySelector("[data-many-all]").checked;
    const words = form.querySelector("[data-many-count]");
    const { wordsAll, wordsOne, wordsMany } = words.dataset;
    words.textContent = all ? wordsAll : number === 1 ? wordsOne : wordsMany.replace("{n}", number);
    list().toggleAttribute("data-picked", number > 0 || all);
    for (const pick of picks()) pick.disabled = all;
  };

  const pickTo = (pick, checked) => {
    const all = picks();
    const from = all.findIndex((one) => one.value === last);
    const to = all.indexOf(pick);
    const [first, end] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
    for (const one of all.slice(first, end + 1)) one.checked = checked;
  };

  const none = () => {
    for (const pick of picks()) pick.checked = false;
    bar().querySelector("[data-many-all]").checked = false;
    show();
  };

  const close = () => {
    const panel = document.querySelector("#many");
    panel.replaceChildren();
    panel.hidden = true;
    for (const name of ["hx-get", "hx-trigger"]) panel.removeAttribute(name);
    document.querySelector("[data-rows] .ticket-row-link")?.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-pick]");
    if (pick) {
      if (event.shiftKey) pickTo(pick, pick.checked);
      last = pick.value;
      show();
    }
    const button = event.target.closest("[data-many-switch]");
    if (button) {
      const on = list().toggleAttribute("data-picking");
      button.setAttribute("aria-pressed", String(on));
      if (!on) none();
    }
    if (event.target.closest("[data-many-none]")) none();
    if (event.target.closest("[data-many-close]") && list()) {
      event.preventDefault();
      close();
    }
  });
  document.addEventListener("change", (event) => { if (event.target.closest("[data-many-all]")) show(); });

  const pickByKey = (event) => {
    const row = event.target.closest(".ticket-row") ?? document.querySelector(".ticket-row:has([aria-current])");
    const pick = row?.querySelector("[data-pick]");
    if (!pick || pick.disabled) return;
    if (event.shiftKey) pickTo(pick, true);
    else pick.checked = !pick.checked;
    last = pick.value;
    show();
  };
  window.guichet.keys.on("v", pickByKey);
  window.guichet.keys.on("V", pickByKey);

  // What was chosen is done with once it has begun; the panel then has the focus.
  document.addEventListener("htmx:afterSwap", (event) => {
    const path = event.detail.requestConfig?.path ?? "";
    if (!path.startsWith("/many/") || event.detail.requestConfig.verb === "get") return;
    if (path.endsWith("/start/")) none();
    document.querySelector("#many [autofocus], #many form :is(input:not([type=hidden]), select, textarea), #many")?.focus();
  });
})();
