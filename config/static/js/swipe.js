// Swipes on rows of the list: to the left shows what can be done with the ticket, to the right chooses it.
// Nothing is done by a swipe alone, and all of it is there as buttons of the ticket and of the list too.
(() => {
  const FAR = 56;
  let start = null;

  const shown = () => document.querySelector(".row-acts");
  const close = () => shown()?.remove();

  const show = (row) => {
    const acts = document.querySelector("#row-acts")?.content.firstElementChild.cloneNode(true);
    if (!acts) return;
    const address = (given) => given.replace("/0/", `/${row.dataset.ticket}/`) + location.search;
    for (const link of acts.querySelectorAll("a")) link.href = address(link.getAttribute("href"));
    for (const button of acts.querySelectorAll("[data-row-act]")) button.dataset.rowAct = address(button.dataset.rowAct);
    row.append(acts);
  };

  document.addEventListener("touchstart", (event) => {
    const row = event.target.closest("[data-rows] .ticket-row:has([data-pick])");
    if (shown() && !event.target.closest(".row-acts")) close();
    start = row && event.touches.length === 1 ? { row, x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });

  document.addEventListener("touchend", (event) => {
    if (!start) return;
    const across = event.changedTouches[0].clientX - start.x;
    const down = event.changedTouches[0].clientY - start.y;
    const { row } = start;
    start = null;
    if (Math.abs(across) < FAR || Math.abs(across) < 2 * Math.abs(down)) return;
    event.preventDefault(); // no click follows
    if (across < 0) show(row);
    else row.querySelector("[data-pick]").click();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-act]");
    if (!button) return;
    const row = button.closest(".ticket-row");
    close();
    const values = JSON.parse(button.dataset.values ?? "{}");
    window.htmx.ajax("POST", button.dataset.rowAct, { source: row, target: row, swap: "none", values });
  });
})();
