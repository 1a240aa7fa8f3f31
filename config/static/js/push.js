// "Add this device": ask the browser for a push address and hand it to the server.
(async () => {
  const box = document.querySelector("[data-push]");
  const words = document.querySelector("[data-push-words]");
  if (!box || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const registration = await navigator.serviceWorker.ready;
  words.textContent = "";
  box.hidden = false;

  const patience = 20_000;
  const within = (promise) => Promise.race([promise, new Promise((_, late) => setTimeout(late, patience))]);
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const add = async () => {
    if ((await Notification.requestPermission()) !== "granted") return words.dataset.refused;
    const key = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset.pushKey) };
    const given = (await within(registration.pushManager.subscribe(key))).toJSON();
    const token = JSON.parse(document.body.getAttribute("hx-headers"));
    const body = new URLSearchParams({ endpoint: given.endpoint, ...given.keys });
    const answer = await fetch(box.dataset.pushUrl, { method: "POST", headers: token, body });
    if (answer.status !== 204) return answer.text();
    location.reload();
    return "";
  };
  const button = box.querySelector("[data-push-add]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    words.textContent = words.dataset.asking;
    words.textContent = await add().catch(() => words.dataset.failed);
    button.disabled = false;
  });
})();
