// Single keys: the one place that listens. Scripts say what a key does (guichet.keys.on), buttons and links carry
// data-key, fields data-key-focus. Fields keep their letters; a person may switch single keys off (WCAG 2.1.4).
//
// What is pressed while a conversation is on its way, or before this script runs, is kept, and done in that order once it
// can be: what follows a key that leads into a field is typed there.
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

  // After a key that could not lead into a field, what is typed was meant for that field: letters do nothing until a
  // second has passed without one, else "Hello" would solve the ticket with its e.
  const REST = 1000;
  let restsUntil = 0;
  const rest = () => { restsUntil = Date.now() + REST; };
  const rests = (event) => {
    if (event.key.length > 1 || Date.now() > restsUntil) return false;
    rest();
    event.preventDefault();
    return true;
  };

  const isCommand = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey;
  const leave = (field) => {
    field.blur();
    acts.get("Escape")?.();
  };
  const strike = (event) => {
    if (event.repeat && !repeating.has(event.key)) return;
    const act = acts.get(event.key);
    if (act) act(event);
    if (act || (event.key.length === 1 && press(event.key))) event.preventDefault();
  };

  const MOST_KEPT = 500;
  const kept = [];
  let runs = false;
  const mustWait = () => !runs || Boolean(document.querySelector("#conversation[inert]"));
  const later = (act) => { if (kept.length < MOST_KEPT) kept.push(act); };
  const catchUp = () => { while (kept.length && !mustWait()) kept.shift()(); };

  // What moves in the list needs no conversation, and waits for none unless something else waits before it.
  const OF_THE_LIST = ["j", "k", "J", "K", "v", "V", "?"];
  const waits = (event) => {
    if (!kept.length && runs && OF_THE_LIST.includes(event.key)) return false;
    if (["Enter", "Escape", "Backspace"].includes(event.key)) return kept.length > 0;
    return event.key.length === 1 && !isCommand(event);
  };
  const strikeLate = (event) => {
    const field = document.activeElement?.closest(FIELD);
    if (document.querySelector("dialog[open]")) return;
    if (!field) return isCommand(event) || rests(event) || strike(event);
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (key === "Enter") chord({ target: field, ctrlKey, metaKey, altKey, shiftKey, preventDefault() {} });
    else if (key === "Escape") leave(field);
    else document.execCommand(...(key === "Backspace" ? ["delete"] : ["insertText", false, key]));
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const field = event.target.closest(FIELD);
    if (field && event.key === "Enter") return chord(event);
    if (field && event.key === "Escape" && !field.closest("dialog")) return leave(field);
    if (field || document.querySelector("dialog[open]") || (areOff() && event.key.length === 1)) return;
    if (!isCommand(event) && rests(event)) return;
    if (mustWait() && waits(event)) {
      event.preventDefault();
      later(() => strikeLate(event));
    } else if (!isCommand(event)) strike(event);
  });

  document.addEventListener("guichet:arrived", catchUp);
  const early = window.guichet.early;
  window.guichet.early = null;
  for (const event of early) if (!areOff() && !event.target.closest(FIELD) && waits(event)) later(() => strikeLate(event));
  document.addEventListener("DOMContentLoaded", () => {
    runs = true;
    catchUp();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-switch]")) document.documentElement.dataset.keys = event.target.checked ? "on" : "off";
  });

  return { on, press, send, later, mustWait, rest };
})();
