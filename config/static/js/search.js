// The list below the search box: arrows choose, Enter or a click takes, Escape closes. The server says what is in it.
(() => {
  const field = () => document.querySelector("[data-search] .search-field");
  const list = () => document.getElementById("search-options");
  const options = () => [...document.querySelectorAll("#search-options .search-option")];
  const { chosen, choose, moved } = window.guichet.listbox({ field, options });

  const show = (open) => {
    const box = list();
    if (!box || !field()) return;
    const shown = open && options().length > 0;
    box.hidden = !shown;
    field().setAttribute("aria-expanded", String(shown));
    if (!shown) choose(null);
  };

  const take = (option) => {
    const input = field();
    input.value = option.dataset.searchText;
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("keydown", (event) => {
    if (event.target !== field() || list()?.hidden) return;
    if (event.key === "Enter" && chosen()) take(chosen());
    else if (event.key === "Escape") show(false);
    else if (!moved(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("#search-options .search-option");
    if (!option) return;
    event.preventDefault();
    take(option);
  });

  document.addEventListener("focusout", (event) => { if (event.target === field()) show(false); });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "search-options") show(document.activeElement === field());
  });
})();
