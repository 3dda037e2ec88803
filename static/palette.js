/* The palette (Ctrl K): what the search finds and the commands that a page offers, drawn by the server. Without script its opener is a
   link to the search page. What was opened last is kept in this browser until somebody signs out. */
(() => {
  "use strict";
  const palette = document.getElementById("palette");
  if (!palette) return;
  const one = (selector, root = palette) => root.querySelector(selector);
  const find = one("[role=combobox]"), list = one("[role=listbox]");
  const PAUSE = 120, KEPT = 6, RECENT = `recent:${palette.dataset.reader}`;
  let timer = 0, asking = null;

  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")].filter((option) => !option.hidden);
  const choose = (option) => {
    list.querySelectorAll("[aria-selected=true]").forEach((other) => other.setAttribute("aria-selected", "false"));
    if (!option) { find.removeAttribute("aria-activedescendant"); return; }
    option.setAttribute("aria-selected", "true");
    find.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const opened = () => { try { return JSON.parse(localStorage.getItem(RECENT)) || []; } catch { return []; } };
  const remember = (option) => {
    if (!("recent" in option.dataset)) return;
    const entry = { href: option.getAttribute("href"), title: one("[data-title]", option).textContent, icon: one("use", option)?.getAttribute("href") || "" };
    localStorage.setItem(RECENT, JSON.stringify([entry, ...opened().filter((other) => other.href !== entry.href)].slice(0, KEPT)));
  };
  const drawRecent = () => {
    const group = one("[data-recent-group]"), pattern = group && one("template", group);
    if (!group) return;
    opened().filter((entry) => entry.href?.startsWith("/")).forEach((entry, place) => {
      const option = pattern.content.firstElementChild.cloneNode(true);
      option.id = `palette-recent-${place}`;
      option.setAttribute("href", entry.href);
      one("[data-title]", option).textContent = entry.title;
      one("use", option).setAttribute("href", entry.icon);
      group.append(option);
    });
    group.hidden = !one("[role=option]", group);
  };
  const load = async () => {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(palette.dataset.results, location.href);
    address.searchParams.set("q", find.value);
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return;
      list.innerHTML = await answer.text();
      // A command of a control that this page does not have.
      list.querySelectorAll("[data-press]").forEach((option) => { option.hidden = !document.querySelector(option.dataset.press); });
      list.querySelectorAll("[role=group]").forEach((group) => { if (!one("[role=option]:not([hidden])", group)) group.hidden = true; });
      drawRecent();
      choose(options()[0]);
    } catch { /* Another letter asks again. */ }
  };
  const show = () => {
    if (palette.open) { find.select(); return; }
    document.querySelectorAll("dialog[open]").forEach((other) => other.close());
    find.value = palette.dataset.searched || "";
    palette.showModal();
    find.focus();
    find.select();
    load();
  };
  const run = (option, apart) => {
    remember(option);
    const href = option.getAttribute("href");
    if (href && apart) { window.open(href, "_blank", "noopener"); return; }
    palette.close();
    if (href) location.assign(href); else document.querySelector(option.dataset.press)?.click();
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.('[data-open="palette"]');
    if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); show(); return; }
    const option = event.target.closest?.("#palette [role=option]");
    if (option && !option.hasAttribute("aria-disabled")) { event.preventDefault(); run(option, event.ctrlKey || event.metaKey); }
    if (event.target.closest?.("[data-sign-out]")) localStorage.removeItem(RECENT);
  });
  palette.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const every = options(), at = every.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to !== undefined && every.length) { event.preventDefault(); choose(every[(to + every.length) % every.length]); }
    if (event.key === "Enter") { event.preventDefault(); if (every[at]) run(every[at], event.ctrlKey || event.metaKey); }
  });
  const later = () => { clearTimeout(timer); timer = setTimeout(load, PAUSE); };
  find.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  find.addEventListener("compositionend", later);
})();
