/* Seconds in which a decision can still be taken back: data-left counts down by itself; at nought it is being sent. The server decides. */
(() => {
  "use strict";
  const begun = new WeakMap();
  const tick = () => document.querySelectorAll("[data-left]").forEach((line) => {
    const told = line.dataset.left, known = begun.get(line);
    if (!known || known.told !== told) begun.set(line, { told, until: performance.now() + Number(told) * 1000 });
    const left = Math.ceil((begun.get(line).until - performance.now()) / 1000);
    const seconds = line.querySelector("[data-seconds]");
    if (left > 0) { if (seconds) seconds.textContent = left.toLocaleString(document.documentElement.lang); return; }
    line.removeAttribute("data-left");
    line.textContent = line.dataset.gone;
    line.closest("[data-decision]")?.querySelector("[data-take-back]")?.remove();
  });
  setInterval(tick, 250);
})();
