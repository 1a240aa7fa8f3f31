// The composer: which kind of text it holds, and how long it is.
window.guichet.composer = (() => {
  const textOf = (form) => form.querySelector("[data-composer-text]");
  const kindOf = (form) => form.querySelector("[name=kind]:checked")?.value ?? "note";
  const other = (kind) => (kind === "reply" ? "note" : "reply");

  // As typed: in the field, or beside it while the other kind is in the field.
  const typed = (form, kind) => (form.dataset.kind === kind ? textOf(form).value : form.dataset.other);
  const put = (form, kind, text) => {
    if (form.dataset.kind === kind) textOf(form).value = text;
    else form.dataset.other = text;
  };

  const showCount = (form, count = [...textOf(form).value.trim()].length) => {
    const line = form.querySelector("[data-composer-count]");
    const limit = Number(form.dataset.limit);
    form.querySelector("[data-composer-number]").textContent = count;
    line.toggleAttribute("data-over", count > limit);
    line.toggleAttribute("data-near", count <= limit && count > limit * 0.9);
  };

  // lost: the server does not have it; login: because nobody is logged in any more.
  const say = (form, words, { lost = false, login = false } = {}) => {
    const line = form.querySelector("[data-composer-kept]");
    const place = line.querySelector("[data-composer-words]");
    if (place.textContent !== words) place.textContent = words;
    line.toggleAttribute("data-lost", lost);
    line.querySelector("[data-composer-login]").hidden = !login;
  };

  // A note is not a reply: each kind has its own text, so that none is ever sent as the other.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-composer]");
    if (!form || event.target.name !== "kind" || event.target.value === form.dataset.kind) return;
    const text = textOf(form);
    [text.value, form.dataset.other] = [form.dataset.other, text.value];
    form.dataset.kind = event.target.value;
    showCount(form);
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-composer-text]")) return;
    showCount(event.target.form);
    event.target.form.querySelector("[data-composer-preview]")?.replaceChildren();  // it shows what was typed before
  });

  return { kindOf, other, typed, put, showCount, say };
})();
