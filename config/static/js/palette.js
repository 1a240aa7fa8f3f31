// The command palette: a combobox in a dialog. The server says what is in it; arrows choose, Enter or a click does it.
(() => {
  const box = document.querySelector("[data-palette]");
  if (!box) return;
  const field = box.querySelector("[data-palette-field]");
  const list = box.querySelector("[data-palette-list]");
  const status = box.querySelector("[data-palette-status]");
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const WAIT = 120;
  let timer = 0;
  let asked = null;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const { chosen, choose, moved } = window.guichet.listbox({ field: () => field, options });

  const address = () => {
    const ticket = document.querySelector("#conversation[data-ticket]")?.dataset.ticket;
    const asks = new URLSearchParams({ q: field.value, ...(ticket && { ticket }), list: location.search.slice(1) });
    return `${box.dataset.address}?${asks}`;
  };

  // The old answers stay until the new ones are there; an answer that comes late is left out.
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await fetch(address(), { signal, headers: { "X-Requested-With": "fetch" } });
      if (answer.redirected) return location.reload();
      if (!answer.ok) throw new Error(answer.status);
      list.innerHTML = await answer.text();
      status.textContent = list.querySelector("[data-palette-words]").textContent;
      choose(options()[0]);
    } catch {
      if (!signal.aborted) status.textContent = box.dataset.wordsLost;
    }
    status.classList.toggle("visually-hidden", status.textContent !== box.dataset.wordsLost);
  };

  const open = () => {
    if (box.open) return;
    document.querySelector("dialog[open]")?.close();
    document.querySelector("#rail:popover-open")?.hidePopover();
    field.value = "";
    field.setAttribute("aria-expanded", "true");
    box.showModal();
    ask();
  };

  const ways = {
    go: (to) => location.assign(to),
    post: (to, values) => window.htmx.ajax("POST", to, { source: document.body, swap: "none", values }),
    panel: (to) => window.htmx.ajax("GET", to, { target: "#ticket-work", swap: "outerHTML" }),
    write: (to) => window.guichet.write?.(to),
    key: (to) => window.guichet.keys.press(to),
    send: (to) => {
      const form = document.querySelector("[data-composer]");
      if (form) window.guichet.keys.send(form, to);
    },
  };

  const carryOut = (option) => {
    const { way, to, values } = option.dataset;
    box.close();
    ways[way](to, JSON.parse(values ?? "{}"));
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });

  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && chosen()) carryOut(chosen());
    else if (!moved(event.key)) return;
    event.preventDefault();
  });

  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) carryOut(option);
  });

  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.closest("[data-palette-close]")) box.close();
  });
  box.addEventListener("close", () => field.setAttribute("aria-expanded", "false"));

  document.addEventListener("click", (event) => { if (event.target.closest("[data-palette-open]")) open(); });
  document.addEventListener("keydown", (event) => {
    const held = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
    if (!held || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (box.open) box.close();
    else open();
  });
})();
