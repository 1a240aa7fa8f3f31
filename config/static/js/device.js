// What is typed stays on this device until the server has it: per person, ticket and kind. Logging out clears it.
window.guichet = window.guichet ?? {};
window.guichet.device = (() => {
  const PREFIX = "guichet.text.";
  const ALL = [PREFIX, "guichet.answer."];
  const place = (form, kind) => `${PREFIX}${form.dataset.writer}.${form.dataset.ticket}.${kind}`;

  const keep = (form, kind, text) => {
    const copy = { text, at: Date.now(), key: form.elements.key.value, seen: form.elements.seen.value };
    try {
      localStorage.setItem(place(form, kind), JSON.stringify(copy));
    } catch {
      // The device is full: the server still gets it.
    }
  };

  const found = (form, kind) => {
    try {
      return JSON.parse(localStorage.getItem(place(form, kind)));
    } catch {
      return null;
    }
  };

  const forget = (form, kind) => localStorage.removeItem(place(form, kind));

  const forgetAll = () => {
    for (const name of Object.keys(localStorage)) {
      if (ALL.some((prefix) => name.startsWith(prefix))) localStorage.removeItem(name);
    }
  };

  document.addEventListener("submit", (event) => { if (event.target.matches("[data-log-out]")) forgetAll(); });

  return { keep, found, forget };
})();
