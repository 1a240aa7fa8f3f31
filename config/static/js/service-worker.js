// Keeps the page that says "no connection", and shows pushes. Nothing else is ever kept, neither a page nor an answer
// of the server, so nothing of a buyer stays on the device. Style sheets and scripts are the browser's to keep: their
// names change with what is in them.
const CACHE = "guichet-shell-2";
const OFFLINE = "/static/offline.html";
const SHELL = [OFFLINE, "/static/offline.css", "/static/img/guichet-192.png"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const begin = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(begin());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isPage = request.mode === "navigate";
  if (request.method !== "GET" || !(isPage || SHELL.includes(new URL(request.url).pathname))) return;
  event.respondWith(fetch(request).catch(() => caches.match(isPage ? OFFLINE : request)));
});

self.addEventListener("push", (event) => {
  const { title, body, url, tag } = event.data.json();
  const icon = "/static/img/guichet-192.png";
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url }, icon, badge: icon }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.url));
});
