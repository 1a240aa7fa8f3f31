// The frame: the dialog of keys, tabs of the conversation, and saying when the connection is lost.
(() => {
  const dialog = document.querySelector("[data-keys-dialog]");
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]") && dialog) {
      document.querySelector("#rail:popover-open")?.hidePopover();
      dialog.showModal();
    }
    if (event.target === dialog) dialog.close();
    const tab = event.target.closest("[data-tab-button]");
    if (tab) {
      const conversation = tab.closest("[data-tab]");
      conversation.dataset.tab = tab.dataset.tabButton;
      for (const button of conversation.querySelectorAll("[data-tab-button]")) {
        button.setAttribute("aria-pressed", String(button === tab));
      }
    }
  });

  const keysSwitch = document.querySelector("[data-keys-switch]");
  if (keysSwitch) {
    keysSwitch.checked = localStorage.getItem("guichet.keys") !== "off";
    keysSwitch.addEventListener("change", () => localStorage.setItem("guichet.keys", keysSwitch.checked ? "on" : "off"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.target.closest("input, textarea, select") || !dialog) return;
    if (localStorage.getItem("guichet.keys") === "off") return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else dialog.showModal();
  });

  const connection = document.querySelector("[data-connection]");
  const show = (lost) => {
    if (!connection) return;
    connection.hidden = !lost;
    for (const words of connection.querySelectorAll("[data-lost]")) words.hidden = words.dataset.lost !== lost;
  };
  document.addEventListener("htmx:sendError", () => show("connection"));
  document.addEventListener("htmx:timeout", () => show("connection"));
  document.addEventListener("htmx:responseError", () => show("answer"));
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) show(""); });
  // Logged out meanwhile: the poll is answered with the log-in page; go there instead of showing it in a corner.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const address = event.detail.xhr?.responseURL ?? "";
    if (address.includes("/me/login/") && !location.pathname.startsWith("/me/")) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });
})();
