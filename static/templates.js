/* Reply templates in a composer: behind the button [data-templates] and by / (also 、 of Pinyin, and the Slash key where nothing is
   written yet). They are put in at the cursor, one after another; what is missing is a gap, and Tab goes to the next one. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const PAUSE = 120;
  const GAP = /⟦[^⟦⟧\n]{0,60}⟧/g;
  const HAN = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;
  const composerOf = (element) => element?.closest?.("[data-composer]");
  const fieldOf = (composer) => one(".composer__text", composer);
  const menuOf = (composer) => one("[data-template-menu]", composer);
  const isComposing = (event) => event.isComposing || event.keyCode === 229;
  let open = null;

  const options = () => [...open.menu.querySelectorAll("[role=option]:not([aria-disabled])")];
  const choose = (option) => {
    options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
    if (option) { open.find.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); } else open.find.removeAttribute("aria-activedescendant");
  };
  const load = async () => {
    const { composer, find, menu } = open;
    open.asking?.abort();
    const asking = (open.asking = new AbortController());
    const address = new URL(composer.dataset.pick, location.href);
    address.searchParams.set("q", find.value);
    if (!address.searchParams.get("subject") && composer.dataset.subject) address.searchParams.set("subject", composer.dataset.subject);
    if (!address.searchParams.get("lang")) address.searchParams.set("lang", composer.dataset.language || fieldOf(composer).lang);
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok || !open || open.composer !== composer) return;
      one("[role=listbox]", menu).innerHTML = await answer.text();
      choose(options()[0]);
    } catch { /* Another letter asks again. */ }
  };
  const show = (composer, typed = "") => {
    const menu = menuOf(composer), field = fieldOf(composer);
    if (!menu || !composer.dataset.pick) return false;
    close(false);
    open = { composer, menu, find: one("[data-template-find]", menu), typed, from: field.selectionStart, to: field.selectionEnd, timer: 0, asking: null };
    menu.hidden = false;
    one("[data-templates]", composer)?.setAttribute("aria-expanded", "true");
    open.find.value = "";
    open.find.focus();
    load();
    return true;
  };
  const close = (refocus = true) => {
    if (!open) return;
    const { composer, menu, asking, timer, from, to } = open;
    open = null;
    clearTimeout(timer);
    asking?.abort();
    menu.hidden = true;
    one("[data-templates]", composer)?.setAttribute("aria-expanded", "false");
    if (refocus) { fieldOf(composer).focus(); fieldOf(composer).setSelectionRange(from, to); }
  };

  // The browser's own insertion can be undone with Ctrl Z; where it refuses, the text is put in all the same.
  const put = (field, text) => {
    field.focus();
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const insert = (option) => {
    const { composer, from, to } = open, field = fieldOf(composer);
    close();
    const before = field.value[from - 1] || "", text = before && !/\s/.test(before) && !HAN.test(before) ? ` ${option.dataset.text}` : option.dataset.text;
    field.setSelectionRange(from, to);
    put(field, text);
    toGap(field, from, from + text.length);
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    const address = new URL(composer.dataset.pick, location.href);
    fetch(address.pathname.replace(/pick\/$/, `${option.dataset.id}/use/`), { method: "POST", headers, keepalive: true }).catch(() => {});
  };
  const gapsOf = (field) => [...field.value.matchAll(GAP)].map((hit) => [hit.index, hit.index + hit[0].length]);
  const toGap = (field, from, until = Infinity) => {
    const gap = gapsOf(field).find(([start, end]) => start >= from && end <= until);
    if (gap) field.setSelectionRange(gap[0], gap[1]);
    return Boolean(gap);
  };

  const mayOpen = (field) => {
    const before = field.value.slice(0, field.selectionStart);
    return before === "" || /\s$/.test(before) || HAN.test(before.at(-1));
  };
  document.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    const field = event.target;
    if (open && field === open.find) { inMenu(event); return; }
    if (!field.matches?.(".composer__text") || event.ctrlKey || event.metaKey || event.altKey) return;
    const composer = composerOf(field);
    if (!composer) return;
    const isSlash = event.key === "/" || event.key === "、" || (event.code === "Slash" && !event.shiftKey && !field.value);
    if (isSlash && mayOpen(field) && show(composer, event.key)) { event.preventDefault(); return; }
    if (event.key !== "Tab") return;
    const [from, to] = [field.selectionStart, field.selectionEnd];
    if (event.shiftKey) {
      const gap = gapsOf(field).findLast(([, end]) => end <= from);
      if (gap) { event.preventDefault(); field.setSelectionRange(gap[0], gap[1]); }
    } else if (toGap(field, to)) event.preventDefault();
  });
  // With Pinyin on, the key itself says nothing; what it is about to write does.
  document.addEventListener("beforeinput", (event) => {
    if (event.isComposing || event.data !== "、" || !event.target.matches?.(".composer__text")) return;
    const composer = composerOf(event.target);
    if (composer && mayOpen(event.target) && show(composer, "、")) event.preventDefault();
  });
  const inMenu = (event) => {
    const every = options(), at = every.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && every.length) { event.preventDefault(); choose(every[(at + step + every.length) % every.length]); }
    if (event.key === "Enter") { event.preventDefault(); if (every[at]) insert(every[at]); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); }
    if (open && open.typed && !open.find.value && event.key === open.typed) {
      // The same sign again: it was meant to be written.
      event.preventDefault();
      const { composer, typed } = open;
      close();
      put(fieldOf(composer), typed);
    }
  };
  document.addEventListener("input", (event) => {
    if (!open || event.target !== open.find || event.isComposing) return;
    clearTimeout(open.timer);
    open.timer = setTimeout(load, PAUSE);
  });
  document.addEventListener("compositionend", (event) => { if (open && event.target === open.find) { clearTimeout(open.timer); open.timer = setTimeout(load, PAUSE); } });
  document.addEventListener("mousedown", (event) => { if (event.target.closest?.("[data-template-menu] [role=option]")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-templates]"), option = event.target.closest?.("[data-template-menu] [role=option]:not([aria-disabled])");
    if (opener) { const composer = composerOf(opener); if (open?.composer === composer) close(); else if (composer) show(composer); return; }
    if (option && open) { insert(option); return; }
    const variable = event.target.closest?.("[data-insert]"), composer = variable && composerOf(variable);
    if (composer) { put(fieldOf(composer), variable.dataset.insert); return; }
    if (open && !event.target.closest?.("[data-template-menu]")) close(false);
  });
  document.addEventListener("focusin", (event) => { if (open && !event.target.closest?.("[data-template-menu]") && event.target !== one("[data-templates]", open.composer)) close(false); });
})();
