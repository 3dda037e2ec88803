/* Offers and appeals: their forms open in one dialog, and passages are taken out of the buyer's words by selecting them. */
(() => {
  "use strict";
  const dialog = () => document.getElementById("mending");
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "mending") return;
    const box = event.target;
    box.querySelectorAll("[data-mark]").forEach((button) => { button.hidden = false; });
    if (!box.open) box.showModal();
    box.querySelector("[autofocus], [role=alert]")?.focus();
  });
  // What is selected is taken when the pointer goes down: the press itself would end the selection in some browsers.
  let picked = "";
  const selected = (words) => {
    const found = document.getSelection();
    return found && !found.isCollapsed && words.contains(found.anchorNode) && words.contains(found.focusNode) ? found.toString().trim() : "";
  };
  document.addEventListener("pointerdown", (event) => {
    const button = event.target.closest?.("[data-mark]");
    picked = button ? selected(document.getElementById(button.dataset.mark)) : "";
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-mark]");
    if (!button || !dialog()?.contains(button)) return;
    const passage = picked || selected(document.getElementById(button.dataset.mark));
    const field = document.getElementById(button.dataset.into), said = document.getElementById(button.dataset.said);
    picked = "";
    if (!passage) { said.textContent = button.dataset.nothing; return; }
    field.value = [field.value.trimEnd(), passage].filter(Boolean).join("\n");
    said.textContent = button.dataset.taken;
    document.getSelection()?.removeAllRanges();
  });
})();
