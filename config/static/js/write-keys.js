// Keys that begin to write: r a reply, n an internal note.
(() => {
  const { keys } = window.guichet;

  // A conversation on its way has no composer yet: writing begins when it is there.
  const write = (kind) => {
    if (keys.mustWait()) return keys.later(() => write(kind));
    const choice = document.querySelector(`[data-composer] [name=kind][value=${kind}]`);
    if (!choice) {
      document.querySelector("[data-composer-nowhere]")?.focus();
      return keys.rest();
    }
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    const text = document.querySelector("[data-composer-text]");
    text?.focus();
    if (text?.selectionEnd === 0) text.setSelectionRange(text.value.length, text.value.length);  // a draft is gone on with
  };

  keys.on("r", () => write("reply"));
  keys.on("n", () => write("note"));
  window.guichet.write = write;
})();
