/* What every page does in the browser: theme, menus, dialogs, deadlines that go on, the keyboard, messages of failure.
   Letters are matched by event.code (works on ЙЦУКЕН and while Pinyin is on) and never during IME composition. */
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
  const toast = (text) => {
    if (!toasts || !text) return;
    const box = document.createElement("div"), said = document.createElement("span"), close = document.createElement("button");
    box.className = "toast"; said.textContent = text; close.className = "btn btn--s"; close.type = "button"; close.dataset.close = "";
    close.textContent = toasts.dataset.close;
    box.append(said, close); toasts.replaceChildren(box);
    setTimeout(() => box.remove(), 10000);
  };
  document.addEventListener("toast", (event) => toast(event.detail?.value ?? event.detail));
  document.addEventListener("htmx:responseError", () => toast(toasts?.dataset.failed));
  document.addEventListener("htmx:sendError", () => toast(toasts?.dataset.offline));
  document.addEventListener("htmx:load", (event) => tick(event.detail.elt));
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target.id === "detail") { showPane("detail"); event.target.scrollTop = 0; } });
  document.addEventListener("htmx:pushedIntoHistory", () => all(".split__list a[aria-current]").concat(all(".split__list a")).forEach((row) => {
    if (row.getAttribute("href") === location.pathname + location.search) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
  }));

  // The keyboard. Single letters can be switched off (WCAG 2.1.4).
  const letters = one("[data-letters]");
  const LETTERS_OFF = "letters-off";
  if (letters) {
    letters.checked = !localStorage.getItem(LETTERS_OFF);
    letters.addEventListener("change", () => letters.checked ? localStorage.removeItem(LETTERS_OFF) : localStorage.setItem(LETTERS_OFF, "1"));
  }
  const ROWS = "a.queue-row__main, .split__list a.list-row, .row-link";
  let afterG = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") { const find = one("#find"); if (find) { event.preventDefault(); find.select(); find.focus(); } return; }
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
    if (event.key === "?" || (event.shiftKey && event.code === "Slash")) { event.preventDefault(); openDialog("shortcuts"); return; }
    if (event.key === "Escape" && one(".split[data-view=detail]")) { showPane("list"); return; }
    if (localStorage.getItem(LETTERS_OFF) || event.shiftKey) return;
    if (event.timeStamp - afterG < 1500) {
      const link = one(`[data-go="${event.code}"]`);
      afterG = -Infinity;
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    if (event.code === "KeyG") { afterG = event.timeStamp; return; }
    if (event.code === "KeyJ" || event.code === "KeyK") {
      const rows = all(ROWS), at = rows.indexOf(document.activeElement), step = event.code === "KeyJ" ? 1 : -1;
      rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
    }
  });

  document.addEventListener("DOMContentLoaded", () => { nameTheme(); tick(); one("[role=alert][tabindex], [aria-invalid=true]")?.focus(); });
})();
