// A list of options below a field that keeps the focus: which one is chosen, and what the arrow keys do to that.
window.guichet = window.guichet ?? {};
window.guichet.listbox = ({ field, options }) => {
  const chosen = () => options().find((one) => one.getAttribute("aria-selected") === "true");

  const choose = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) field()?.setAttribute("aria-activedescendant", option.id);
    else field()?.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  const step = (by) => {
    const all = options();
    const at = all.indexOf(chosen());
    const next = at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length;
    choose(all[next]);
  };

  // Whether the key was one of its own.
  const moved = (key) => {
    if (key === "ArrowDown") step(1);
    else if (key === "ArrowUp") step(-1);
    else return false;
    return true;
  };

  return { chosen, choose, moved };
};
