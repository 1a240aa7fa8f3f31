// Single keys: j/k move in the list, the others press whatever carries data-key. Off inside fields.
(() => {
  const links = () => [...document.querySelectorAll("[data-rows] .ticket-row-link")];
  const inField = (target) => target.closest("input, textarea, select, [contenteditable]");

  const move = (step) => {
    const all = links();
    if (!all.length) return;
    const focused = all.indexOf(document.activeElement);
    const at = focused >= 0 ? focused : all.findIndex((link) => link.hasAttribute("aria-current"));
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const write = (kind) => {
    const choice = document.querySelector(`[data-composer] [name=kind][value=${kind}]`);
    if (!choice) return;
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    document.querySelector("[data-composer-text]")?.focus();
  };

  const back = () => {
    const conversation = document.querySelector("#conversation[data-ticket]");
    const row = conversation && document.querySelector(`#ticket-${conversation.dataset.ticket} .ticket-row-link`);
    if (row && row.offsetParent) row.focus();
    else conversation?.querySelector("[data-back]")?.click();
  };

  document.addEventListener("keydown", (event) => {
    const field = inField(event.target);
    if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.target.closest("form")?.requestSubmit();
      event.preventDefault();
      return;
    }
    if (field && event.key === "Escape") {
      event.target.blur();
      back();
      return;
    }
    if (field || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (localStorage.getItem("guichet.keys") === "off") return;
    const act = {
      j: () => move(1),
      k: () => move(-1),
      r: () => write("reply"),
      n: () => write("note"),
      Escape: back,
    }[event.key];
    if (act) {
      act();
      event.preventDefault();
      return;
    }
    const focus = document.querySelector(`[data-key-focus="${CSS.escape(event.key)}"]`);
    if (focus) {
      focus.focus();
      focus.select?.();
      event.preventDefault();
      return;
    }
    const button = event.key.length === 1 && document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button) {
      button.click();
      event.preventDefault();
    }
  });
})();
