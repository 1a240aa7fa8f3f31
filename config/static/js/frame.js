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

  window.guichet.keys.on("?", () => dialog?.showModal());

  const SLOW = 4000; // ms
  const connection = document.querySelector("[data-connection]");
  const show = (lost) => {
    if (!connection) return;
    connection.hidden = !lost;
    for (const words of connection.querySelectorAll("[data-lost]")) words.hidden = words.dataset.lost !== lost;
  };
  document.addEventListener("htmx:sendError", () => show("connection"));
  document.addEventListener("htmx:timeout", () => show("connection"));
  document.addEventListener("htmx:responseError", () => show("answer"));
  // Not lost, only slow: whoever has asked for something is told that it is still coming.
  const late = new Set();
  const isPoll = (detail) => detail.requestConfig.path.includes("/changes/");
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (isPoll(detail)) return;
    const timer = setTimeout(() => { late.add(detail.xhr); show("slow"); }, SLOW);
    detail.xhr.addEventListener("loadend", () => { clearTimeout(timer); late.delete(detail.xhr); });
  });
  // Logged out meanwhile: the log-in page never shows in a corner. Who has typed something logs in beside it.
  const isLogIn = (detail) => (detail.xhr?.responseURL ?? "").includes("/me/login/") && !location.pathname.startsWith("/me/");
  const isWriting = () => [...document.querySelectorAll("textarea")].some((field) => field.value.trim());
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    late.delete(detail.xhr);
    if (detail.successful && !isLogIn(detail) && !late.size) show("");
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!isLogIn(detail)) return;
    detail.shouldSwap = false;
    if (isWriting()) show("login");
    else location.reload();
  });
})();
