// What moves by itself: the row of the open ticket, the place in the conversation, the undo bar.
(() => {
  const NEAR = 120;
  const thread = () => document.querySelector("[data-thread]");
  const toEnd = () => { const box = thread(); if (box) box.scrollTop = box.scrollHeight; };
  // Opened: at the message that the link means, else at the end, or where the buyer's unanswered messages begin.
  const toStart = () => {
    const box = thread();
    if (!box) return;
    toEnd();
    const linked = box.querySelector(`.message[id="${CSS.escape(location.hash.slice(1))}"]`);
    const waits = Date.parse(box.dataset.waitsSince);
    const isUnanswered = (message) => Date.parse(message.querySelector("time").dateTime) >= waits;
    const first = linked || [...box.querySelectorAll(".message[data-direction=in]")].find(isUnanswered);
    if (first && (linked || first.getBoundingClientRect().top < box.getBoundingClientRect().top)) first.scrollIntoView();
    linked?.setAttribute("data-linked", "");
  };
  let wasAtEnd = true;
  let fromEnd = 0;

  // Fresh rows come in a <template>: each takes the place of its older self, none moves, unknown ones are ignored.
  const takeRows = () => {
    const template = document.querySelector("#row-news template");
    if (!template) return;
    for (const fresh of [...template.content.querySelectorAll(".ticket-row")]) {
      const old = document.getElementById(fresh.id);
      if (!old || old.querySelector(".htmx-request, .row-acts")) continue; // the answer to a click finds its row in place
      const focused = old.contains(document.activeElement);
      const [pick, wasPicked] = [fresh, old].map((row) => row.querySelector("[data-pick]"));
      if (pick && wasPicked) pick.checked = wasPicked.checked;
      old.replaceWith(fresh);
      htmx.process(fresh);
      if (focused) fresh.querySelector("a").focus({ preventScroll: true });
    }
    template.remove();
    markOpen();
  };

  const markOpen = () => {
    const open = document.querySelector("#conversation")?.dataset.ticket;
    for (const row of document.querySelectorAll(".ticket-row")) {
      row.querySelector(".ticket-row-link").toggleAttribute("aria-current", row.dataset.ticket === open);
      if (row.dataset.ticket === open) row.querySelector(".ticket-row-link").setAttribute("aria-current", "true");
    }
  };

  // Sent: the keys work on from the row of this ticket. Refused: back to the text, where he was. Whoever has gone on stays there.
  const sent = () => {
    if (document.activeElement !== document.body) return;
    if (document.querySelector(".composer-problem[role=alert]")) {
      const text = document.querySelector("[data-composer-text]");
      text?.focus();
      if (caret && text?.value === caret.value) text.setSelectionRange(caret.start, caret.end);
      return;
    }
    const row = document.querySelector(".ticket-row:has([aria-current]) .ticket-row-link");
    if (row?.offsetParent) row.focus({ preventScroll: true });
    else thread()?.focus({ preventScroll: true });
  };

  let polled = false;
  let caret = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    polled = Boolean(event.detail.requestConfig?.path.includes("/changes/"));
    const text = document.querySelector("[data-composer-text]");
    caret = text && { value: text.value, start: text.selectionStart, end: text.selectionEnd };
    const box = thread();
    if (!box) return;
    wasAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    fromEnd = box.scrollHeight - box.scrollTop;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const id = event.detail.target?.id;
    if (id === "conversation") {
      const path = event.detail.requestConfig?.path ?? "";
      const stays = path.includes(`/tickets/${event.detail.target.dataset.ticket}/write/`);
      if (stays && !document.querySelector(".composer-problem[role=alert]")) toEnd();  // there his own words stand
      else toStart();
      markOpen();
      if (path.includes("/write/")) sent();
    } else if (id === "thread-window" && wasAtEnd) {
      toEnd();
    } else if (id === "thread-earlier") {
      const box = thread();
      if (box) box.scrollTop = box.scrollHeight - fromEnd;
    } else if (id === "list") {
      markOpen();
    }
  });
  // News never takes a field or button away from under somebody's hands, nor what was typed there: it is asked for again
  // when the hands have left. What is open stays so.
  const withheld = new Set();
  const isTyped = (part) => [...part.querySelectorAll("input[maxlength]")].some((field) => field.value !== field.defaultValue);
  const isHeld = (part) => isTyped(part) || (part.contains(document.activeElement) && !document.activeElement.matches("summary"));
  // Where more has changed than is told unasked, the rows around the reader are looked up.
  const MOST_SHOWN = 200;
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (!/^\/(claims\/)?changes\//.test(detail.path)) return;
    const rows = [...document.querySelectorAll(".ticket-row[data-ticket]")];
    const first = Math.max(rows.findIndex((row) => row.getBoundingClientRect().bottom > 0) - MOST_SHOWN / 2, 0);
    detail.parameters.shown = rows.slice(first, first + MOST_SHOWN).map((row) => row.dataset.ticket).join("-");
  });
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (!/^\/tickets\/\d+\/changes\//.test(detail.path)) return;
    const parts = [...withheld].map((id) => document.getElementById(id)).filter(Boolean);
    if (parts.some((part) => !isHeld(part))) detail.path = detail.path.replace(/([?&]since=)[^&]*/, "$1");
  });
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    const { target, fragment } = detail;
    withheld.delete(target.id);
    if (polled && isHeld(target)) {
      detail.shouldSwap = false;
      withheld.add(target.id);
      return;
    }
    for (const open of target.querySelectorAll("details[data-stays][open]")) {
      fragment.querySelector(`[data-stays=${open.dataset.stays}]`)?.setAttribute("open", "");
    }
  });
  document.addEventListener("htmx:oobAfterSwap", takeRows);
  document.addEventListener("htmx:afterSettle", takeRows);
  addEventListener("popstate", () => location.reload());

  // The words of deadlines that are counted in minutes go on with the clock; the server says the others.
  const MINUTE = 60000;
  const hours = (minutes) => `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${String(minutes % 60).padStart(2, "0")}` : ""}`;
  const age = () => {
    const words = document.querySelector("[data-rows]")?.dataset;
    if (!words) return;
    for (const time of document.querySelectorAll(".ticket-row-left time")) {
      const late = Math.floor((Date.now() - Date.parse(time.dateTime)) / MINUTE);
      const left = -late - 1;
      const line = time.parentElement;
      if (late >= 1 && late < 60) time.textContent = words.wordsLateMinutes.replace("{n}", late);
      else if (late >= 60 && late < 48 * 60) time.textContent = words.wordsLateHours.replace("{n}", Math.floor(late / 60));
      else if (left >= 0 && left < 60) time.textContent = words.wordsLeftMinutes.replace("{n}", left || 1);
      else if (left >= 60 && left < 120) time.textContent = words.wordsLeftHours.replace("{length}", hours(left));
      const state = late >= 0 ? "late" : late > -120 ? "soon" : line.dataset.deadline;
      if (line.dataset.deadline !== state) line.dataset.deadline = line.closest(".ticket-row").dataset.deadline = state;
    }
  };
  setInterval(age, MINUTE / 2);

  // Undo: seconds and a bar that runs out; gone when the reply has left or was taken back.
  const begin = (bar) => {
    if (bar.dataset.ends) return;
    bar.dataset.ends = String(Date.now() + Number(bar.dataset.seconds) * 1000);
  };
  const tick = () => {
    for (const bar of document.querySelectorAll("[data-undo]")) {
      begin(bar);
      const left = (Number(bar.dataset.ends) - Date.now()) / 1000;
      if (left <= 0) {
        bar.remove();
        continue;
      }
      bar.querySelector("[data-undo-seconds]").textContent = Math.ceil(left);
      bar.querySelector("[data-undo-progress]").value = (1000 * left) / Number(bar.dataset.seconds);
    }
  };
  setInterval(tick, 200);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.closest?.("[data-undo]")) event.target.closest("[data-undo]").dataset.pressed = "yes";
  });
  document.addEventListener("htmx:afterRequest", () => document.querySelector("[data-undo][data-pressed]")?.remove());

  toStart();
  markOpen();
})();
