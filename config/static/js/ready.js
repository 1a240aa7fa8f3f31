// Says to the style sheets, before anything is drawn, that scripts run.
document.documentElement.dataset.scripts = "on";
