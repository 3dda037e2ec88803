// The page of the API in the theme that was chosen in the desk, before the first paint; without a choice the system's holds.
"use strict";

(() => {
  const system = matchMedia("(prefers-color-scheme: dark)"), root = document.documentElement;
  const dress = () => root.classList.toggle("dark-mode", root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  system.addEventListener("change", dress);
  dress();
})();
