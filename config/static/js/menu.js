// Menus that open from a summary: closed by Escape, by a choice, and by a click elsewhere.
(() => {
  const open = () => [...document.querySelectorAll("[data-menu][open]")];

  document.addEventListener("click", (event) => {
    for (const menu of open()) {
      if (!menu.contains(event.target) || event.target.closest("[data-menu] [type=submit]")) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const menu = open().at(-1);
    if (event.key !== "Escape" || !menu) return;
    event.stopImmediatePropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  }, true);
})();
