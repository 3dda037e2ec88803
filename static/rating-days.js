/* The days of a rating, read by pointer and keyboard: one day at a time, and two of them make a split.
   Without this script the table below the chart has the same days, and the form the same choice. */
(() => {
  "use strict";
  const root = document.querySelector("[data-days]");
  if (!root) return;
  const one = (selector) => root.querySelector(selector);
  const frame = one("[data-days-frame]"), rule = one("[data-days-rule]"), said = one("[data-days-said]"), form = one("[data-days-form]");
  const days = [...root.querySelectorAll("tr[data-day]")].reverse().map((row) => ({
    day: row.dataset.day, x: Number(row.dataset.x),
    text: [...row.cells].map((cell) => cell.textContent.trim()).filter(Boolean).join(" · "),
  }));
  if (!days.length) return;
  let at = days.length - 1, first = null;

  const show = () => {
    rule.hidden = false;
    rule.style.setProperty("--x", String(days[at].x));
    const text = first === null ? days[at].text : `${days[at].text} · ${frame.dataset.choose}`;
    said.textContent = text;
    frame.setAttribute("aria-valuenow", String(at));
    frame.setAttribute("aria-valuetext", text);
  };
  const move = (place) => { at = Math.min(Math.max(place, 0), days.length - 1); show(); };
  const choose = () => {
    if (first === null || first === at) { first = at; show(); return; }
    const [from, to] = [Math.min(first, at), Math.max(first, at)];
    form.elements.namedItem("from").value = days[from].day;
    form.elements.namedItem("to").value = days[to].day;
    form.requestSubmit();
  };
  const under = (event) => {
    const box = frame.getBoundingClientRect(), x = (100 * (event.clientX - box.left)) / box.width;
    return days.reduce((best, day, place) => (Math.abs(day.x - x) < Math.abs(days[best].x - x) ? place : best), 0);
  };

  frame.tabIndex = 0;
  frame.setAttribute("role", "slider");
  frame.setAttribute("aria-valuemin", "0");
  frame.setAttribute("aria-valuemax", String(days.length - 1));
  frame.setAttribute("aria-valuenow", String(at));
  frame.setAttribute("aria-valuetext", days[at].text);
  frame.addEventListener("focus", show);
  frame.addEventListener("pointermove", (event) => move(under(event)));
  frame.addEventListener("click", (event) => { move(under(event)); choose(); });
  const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10 };
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in STEPS) move(at + STEPS[event.key]);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(days.length - 1);
    else if (event.key === "Enter" || event.key === " ") choose();
    else if (event.key === "Escape" && first !== null) { first = null; show(); }
    else return;
    event.preventDefault();
  });
})();
