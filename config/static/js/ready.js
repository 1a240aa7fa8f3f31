// Says to the style sheets, before anything is drawn, that scripts run; and keeps what is pressed until they do (keys.js).
document.documentElement.dataset.scripts = "on";
window.guichet = { early: [] };
document.addEventListener("keydown", (event) => window.guichet.early?.push(event));
