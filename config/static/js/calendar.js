// Rows of a calendar's form: one more, one less, Monday's hours for the other working days.
// The spare row of each list is empty and hidden; new ones are copies of it.
(() => {
  const rowsOf = (list) => [...list.querySelectorAll(".calendar-row:not([data-row-spare])")];

  const add = (list) => {
    const spare = list.querySelector("[data-row-spare]");
    const row = spare.cloneNode(true);
    delete row.dataset.rowSpare;
    spare.before(row);
    return row;
  };

  const copyToWeek = (monday) => {
    const days = [...monday.parentElement.children].slice(1, 5);
    const times = rowsOf(monday).map((row) => [...row.querySelectorAll("input")].map((input) => input.value));
    for (const day of days) {
      for (const row of rowsOf(day)) row.remove();
      for (const pair of times) {
        const inputs = add(day).querySelectorAll("input");
        pair.forEach((value, place) => { inputs[place].value = value; });
      }
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-add], [data-row-remove], [data-copy-week]");
    const list = button?.closest("[data-rows]");
    if (!list) return;
    if ("rowAdd" in button.dataset) add(list).querySelector("input").focus();
    if ("copyWeek" in button.dataset) copyToWeek(list);
    if ("rowRemove" in button.dataset) {
      button.closest(".calendar-row").remove();
      list.querySelector("[data-row-add]").focus();
    }
  });
})();
