// Keys of a list: j and k move in it, J and K open the next and the previous one, Escape comes back to it.
(() => {
  const { keys } = window.guichet;
  const links = () => [...document.querySelectorAll("[data-rows] .ticket-row-link")];

  // Where the keys were last: a row may be gone when they go on.
  let place = -1;
  document.addEventListener("focusin", (event) => {
    const at = links().indexOf(event.target);
    if (at >= 0) place = at;
  });

  const move = (step) => {
    const all = links();
    if (!all.length) return null;
    const focused = all.indexOf(document.activeElement);
    const opened = all.findIndex((link) => link.hasAttribute("aria-current"));
    const at = [focused, opened, place].find((one) => one >= 0) ?? -1;
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return next;
  };

  // What is open already is passed by: the keys may have been a row behind it.
  const open = (step) => {
    const isOpen = (link) => link?.hasAttribute("aria-current");
    const near = move(step);
    const next = isOpen(near) ? move(step) : near;
    if (next && !isOpen(next)) next.click();
  };

  const back = () => {
    const conversation = document.querySelector("#conversation[data-ticket]");
    const row = conversation && document.querySelector(`#ticket-${conversation.dataset.ticket} .ticket-row-link`);
    if (row && row.offsetParent) row.focus();
    else conversation?.querySelector("[data-back]")?.click();
  };

  keys.on("j", () => move(1), { repeats: true });
  keys.on("k", () => move(-1), { repeats: true });
  keys.on("J", () => open(1));
  keys.on("K", () => open(-1));
  keys.on("Escape", back);
})();
