// The service worker: shell and push only (service-worker.js says what it keeps).
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/service-worker.js").catch(() => {});
