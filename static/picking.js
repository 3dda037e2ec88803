/* Rows that are chosen by boxes: Shift and a click choose everything between, and "all that match" takes the single boxes' place.
   Works on the boxes of form #picked in a list that may be drawn anew. How many are chosen is desk.js's to say. */
(() => {
  "use strict";
  const boxes = () => [...document.querySelectorAll('.list-pick__box [form="picked"]')];
  let last = "";
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.('.list-pick__box [form="picked"]');
    if (!box) return;
    const all = boxes(), from = all.findIndex((one) => one.value === last), to = all.indexOf(box);
    if (event.shiftKey && from >= 0) all.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((one) => { one.checked = box.checked; });
    last = box.value;
  });
  // What was done is done: the boxes of the rows that stay are empty again.
  document.addEventListener("workchanged", () => document.getElementById("picked")?.reset());
})();
