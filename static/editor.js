/* The editor of reply templates: a tab for each language, and what is not saved yet. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-unsaved]");
  if (!form) return;
  const one = (selector) => form.querySelector(selector);
  const tabs = [...form.querySelectorAll("[data-tab]")];
  const select = (tab) => {
    tabs.forEach((other) => {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
    });
    form.elements.language.value = tab.dataset.tab;
    form.elements.language.dispatchEvent(new Event("change", { bubbles: true }));
  };
  tabs.forEach((tab) => tab.addEventListener("click", (event) => { event.preventDefault(); select(tab); }));
  one("[role=tablist]").addEventListener("keydown", (event) => {
    const at = tabs.indexOf(event.target), to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (event.isComposing || at < 0) return;
    if (event.key === " ") { event.preventDefault(); select(event.target); }
    if (to === undefined) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    select(tab);
    tab.focus();
  });

  const nameOf = (field) => field.dataset.named || field.labels?.[0]?.textContent.trim() || "";
  const isChanged = (field) => field.type === "checkbox" ? field.checked !== field.defaultChecked : field.tagName === "SELECT" ? !field.selectedOptions[0]?.defaultSelected && [...field.options].some((option) => option.defaultSelected) : field.value !== field.defaultValue;
  const changed = () => [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.name !== "order" && isChanged(field));
  const said = one("[data-unsaved-said]"), mark = one("[data-unsaved-mark]");
  // What came back refused, or came along with the address, is not saved either.
  const begun = one("[aria-invalid=true], [role=alert]") !== null;
  let leaving = false;
  const tell = () => {
    if (!said) return;
    const names = [...new Set(changed().map(nameOf))].filter(Boolean);
    const text = names.length ? form.dataset.said.replace("{what}", new Intl.ListFormat(document.documentElement.lang).format(names)) : "";
    if (said.textContent !== text) said.textContent = text;
    mark.hidden = !text;
  };
  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  form.addEventListener("submit", () => { leaving = true; });
  one("[data-discard]")?.addEventListener("click", () => { leaving = true; });
  addEventListener("beforeunload", (event) => { if (!leaving && (changed().length || begun)) event.preventDefault(); });
})();
