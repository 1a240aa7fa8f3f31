// One conversation is open: the one asked for last, however late the answers come.
(() => {
  const pane = () => document.querySelector("#conversation");
  const isPane = (detail) => detail.target?.id === "conversation";
  const opens = (detail) => isPane(detail) && detail.requestConfig.verb === "get";
  let asked = null;
  let isOnItsWay = false;

  // Until the next conversation is there, nothing typed may land in the one before it.
  const hold = () => {
    if (!pane()) return;
    pane().inert = isOnItsWay;
    pane().ariaBusy = isOnItsWay ? "true" : null;
  };
  const opening = (xhr) => {
    asked = xhr;
    isOnItsWay = true;
    hold();
    xhr.addEventListener("loadend", () => setTimeout(() => arrived(xhr), 300)); // where nothing was swapped
  };
  const arrived = (xhr) => {
    if (xhr !== asked || !isOnItsWay) return;
    isOnItsWay = false;
    hold();
    document.dispatchEvent(new Event("guichet:arrived"));
  };
  document.addEventListener("htmx:afterSwap", hold);
  // Not before: until then a form would be sent by the browser itself, and the page be loaded anew.
  document.addEventListener("htmx:afterSettle", ({ detail }) => arrived(detail.xhr));

  // A reply taken after its writer has gone on to another conversation can be taken back all the same.
  const sending = ({ elt, xhr }) => {
    if (elt.contains(document.activeElement)) document.activeElement.blur();
    elt.addEventListener("htmx:beforeOnLoad", (event) => {
      if (event.detail.xhr !== xhr || elt.isConnected) return; // fields in the form ask too, and their answers pass here
      event.preventDefault();
      const bar = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-undo]");
      if (!bar) return;
      document.querySelector("#undo-stack").prepend(document.adoptNode(bar));
      htmx.process(bar);
    });
  };

  // htmx looks for the places of an answer's parts in the tree of what asked; what is gone by then hangs in none.
  const findPlacesFor = (elt) => { elt.getRootNode = () => document; };

  // What asked is gone when the answer comes: a change of the ticket that is still open is shown, all else is left out.
  const watched = new WeakSet();
  const within = ({ elt }) => {
    if (watched.has(elt)) return;
    watched.add(elt);
    elt.addEventListener("htmx:beforeOnLoad", (event) => {
      if (event.target !== elt || elt.isConnected) return;
      const ticket = event.detail.requestConfig.path.match(/^\/tickets\/(\d+)\//)?.[1];
      const isShown = elt.getAttribute("hx-swap") === "none" && ticket && ticket === pane()?.dataset.ticket;
      if (!isShown) event.preventDefault();
      event.detail.target = document.body;
      findPlacesFor(elt);
    });
  };

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (opens(detail)) opening(detail.xhr);
    else if (isPane(detail) && detail.elt.matches("[data-composer]")) sending(detail);
    else if (detail.elt.closest("#conversation")) within(detail);
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const elt = detail.requestConfig?.elt;
    if (elt && !elt.isConnected) findPlacesFor(elt);
  });

  // The pane that a request was meant for may have been replaced by the answer to an earlier one.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!isPane(event.detail)) return;
    if (opens(event.detail) && event.detail.xhr !== asked) event.preventDefault();
    else event.detail.target = pane();
  });
})();
