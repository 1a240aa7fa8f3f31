// Findings of the policy check: marked in the text until it changes; a press on one goes to its place.
// What was said of a refused text goes when a check finds nothing as grave any more.
(() => {
  const marks = () => document.querySelector("[data-composer-marks]");
  const text = () => document.querySelector("[data-composer-text], [data-checked-text]");

  // Places count characters; the field counts UTF-16 units.
  const unit = (value, character) => [...value].slice(0, character).join("").length;

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-composer-text]")) marks()?.replaceChildren();
  });
  document.addEventListener("scroll", (event) => {
    if (event.target.matches?.("[data-composer-text]") && marks()) marks().scrollTop = event.target.scrollTop;
  }, true);
  document.addEventListener("htmx:afterSwap", () => {
    if (marks() && text()) marks().scrollTop = text().scrollTop;
    const refused = document.querySelector(".composer-problem[data-refused]");
    const worst = document.querySelector("#composer-findings")?.dataset.worst;
    if (refused && worst !== "block" && worst !== refused.dataset.refused) refused.remove();
  });

  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-finding-place]")?.dataset.findingPlace;
    if (!place || !text()) return;
    const [start, end] = place.split("-").map((character) => unit(text().value, Number(character)));
    text().focus();
    text().setSelectionRange(start, end);
  });
})();
