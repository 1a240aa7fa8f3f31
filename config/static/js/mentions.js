// Naming a colleague in an internal note: “@” opens a list; arrow keys choose, Enter or Tab takes, Escape closes.
(() => {
  const MOST = 6;
  const BEGUN = /(?:^|[\s(])@([^@\n]{0,40})$/u;
  const known = new Map();
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const list = () => document.querySelector("#composer-people");
  const isOpen = () => Boolean(list() && !list().hidden);
  const options = () => [...document.querySelectorAll("#composer-people .mention-option")];
  const textField = () => document.querySelector("[data-composer-text]");
  const { chosen, choose, moved } = window.guichet.listbox({ field: textField, options });

  // What is typed after the last “@” before the caret; null where none is being typed.
  const begun = (field) => {
    if (field.form.dataset.kind !== "note" || field.selectionStart !== field.selectionEnd) return null;
    return field.value.slice(0, field.selectionStart).match(BEGUN)?.[1] ?? null;
  };

  const people = async (url) => {
    if (!known.has(url)) known.set(url, fetch(url).then((answer) => (answer.ok ? answer.json() : { people: [] })).catch(() => ({ people: [] })));
    return (await known.get(url)).people;
  };

  const close = () => {
    if (!list()) return;
    list().hidden = true;
    list().replaceChildren();
    choose(null);
  };

  const optionOf = (person, number) => {
    const option = document.createElement("li");
    const about = document.createElement("span");
    [option.id, option.className, option.dataset.name] = [`composer-person-${number}`, "mention-option", person.name];
    option.setAttribute("role", "option");
    [about.className, about.textContent] = ["quiet", person.about];
    option.append(`${person.name} `, about);
    return option;
  };

  const show = async (field) => {
    const words = begun(field);
    if (words === null) return close();
    const everybody = await people(list().dataset.peopleUrl);
    if (!field.isConnected || begun(field) !== words) return;
    const wanted = plain(words);
    const fits = everybody.filter(({ name }) => ` ${plain(name)}`.includes(` ${wanted}`)).slice(0, MOST);
    if (!fits.length || fits.some(({ name }) => words.startsWith(`${name} `))) return close();
    list().replaceChildren(...fits.map(optionOf));
    list().hidden = false;
    field.form.querySelector("[data-people-status]").textContent = list().dataset.words.replace("{n}", fits.length);
    choose(list().firstElementChild);
  };

  const take = (field, name) => {
    const start = field.selectionStart - begun(field).length;
    field.setRangeText(`${name} `, start, field.selectionStart, "end");
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-composer-text]")) show(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (!isOpen() || !event.target.matches("[data-composer-text]") || event.ctrlKey || event.metaKey) return;
    if (["Enter", "Tab"].includes(event.key)) take(event.target, chosen().dataset.name);
    else if (event.key === "Escape") close();
    else if (!moved(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest(".mention-option");
    if (!option) return;
    event.preventDefault();
    const field = textField();
    field.focus();
    take(field, option.dataset.name);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-composer-text]")) close();
  });
})();
