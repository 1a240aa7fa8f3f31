// The menu of a ticket closes once something in it was chosen; the panel of an action can be left.
(() => {
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-menu][popover] :is(a, button)");
    if (chosen) chosen.closest("[popover]").hidePopover();
    if (event.target.closest("[data-work-close]")) leave();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("[data-work]")) leave();
  });

  const leave = () => {
    const panel = document.querySelector("[data-work]");
    if (!panel) return;
    panel.hidden = true;
    panel.replaceChildren();
    panel.removeAttribute("data-work");
    document.querySelector("[popovertarget=ticket-menu]")?.focus();
  };

  // What was asked for is where the eyes go.
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target?.id !== "ticket-work") return;
    const panel = document.querySelector("[data-work]");
    const first = ["[aria-invalid=true]", "input:checked", "input:not([type=hidden]), select, textarea"];
    (first.map((part) => panel?.querySelector(part)).find(Boolean) ?? panel)?.focus();
  });
})();
