/* The keyboard of every page. A page marks its controls: data-key="KeyE", "Shift+KeyA", "Ctrl+Enter"; the key presses the control, or
   puts the cursor into it where it is a field. Keys are matched by event.code (works on ЙЦУКЕН and while Pinyin is on), never during IME
   composition, single letters never while typing. Letters can be switched off (WCAG 2.1.4). */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const LETTERS_OFF = "letters-off";
  const ROWS = "a.queue-row__main, .split__list a.list-row, .inbox__list a.list-row, .row-link";
  const CHORD = 1500;
  const FIELDS = "input, textarea, select, [contenteditable]";
  let afterG = -Infinity;

  const combination = (event) => `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${event.code === "NumpadEnter" ? "Enter" : event.code}`;
  const isThere = (element) => element.getClientRects().length > 0 && !element.disabled;
  // What belongs to the part where the cursor is comes first: a page may have two composers. Of what lies behind a dialog only the palette.
  const controlOf = (keys, from) => {
    const marked = all(`[data-key~="${CSS.escape(keys)}"]`).filter(isThere), near = from.closest?.("form, [data-composer], dialog");
    return marked.find((control) => near?.contains(control)) || marked.find((control) => !one("dialog[open]") || control.closest("dialog[open]") || control.dataset.open === "palette");
  };
  const press = (control) => { if (control.matches(FIELDS)) { control.focus(); control.select?.(); } else control.click(); };

  // Nowhere yet: to the row that is open, else to the first.
  const step = (by) => {
    const rows = all(ROWS).filter(isThere), at = rows.indexOf(document.activeElement);
    const to = at < 0 ? Math.max(0, rows.findIndex((row) => row.hasAttribute("aria-current"))) : Math.max(0, Math.min(rows.length - 1, at + by));
    rows[to]?.focus();
  };
  const letter = (event) => {
    if (event.timeStamp - afterG < CHORD) {
      const link = one(`[data-go="${CSS.escape(event.code)}"]`);
      afterG = -Infinity;
      link?.click();
      return Boolean(link);
    }
    if (event.code === "KeyG") { afterG = event.timeStamp; return false; }
    if (event.code === "KeyJ" || event.code === "KeyK") { step(event.code === "KeyJ" ? 1 : -1); return true; }
    return false;
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const keys = combination(event), target = event.target, typing = Boolean(target.closest?.(FIELDS)) && !target.matches("[type=checkbox], [type=radio]");
    if (keys === "Enter" && document.body.hasAttribute("data-enter-sends") && target.matches("[data-composer] .composer__text")) {
      const send = controlOf("Ctrl+Enter", target);
      if (send) { event.preventDefault(); press(send); }
      return;
    }
    if (keys.startsWith("Ctrl+") || keys.startsWith("Alt+")) {
      const control = controlOf(keys, target);
      if (control) { event.preventDefault(); press(control); }
      return;
    }
    if (typing || one("dialog[open]")) return;
    if (event.key === "?" || keys === "Shift+Slash") { event.preventDefault(); one('[data-open="shortcuts"]')?.click(); return; }
    if (event.key === "Escape") { document.dispatchEvent(new CustomEvent("desk:back")); return; }
    if (localStorage.getItem(LETTERS_OFF)) return;
    if (!event.shiftKey && letter(event)) { event.preventDefault(); return; }
    if (event.code === "KeyG" && !event.shiftKey) return;
    const control = controlOf(keys, target);
    if (control) { event.preventDefault(); press(control); return; }
    if (!document.dispatchEvent(new CustomEvent("desk:key", { detail: keys, cancelable: true }))) event.preventDefault();
  });

  // The list of keys says what this page offers, in the words of its controls.
  const names = { Slash: "/", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" };
  const named = (keys) => keys.split("+").map((key) => names[key] || key.replace(/^(?:Key|Digit)/, ""));
  const said = (control) => control.dataset.keyLabel || control.getAttribute("aria-label") || one(`label[for="${CSS.escape(control.id || "-")}"]`)?.textContent || control.textContent;
  const list = () => {
    const place = one("[data-keys-here]"), seen = new Set();
    if (!place) return;
    place.replaceChildren(...all("[data-key]").filter((control) => !control.closest("dialog") && control.dataset.open !== "palette").flatMap((control) => {
      const label = said(control).replace(/\s+/g, " ").trim(), keys = control.dataset.key;
      if (!label || seen.has(keys)) return [];
      seen.add(keys);
      const row = document.createElement("div"), words = document.createElement("span"), caps = document.createElement("span");
      words.textContent = label;
      caps.className = "nowrap";
      caps.append(...named(keys).flatMap((name, place) => { const cap = document.createElement("span"); cap.className = "kbd"; cap.textContent = name; return place ? [" ", cap] : [cap]; }));
      row.append(words, caps);
      return [row];
    }));
  };
  document.addEventListener("click", (event) => { if (event.target.closest?.('[data-open="shortcuts"]')) list(); }, true);

  const letters = one("[data-letters]");
  if (letters) {
    letters.checked = !localStorage.getItem(LETTERS_OFF);
    letters.addEventListener("change", () => letters.checked ? localStorage.removeItem(LETTERS_OFF) : localStorage.setItem(LETTERS_OFF, "1"));
  }
})();
