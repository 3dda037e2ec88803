/* What every page does in the browser: theme, menus, dialogs, deadlines that go on, messages of failure. The keyboard is keys.js. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const YEAR = 31536000;
  const remember = (name, value) => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  };

  // The browser's time zone, for the server to write moments in.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes(`zone=${encodeURIComponent(zone)}`)) remember("zone", zone);

  // Theme: the system's by default, an explicit choice wins and is drawn by the server from then on.
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const nameTheme = () => all("[data-theme-toggle]").forEach((button) => {
    const said = isDark() ? button.dataset.toLight : button.dataset.toDark;
    if (button.hasAttribute("aria-label")) button.setAttribute("aria-label", said); else button.textContent = said;
  });
  const toggleTheme = () => { root.dataset.theme = isDark() ? "light" : "dark"; remember("theme", root.dataset.theme); nameTheme(); };

  // On a phone the strip of tabs is longer than the screen: the open one is brought into it, without moving the page.
  all(".tabs, .subnav").forEach((strip) => {
    const tab = one("[aria-current]", strip);
    if (tab) strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
  });

  // Dialogs: the browser moves focus in and gives it back to the opener.
  const openDialog = (id) => { const dialog = document.getElementById(id); if (dialog && !dialog.open) dialog.showModal(); };

  // Menus: one open at a time; arrows rove, Esc and Tab close.
  const opener = (menu) => one(`[data-menu="${menu.id}"]`);
  const closeMenu = (menu, refocus) => {
    menu.hidden = true;
    opener(menu)?.setAttribute("aria-expanded", "false");
    if (refocus) opener(menu)?.focus();
  };
  const openMenus = () => all(".menu[id]").filter((menu) => !menu.hidden && opener(menu));
  const toggleMenu = (button) => {
    const menu = document.getElementById(button.dataset.menu), wasOpen = !menu.hidden;
    openMenus().forEach((other) => closeMenu(other));
    if (wasOpen) return;
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    one("a, button", menu)?.focus();
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.matches("dialog")) { target.close(); return; }
    const button = target.closest("button");
    if (!target.closest(".menu") && !button?.dataset.menu) openMenus().forEach((menu) => closeMenu(menu));
    if (!button) return;
    if (button.dataset.menu) toggleMenu(button);
    if (button.dataset.open) openDialog(button.dataset.open);
    if ("close" in button.dataset) button.closest("dialog, .toast")?.[button.closest("dialog") ? "close" : "remove"]();
    if ("themeToggle" in button.dataset) toggleTheme();
    if (button.dataset.splitView) showPane(button.dataset.splitView);
    if ("print" in button.dataset) print();
    if (button.dataset.copy) copy(button);
    if (button.dataset.reveal) reveal(button);
    if (button.dataset.toast) toast(button.dataset.toast);
    if (button.dataset.toastOf) toast(toasts?.dataset[button.dataset.toastOf]);
  });
  // The text lies in a field of the page, so that it can also be taken by hand where the browser refuses.
  const copy = async (button) => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try { await navigator.clipboard.writeText(field.value); toast(button.dataset.copied); } catch { document.execCommand("copy") && toast(button.dataset.copied); }
  };
  const reveal = (button) => {
    const field = document.getElementById(button.dataset.reveal), shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  };
  const showPane = (view) => {
    const split = one(".split");
    if (!split) return;
    split.dataset.view = view;
    (view === "list" ? one(".split__list [aria-current]") || one(".split__list a") : one("#detail"))?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const menu = openMenus()[0];
    if (!menu) return;
    const items = all("a, button", menu), at = items.indexOf(document.activeElement);
    if (event.key === "Escape") { closeMenu(menu, true); event.preventDefault(); }
    if (event.key === "Tab") closeMenu(menu);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { items[(at + step + items.length) % items.length]?.focus(); event.preventDefault(); }
  });

  // A form marked so is sent as soon as one of its controls changes; without script it has its own button.
  document.addEventListener("change", (event) => {
    if (event.target.form?.hasAttribute("data-instant") && !event.target.form.hasAttribute("hx-get")) event.target.form.requestSubmit();
  });

  // Deadlines go on without the server. Only what is near is rewritten: a clock time stays what it was.
  const MINUTE = 60000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
  const words = one("#words")?.dataset;
  const say = (pattern, number) => pattern.replace("{n}", number.toLocaleString(root.lang));
  const left = (due) => {
    const rest = due - Date.now(), by = -rest;
    if (rest > HOUR) return null;
    if (rest > 0) return say(words.minutesLeft, Math.floor(rest / MINUTE) + 1);
    if (by < HOUR) return say(words.minutesLate, Math.floor(by / MINUTE));
    return by < 2 * DAY ? say(words.hoursLate, Math.floor(by / HOUR)) : say(words.daysLate, Math.floor(by / DAY));
  };
  const tick = (within = document) => all("time[data-due]", within).forEach((mark) => {
    const due = Date.parse(mark.dateTime), opened = Date.parse(mark.dataset.opened), now = Date.now();
    const said = words && left(due);
    if (said && mark.textContent !== said) mark.textContent = said;
    mark.style.setProperty("--used", due > opened ? Math.min(1, Math.max(0, (now - opened) / (due - opened))).toFixed(3) : "1");
    const state = now >= due ? "late" : (due - now) * 3 < due - opened ? "soon" : "";
    if (state) mark.dataset.state = state; else delete mark.dataset.state;
  });
  setInterval(tick, 30000);

  // Messages of the server (HX-Trigger: {"toast": …}) and of failures.
  const toasts = one("#toasts");
  // A message may bring its way back: {text, undo: a token, url: where it goes, seconds: how long there is one}. It stays for these, ten
  // unless told, and while it has the focus.
  const made = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text });
  const toast = (told) => {
    const { text, undo, url, seconds = 10 } = typeof told === "string" ? { text: told } : told ?? {};
    if (!toasts || !text) return;
    const box = made("div", "toast", ""), button = made("button", "btn btn--s", undo ? `${toasts.dataset.undo} ` : toasts.dataset.close);
    button.type = "button";
    if (undo) {
      button.append(made("span", "kbd kbd--on", "Z"));
      button.dataset.undoNow = "";
      button.addEventListener("click", () => { box.remove(); htmx.ajax("POST", url, { values: { token: undo }, swap: "none", source: document.body }); });
    } else button.dataset.close = "";
    box.append(made("span", "", text), button);
    if (undo) {
      box.append(made("span", "toast__timer", ""));
      box.lastChild.style.animationDuration = `${seconds}s`;
    }
    toasts.replaceChildren(box);
    const leave = () => box.contains(document.activeElement) ? setTimeout(leave, 1000) : box.remove();
    setTimeout(leave, (undo ? seconds : 10) * 1000);
  };
  document.addEventListener("toast", (event) => toast(event.detail?.value ?? event.detail));

  // Work: the dialog opens with what was put into it, and what has changed closes it; the row that takes a place has the focus.
  const ITEM = "[data-item]";
  let place = null;
  const keepPlace = () => {
    const row = document.activeElement?.closest(ITEM);
    place = row && row.closest("#today") ? { id: row.id, at: all(ITEM).indexOf(row) } : null;
  };
  document.addEventListener("workchanged", () => one("#work-dialog")?.close());
  document.addEventListener("htmx:beforeSwap", (event) => { if (event.target.id === "today") keepPlace(); });
  document.addEventListener("htmx:afterSwap", (event) => {
    // At once, not when htmx settles: somebody may press the next key before that.
    if (event.target.id === "work-dialog" || event.target.id === "today") htmx.process(event.target);
    if (event.target.id === "work-dialog") openDialog("work-dialog");
    if (event.target.id !== "today") return;
    countPicked();
    if (!place) return;
    const rows = all(ITEM), row = document.getElementById(place.id) ?? rows[Math.min(place.at, rows.length - 1)];
    (row ? one("a.queue-row__main, a, button", row) : one("#queue-h"))?.focus();
  });
  const picked = () => all('[form="picked"]:checked');
  const countPicked = () => { const shown = one("[data-picked-count]"); if (shown) shown.textContent = picked().length.toLocaleString(root.lang); };
  document.addEventListener("change", (event) => { if (event.target.matches?.('[form="picked"]')) countPicked(); });
  document.addEventListener("reset", () => setTimeout(countPicked));
  // The keys act on what is chosen, else on the row with the focus, else on the one thing that the page is about.
  const worked = () => document.activeElement?.closest(ITEM) ?? one("[data-item-here]");
  const act = (what) => {
    const control = picked().length ? one(`#picked [data-work="${what}"]`) : worked()?.querySelector(`[data-work="${what}"]`);
    control?.click();
    return Boolean(control);
  };
  const take = () => {
    const url = one("[data-take]")?.dataset.take, row = worked();
    const items = picked().length ? picked().map((box) => box.value) : row ? [row.dataset.item ?? row.dataset.itemHere] : [];
    if (!url || !items.length) return false;
    htmx.ajax("POST", url, { values: { item: items, to: "me" }, swap: "none", source: document.body });
    return true;
  };
  document.addEventListener("htmx:responseError", () => toast(toasts?.dataset.failed));
  document.addEventListener("htmx:sendError", () => toast(toasts?.dataset.offline));
  document.addEventListener("htmx:load", (event) => tick(event.detail.elt));
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target.id === "detail") { showPane("detail"); event.target.scrollTop = 0; } });
  // The row of what is read is marked by what is read, not by the address: a list that comes late gives the page its own.
  const markRead = () => {
    const shown = one(".split #detail")?.dataset.liveHref;
    if (!shown) return;
    const path = new URL(shown, location.href).pathname;
    all(".split__list a.list-row").forEach((row) => { if (new URL(row.href).pathname === path) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current"); });
  };
  document.addEventListener("htmx:afterSettle", markRead);
  document.addEventListener("live:swapped", markRead);

  document.addEventListener("desk:back", () => { if (one(".split[data-view=detail]")) showPane("list"); });
  // Letters that no control is marked with belong to the row where the cursor is, or to those that are picked.
  document.addEventListener("desk:key", (event) => {
    const done = { KeyA: () => act("assign"), KeyI: take, KeyS: () => act("snooze"), KeyZ: () => { const undo = one("[data-undo-now]"); undo?.click(); return undo; } }[event.detail];
    if (done?.()) event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => { nameTheme(); tick(); one("[role=alert][tabindex], [aria-invalid=true]")?.focus(); });
})();
