// Drafts: kept on this device with each letter, on the server a moment later; says so when the server has it not.
(() => {
  const { device, composer } = window.guichet;
  const WAIT = 600;
  const AGAIN = 5000;
  const KINDS = ["reply", "note"];
  const timers = {};
  const form = () => document.querySelector("[data-composer]");

  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

  const post = (form, kind, text, key) => fetch(form.dataset.draftUrl, {
    method: "POST",
    headers: { "X-CSRFToken": token() ?? form.elements.csrfmiddlewaretoken.value },
    body: new URLSearchParams({
      body: text, kind, key, seen: form.elements.seen.value, writer: form.dataset.writer,
      template: kind === "reply" ? form.elements.template.value : "",
    }),
    redirect: "manual",
    keepalive: text.length < 20000,
  });

  const later = (form, kind, wait, key) => {
    clearTimeout(timers[kind]);
    timers[kind] = setTimeout(() => form.isConnected && save(form, kind, key), wait);
  };

  const notKept = (form, kind, key, words, options) => {
    if (!form.isConnected) return;
    composer.say(form, words, { lost: true, ...options });
    later(form, kind, AGAIN, key);
  };

  const save = async (form, kind, key = form.elements.key.value) => {
    timers[kind] = clearTimeout(timers[kind]);
    const text = composer.typed(form, kind);
    let answer;
    try {
      answer = await post(form, kind, text, key);
    } catch {
      return notKept(form, kind, key, form.dataset.wordsNoConnection);
    }
    if (answer.type === "opaqueredirect") return notKept(form, kind, key, form.dataset.wordsLoggedOut, { login: true });
    const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    if (said.problem) return composer.say(form, said.problem, { lost: true });
    if (!answer.ok) return notKept(form, kind, key, form.dataset.wordsNoAnswer);
    kept(form, kind, text, said);
  };

  // The server has this text; whatever was typed since follows by itself.
  const kept = (form, kind, text, said) => {
    if (composer.typed(form, kind) !== text) return;
    device.forget(form, kind);
    if (said.sent) composer.put(form, kind, "");
    if (!form.isConnected || form.dataset.kind !== kind) return;
    composer.say(form, said.sent ? form.dataset.wordsSent : said.kept);
    composer.showCount(form, said.count);
  };

  // A text that never reached the server comes back; if the server got a later one elsewhere, it goes below that.
  const restore = (form, kind) => {
    const copy = device.found(form, kind);
    const there = composer.typed(form, kind);
    if (!copy || copy.text === there) return device.forget(form, kind);
    const isOlder = there && Date.parse(form.dataset.keptAt) > copy.at;
    composer.put(form, kind, isOlder ? `${there}\n\n${copy.text}` : copy.text);
    if (kind === "reply" && copy.seen) form.elements.seen.value = copy.seen;
    if (form.dataset.kind === kind) composer.say(form, form.dataset.wordsRestored);
    save(form, kind, isOlder ? undefined : copy.key);
  };

  const begin = (form) => {
    if (form.dataset.begun) return;
    form.dataset.begun = "yes";
    form.dataset.kind = composer.kindOf(form);
    for (const kind of KINDS) restore(form, kind);
    composer.showCount(form);
  };

  const flush = () => {
    for (const kind of KINDS) if (timers[kind] && form()) save(form(), kind);
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-composer-text]")) return;
    const { form } = event.target;
    device.keep(form, form.dataset.kind, event.target.value);
    later(form, form.dataset.kind, WAIT);
  });

  // Sending: the copy goes when the server has said yes, and not before.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-composer]")) timers[event.target.dataset.kind] = clearTimeout(timers[event.target.dataset.kind]);
  });
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const fresh = token();
    if (!fresh || detail.verb === "get") return;
    detail.headers["X-CSRFToken"] = fresh;
    if (detail.parameters.csrfmiddlewaretoken) detail.parameters.csrfmiddlewaretoken = fresh;
  });
  document.addEventListener("htmx:beforeOnLoad", ({ detail: { elt, xhr, requestConfig } }) => {
    const isTaken = xhr.status === 200 && !xhr.getResponseHeader("X-Guichet-Refused") && !xhr.responseURL.includes("/me/login/");
    if (isTaken && elt.matches?.("[data-composer]") && requestConfig.path.includes("/write/")) device.forget(elt, elt.dataset.kind);
  });
  for (const failed of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(failed, ({ detail }) => {
      if (!detail.elt.matches?.("[data-composer]") || !detail.elt.isConnected) return;
      const words = failed === "htmx:responseError" ? "wordsNotSentNoAnswer" : "wordsNotSent";
      device.keep(detail.elt, detail.elt.dataset.kind, composer.typed(detail.elt, detail.elt.dataset.kind));
      composer.say(detail.elt, detail.elt.dataset[words], { lost: true });
    });
  }

  addEventListener("online", flush);
  addEventListener("pagehide", flush);
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target?.id === "conversation" && detail.requestConfig?.verb === "get") flush();
  });

  const beginAll = () => document.querySelectorAll("[data-composer]").forEach(begin);
  document.addEventListener("htmx:load", beginAll);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", beginAll);
  else beginAll();
})();
