// Who is at which ticket: the server's marks, put on the rows of the list. A page nobody looks at says so.
(() => {
  const marks = () => document.querySelector("#row-presence template");

  const show = () => {
    const template = marks();
    if (!template) return;
    for (const old of document.querySelectorAll(".ticket-row [data-people]")) old.remove();
    for (const people of template.content.children) {
      const place = document.querySelector(`#ticket-${CSS.escape(people.dataset.ticket)} .ticket-row-marks`);
      place?.prepend(people.cloneNode(true));
    }
  };

  document.addEventListener("htmx:configRequest", (event) => {
    if (document.hidden && event.detail.path.includes("/changes/")) event.detail.parameters.away = "1";
  });
  document.addEventListener("htmx:oobAfterSwap", show);
  document.addEventListener("htmx:afterSettle", show);
  show();
})();
