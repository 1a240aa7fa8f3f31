// The composer: counts while typing, keeps the draft on the server, and on this device when that fails.
(() => {
  const WAIT = 600;
  let timer = 0;

  const parts = (form) => ({
    text: form.querySelector("[data-composer-text]"),
    kept: form.querySelector("[data-composer-kept]"),
    count: form.querySelector("[data-composer-count]"),
    number: form.querySelector("[data-composer-number]"),
  });
  const isReply = (form) => form.querySelector("[name=kind]:checked")?.value === "reply";
  const placeOf = (form) => `guichet.draft.${form.dataset.ticket}`;
  const noteOf = (form) => `guichet.note.${form.dataset.ticket}`;

  const showCount = (form, count) => {
    const { count: line, number } = parts(form);
    const limit = Number(form.dataset.limit);
    number.textContent = count;
    line.toggleAttribute("data-over", count > limit);
    line.toggleAttribute("data-near", count <= limit && count > limit * 0.9);
  };

  const say = (form, words, lost) => {
    const { kept } = parts(form);
    if (kept.textContent !== words) kept.textContent = words;
    kept.toggleAttribute("data-lost", Boolean(lost));
  };

  const keep = (form) => {
    const typed = parts(form).text.value;
    if (isReply(form)) keepReply(form, typed);
    else if (typed) localStorage.setItem(noteOf(form), typed);
    else localStorage.removeItem(noteOf(form));
  };

  // On this device first, until the server has it: nothing typed is ever in one place only for long.
  const keepReply = async (form, typed) => {
    const { text } = parts(form);
    if (typed) localStorage.setItem(placeOf(form), typed);
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
        body: new URLSearchParams({ body: typed }),
        redirect: "error",
        keepalive: typed.length < 20000,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json();
      if (localStorage.getItem(placeOf(form)) === typed || !typed) localStorage.removeItem(placeOf(form));
      if (!form.isConnected || text.value !== typed) return;
      say(form, said.kept);
      showCount(form, said.count);
    } catch {
      if (form.isConnected) say(form, form.dataset.wordsKeptHere, true);
      clearTimeout(timer);
      timer = setTimeout(() => form.isConnected && keep(form), 5000);
    }
  };

  const begin = (form) => {
    if (form.dataset.begun) return;
    form.dataset.begun = "yes";
    form.dataset.kind = isReply(form) ? "reply" : "note";
    const { text } = parts(form);
    const here = localStorage.getItem(placeOf(form));
    if (here && isReply(form) && here !== text.value) {
      text.value = here;
      say(form, form.dataset.wordsRestored);
      keep(form);
    }
    showCount(form, [...text.value.trim()].length);
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-composer]");
    if (!form || !event.target.matches("[data-composer-text]")) return;
    showCount(form, [...event.target.value.trim()].length);
    clearTimeout(timer);
    timer = setTimeout(() => keep(form), WAIT);
  });

  // A note is not a reply: each kind has its own text, so that none is ever sent as the other.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-composer]");
    if (!form || event.target.name !== "kind") return;
    const { text } = parts(form);
    if (event.target.value === form.dataset.kind) return;
    form.dataset.kind = event.target.value;
    clearTimeout(timer);
    if (event.target.value === "note") {
      form.dataset.replyText = text.value;
      if (text.value !== text.defaultValue) keepReply(form, text.value);
      text.value = localStorage.getItem(noteOf(form)) ?? "";
    } else {
      if (text.value) localStorage.setItem(noteOf(form), text.value);
      text.value = form.dataset.replyText ?? "";
    }
    showCount(form, [...text.value.trim()].length);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-composer]");
    if (!form) return;
    clearTimeout(timer);
    localStorage.removeItem(isReply(form) ? placeOf(form) : noteOf(form));
  });

  // Sent without success: what was typed stays on this device too.
  document.addEventListener("htmx:sendError", (event) => {
    const form = event.target.closest?.("[data-composer]");
    if (!form) return;
    localStorage.setItem(isReply(form) ? placeOf(form) : noteOf(form), parts(form).text.value);
    say(form, form.dataset.wordsKeptHere, true);
  });

  const beginAll = () => document.querySelectorAll("[data-composer]").forEach(begin);
  document.addEventListener("htmx:load", beginAll);
  document.addEventListener("DOMContentLoaded", beginAll);
  if (document.readyState !== "loading") beginAll();

  // Leaving for another ticket before the draft was kept.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.target?.id === "conversation" && event.detail.target.querySelector("[data-composer]");
    if (form && timer && event.detail.requestConfig?.verb === "get") {
      clearTimeout(timer);
      const { text } = parts(form);
      if (isReply(form) && text.value !== text.defaultValue) keep(form);
    }
  });
})();
