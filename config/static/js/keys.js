// Single keys: the one place that listens. Scripts say what a key does (guichet.keys.on), buttons and links carry
// data-key, fields data-key-focus. Fields keep their letters; a person may switch single keys off (WCAG 2.1.4).
window.guichet = window.guichet ?? {};
window.guichet.keys = (() => {
  const FIELD = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
  const acts = new Map();
  const repeating = new Set();
  let opened = null;

  const on = (key, act, { repeats = false } = {}) => {
    acts.set(key, act);
    if (repeats) repeating.add(key);
  };
  const areOff = () => document.documentElement.dataset.keys === "off";
  const marked = (name, key) => [...document.querySelectorAll(`[${name}="${CSS.escape(key)}"]`)].find((one) => !one.closest("[inert]"));

  // A field beside the conversation may stand behind its other tab. A list of choices opens, so that arrows choose nothing yet.
  const focus = (field) => {
    if (!field.checkVisibility()) document.querySelector("[data-tab-button=context]")?.click();
    field.focus();
    field.select?.();
    if (!field.matches("select")) return;
    opened = field;
    field.showPicker?.();
  };
  document.addEventListener("change", (event) => {
    if (event.target !== opened) return;
    opened = null;
    acts.get("Escape")?.();
  });
  document.addEventListener("focusout", (event) => { if (event.target === opened) opened = null; });

  // Do what a key does here; false if nothing here has it.
  const press = (key) => {
    const place = marked("data-key-focus", key);
    const field = place?.matches("form") ? place.querySelector("input:not([type=hidden]), select") : place;
    const button = field ? null : marked("data-key", key);
    if (field) focus(field);
    button?.click();
    return Boolean(field ?? button);
  };

  // Ctrl+Enter sends the form; buttons say with which other keys they send it (data-chord).
  const chord = (event) => {
    const held = [(event.ctrlKey || event.metaKey) && "ctrl", event.altKey && "alt", event.shiftKey && "shift"].filter(Boolean).join("+");
    const form = event.target.closest("form");
    if (form && send(form, held)) event.preventDefault();
  };
  // A click, since htmx sends no name of a button that requestSubmit() is given.
  const send = (form, held) => {
    const button = form.querySelector(`[data-chord="${held}"]`);
    if (button) button.click();
    else if (held === "ctrl") form.requestSubmit();
    return Boolean(button) || held === "ctrl";
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const field = event.target.closest(FIELD);
    if (field && event.key === "Enter") return chord(event);
    if (field && event.key === "Escape" && !field.closest("dialog")) {
      field.blur();
      acts.get("Escape")?.();
      return;
    }
    if (field || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (areOff() && event.key.length === 1) return;
    if (event.repeat && !repeating.has(event.key)) return;
    const act = acts.get(event.key);
    if (act) act(event);
    if (act || (event.key.length === 1 && press(event.key))) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-switch]")) document.documentElement.dataset.keys = event.target.checked ? "on" : "off";
  });

  return { on, press, send };
})();
