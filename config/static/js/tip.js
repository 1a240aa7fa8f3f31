// What stands behind short words, such as the exact instant of "tomorrow 09:00": on hover, focus and touch (data-tip).
// One line above everything, so that no list cuts it off. Whoever stays on a link sees what is within it. Escape puts it away.
(() => {
  const EDGE = 8;
  const STAYS = 600; // ms; keys that walk down a list show nothing on their way
  const bubble = document.createElement("div");
  bubble.id = "tip";
  bubble.className = "tip-bubble";
  bubble.role = "tooltip";
  bubble.popover = "manual";
  document.body.append(bubble);
  let shown = null; // { words, reader }: what is told, and who has the focus for it
  let waiting;

  const hide = () => {
    clearTimeout(waiting);
    shown?.reader.removeAttribute("aria-describedby");
    shown = null;
    if (bubble.matches(":popover-open")) bubble.hidePopover();
  };

  const place = () => {
    if (!shown) return;
    const [at, own] = [shown.words.getBoundingClientRect(), bubble.getBoundingClientRect()];
    const above = at.top - own.height - EDGE;
    bubble.style.left = `${Math.max(EDGE, Math.min(at.right, innerWidth - EDGE) - own.width)}px`;
    bubble.style.top = `${above < EDGE ? at.bottom + EDGE : above}px`;
  };

  const show = (words, reader) => {
    hide();
    if (!words.isConnected) return;
    shown = { words, reader };
    reader.setAttribute("aria-describedby", bubble.id);
    bubble.textContent = words.dataset.tip;
    bubble.showPopover();
    place();
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const words = event.target.closest("[data-tip]");
    if (words && words !== shown?.words) show(words, words);
    else if (!words && !shown?.reader.matches(":focus-visible")) hide();
  });
  document.addEventListener("focusin", ({ target }) => {
    hide();
    const own = target.closest("[data-tip]");
    const within = target.matches(":is(a, button, summary):focus-visible") && target.querySelector("[data-tip]");
    if (own) show(own, target);
    else if (within) waiting = setTimeout(show, STAYS, within, target);
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", place, true);
  document.addEventListener("htmx:beforeSwap", hide);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); }, true);
})();
