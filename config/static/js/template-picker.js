// Picking a reply template: i (or Ctrl+I, or "/" in an empty reply) opens the list, Enter or a digit takes one.
// The server ranks and fills in; arrow keys choose, left and right change the language while nothing is typed.
(() => {
  const { keys, listbox, composer } = window.guichet;
  const WAIT = 120;
  const MARK = /⟦[^⟧]*⟧/u;
  let timer = 0;
  let asked = null;
  let early = "";
  let language = "";
  let untouched = "";

  const picker = () => document.querySelector("[data-picker]");
  const part = (name) => picker()?.querySelector(`[data-picker-${name}]`);
  const form = () => document.querySelector("[data-composer]");
  const options = () => [...(picker()?.querySelectorAll("[role=option]") ?? [])];
  const { chosen, choose, moved } = listbox({ field: () => part("field"), options });
  const isOpen = () => Boolean(picker() && !picker().hidden);
  const languages = () => [...picker().querySelectorAll("[data-picker-language]")];

  const say = (words, isLost = false) => {
    part("status").textContent = words;
    part("status").classList.toggle("visually-hidden", !isLost);
  };

  // The old list stays until the new one is there; one that comes late is left out.
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    const asks = new URLSearchParams({ q: part("field").value, language });
    try {
      const answer = await fetch(`${picker().dataset.address}?${asks}`, { signal, headers: { "X-Requested-With": "fetch" } });
      if (answer.redirected) return location.reload();
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      if (!isOpen()) return;
      part("body").innerHTML = html;
      language = picker().querySelector("[data-picker-language][aria-pressed=true]").dataset.pickerLanguage;
      choose(options()[0]);
      say(part("words").textContent);
      if (early) takeNumber(early);
    } catch {
      if (!signal.aborted && isOpen()) say(picker().dataset.wordsLost, true);
    }
  };

  const open = () => {
    if (!form()?.querySelector("[name=kind][value=reply]")) return window.guichet.write("reply");
    if (!picker()) return;
    if (composer.kindOf(form()) !== "reply") window.guichet.write("reply");
    picker().hidden = false;
    language = early = "";
    part("field").value = "";
    part("field").setAttribute("aria-expanded", "true");
    part("field").focus();
    ask();
  };

  const close = ({ back = true } = {}) => {
    if (!isOpen()) return;
    asked?.abort();
    picker().hidden = true;
    part("field").setAttribute("aria-expanded", "false");
    part("body").replaceChildren();
    if (back) form()?.querySelector("[data-composer-text]").focus();
  };

  // At the caret, or in the place of a text that is empty or nothing but what was taken before, say in another language;
  // the first place that is still open is chosen.
  const put = (said) => {
    const field = form().querySelector("[data-composer-text]");
    form().querySelector("[data-composer-template]").value = said.template;
    close();
    if (!field.value.trim() || field.value === untouched) {
      field.setRangeText(said.text, 0, field.value.length, "end");
      untouched = field.value;
    } else {
      const gap = (beside) => (beside && beside.trim() ? "\n\n" : "");
      const { value, selectionStart: start, selectionEnd: end } = field;
      field.setRangeText(gap(value[start - 1]) + said.text + gap(value[end]), start, end, "end");
    }
    field.lang = said.language;
    const mark = MARK.exec(field.value);
    if (mark) field.setSelectionRange(mark.index, mark.index + mark[0].length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const post = async (address, values) => {
    const headers = { "X-Requested-With": "fetch", "X-CSRFToken": form().elements.csrfmiddlewaretoken.value };
    const { pathname } = new URL(address, location.href);
    try {
      const answer = await fetch(pathname, { method: "POST", headers, body: values });
      if (!isOpen()) return;
      if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return questions(await answer.text());
      const said = await answer.json();
      if (said.problem) say(said.problem, true);
      else put(said);
    } catch {
      say(picker().dataset.wordsLost, true);
    }
  };

  const questions = (html) => {
    part("body").innerHTML = html;
    part("body").querySelector("[data-problem] input, form input:not([type=hidden])")?.focus();
  };

  const take = (option) => {
    if (option) post(option.dataset.take, new URLSearchParams({ language: option.dataset.language }));
  };

  // One pressed before the list has come waits for it: two keys are enough, however quick.
  const takeNumber = (number) => {
    early = languages().length ? "" : number;
    if (!early) take(options()[Number(number) - 1]);
  };

  const turn = (by) => {
    const all = languages();
    if (!all.length) return;
    const at = all.findIndex((one) => one.dataset.pickerLanguage === language);
    language = all[(at + by + all.length) % all.length].dataset.pickerLanguage;
    ask();
  };

  const pressed = (event) => {
    const isEmpty = !part("field").value;
    if (event.key === "Enter" && chosen()) take(chosen());
    else if (event.key === "Enter") takeNumber("1");
    else if (event.key === "Escape") close();
    else if (isEmpty && /^[1-9]$/.test(event.key)) takeNumber(event.key);
    else if (isEmpty && event.key === "ArrowRight") turn(1);
    else if (isEmpty && event.key === "ArrowLeft") turn(-1);
    else return moved(event.key);
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const { target } = event;
    if (target.matches("[data-picker-field]")) {
      if (event.ctrlKey || event.metaKey || event.altKey || !pressed(event)) return;
    } else if (target.closest?.("[data-picker-questions]") && event.key === "Escape") {
      close();
    } else if (target.matches("[data-composer-text]") && target.form.dataset.kind === "reply") {
      const wants = (event.key === "/" && !target.value) || (event.ctrlKey && !event.altKey && event.key === "i");
      if (!wants) return;
      open();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-picker-field]")) {
      early = "";
      clearTimeout(timer);
      timer = setTimeout(() => isOpen() && ask(), WAIT);
    }
    // A text that was emptied is nobody's template any more.
    if (event.target.matches("[data-composer-text]") && !event.target.value.trim() && event.target.form.dataset.kind === "reply") {
      event.target.form.querySelector("[data-composer-template]").value = "";
    }
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-picker] [data-picker-questions]")) return;
    event.preventDefault();
    post(event.target.action, new URLSearchParams(new FormData(event.target)));
  });

  document.addEventListener("click", (event) => {
    const { target } = event;
    if (target.closest("[data-picker-open]")) {
      event.preventDefault();
      if (isOpen()) close();
      else open();
    } else if (target.closest("[data-picker-close]")) close();
    else if (target.closest("[data-picker-language]")) {
      language = target.closest("[data-picker-language]").dataset.pickerLanguage;
      part("field").focus();
      ask();
    } else if (target.closest("[data-picker] [role=option]")) take(target.closest("[role=option]"));
  });

  keys.on("i", open);
})();
