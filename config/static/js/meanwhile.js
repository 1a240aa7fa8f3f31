// Which answers the writer knows: those on the page when the first letter was typed.
(() => {
  const text = () => document.querySelector("[data-composer-text]");
  const isPoll = (path) => path.includes("/changes/");

  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (isPoll(detail.path) && !text()?.value.trim()) delete detail.parameters.seen;
  });

  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const newest = document.querySelector("#composer-meanwhile")?.dataset.newest;
    if (newest && isPoll(detail.requestConfig.path) && !text().value.trim()) text().form.elements.seen.value = newest;
  });
})();
