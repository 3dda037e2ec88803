/* The form of a public answer: nothing typed is lost, nothing is sent twice, and who writes is shown to the others.
   Works on the form[data-answer] that is on the page now or comes later. It stands inside a part that follows the log and is kept there
   (data-live-keep); what is around it, [data-answering], says in data-closed whether there is anything left to answer. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const SAVE_AFTER = 1000, HOLD_EVERY = 15000, AWAY_AFTER = 60000, PATIENCE = 20000;
  const states = new WeakMap();
  const FORM = "form[data-answer]";
  const here = () => one(FORM);
  const boxOf = (form) => form.closest("[data-answering]");
  const part = (form, name) => one(`[data-${name}]`, boxOf(form));
  const field = (form) => form.elements.text;
  const path = (form) => new URL(form.action).pathname;
  const address = (form, rest) => path(form) + rest + form.dataset.query;
  const kept = (form) => `draft:${form.dataset.me}:${path(form)}`;
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  // A browser that keeps nothing still has the server's draft.
  const write = (name, value) => { try { value === null ? localStorage.removeItem(name) : localStorage.setItem(name, JSON.stringify(value)); } catch { /* full or forbidden */ } };
  const newKey = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

  // An answer of the server: its status and what it told; status 0 where it did not answer.
  const post = async (form, url, body) => {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(url, { method: "POST", body, signal: stop.signal, redirect: "manual", headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } });
      if (answer.type === "opaqueredirect" || answer.status >= 500) return { status: 0, told: {} };
      return { status: answer.status, told: answer.status === 204 ? {} : await answer.json().catch(() => ({})) };
    } catch { return { status: 0, told: {} }; } finally { clearTimeout(timer); }
  };

  // ── What is said about it ──
  const callout = (tone, strong, text) => {
    const made = document.createElement("div"), words = document.createElement("p"), bold = document.createElement("b");
    made.className = `callout callout--${tone} mb-3`; made.setAttribute("role", "alert");
    bold.textContent = strong; words.append(bold, text ? ` ${text}` : ""); made.append(words);
    return made;
  };
  const refuse = (form, sentence, hint) => part(form, "refused").replaceChildren(callout("late", sentence, hint));
  const clearWords = (form) => { part(form, "refused").replaceChildren(); part(form, "newer").replaceChildren(); };
  const showNewer = (form, told) => {
    const list = document.createElement("div");
    list.className = "composer__newer mb-3"; list.innerHTML = told.html || "";
    part(form, "newer").replaceChildren(callout("soon", told.sentence), ...(list.children.length ? [list] : []));
    // It was shown: the next Send knows of it.
    if (told.seen) form.elements.seen.value = told.seen;
  };
  const grow = (text) => { text.style.height = "auto"; text.style.height = `${text.scrollHeight}px`; };
  const setText = (form, text) => {
    field(form).value = text; grow(field(form));
    // The checks of the text look at it as if it had been typed.
    field(form).dispatchEvent(new Event("input", { bubbles: true }));
  };

  // ── Drafts: at once in this browser, a second later on the server; the browser's goes when the server has it ──
  const later = (form) => { states.get(form).saving ||= setTimeout(() => save(form), SAVE_AFTER); };
  const settle = (form) => { const state = states.get(form); state.dirty = false; clearTimeout(state.saving); state.saving = 0; };
  const remember = (form) => { states.get(form).dirty = true; write(kept(form), { text: field(form).value, version: Number(form.elements.draft.value) }); };
  const save = async (form) => {
    const state = states.get(form);
    clearTimeout(state.saving);
    state.saving = 0;
    if (state.conflict || state.busy || !state.dirty) return;
    const text = field(form).value;
    state.busy = true; state.dirty = false;
    const { status, told } = await post(form, address(form, "draft/"), new URLSearchParams({ text, version: form.elements.draft.value }));
    state.busy = false;
    if (status === 200) {
      form.elements.draft.value = told.version;
      if (field(form).value === text) write(kept(form), null); else remember(form);
    } else if (status === 409) offer(form, told);
    else if (status === 422) refuse(form, told.sentence, told.hint);
    else state.dirty = true;
    if (state.dirty && status) later(form);
  };
  const offer = (form, told) => {
    const place = part(form, "offer");
    states.get(form).conflict = told;
    one("[data-offered]", place).textContent = told.text.length > 200 ? `${told.text.slice(0, 200)}…` : told.text;
    place.hidden = false;
  };
  const settleOffer = (form, take) => {
    const state = states.get(form), told = state.conflict;
    part(form, "offer").hidden = true; state.conflict = null;
    if (!told) return;
    form.elements.draft.value = told.version;
    if (take) { setText(form, told.text); write(kept(form), null); settle(form); } else { remember(form); save(form); }
  };
  const restore = (form) => {
    const found = read(kept(form)), server = field(form).value, version = Number(form.elements.draft.value);
    if (!found || typeof found.text !== "string" || found.text === server) { write(kept(form), null); return; }
    setText(form, found.text);
    if (found.version !== version && version) offer(form, { text: server, version });
  };

  // ── The lease ──
  const hold = async (form, over = false) => {
    const state = states.get(form);
    if (!over && Date.now() - state.held < HOLD_EVERY) return;
    state.held = Date.now();
    const { status, told } = await post(form, address(form, "hold/"), over ? new URLSearchParams({ over: "1" }) : new URLSearchParams());
    if (status === 200 && form.isConnected) { const made = document.createElement("template"); made.innerHTML = told.html; part(form, "holder").replaceWith(made.content); }
  };
  const letGo = (form) => {
    const state = states.get(form);
    if (!state?.held) return;
    state.held = 0;
    navigator.sendBeacon(address(form, "let-go/"), new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value }));
  };

  // ── Sending ──
  const send = async (form) => {
    const state = states.get(form), text = field(form).value;
    if (state.sending) return;
    if (!text.trim()) { field(form).focus(); return; }
    if (!navigator.onLine) { refuse(form, form.dataset.sayOffline); return; }
    settle(form); clearWords(form);
    // The same key until it is known what became of it: should the first have arrived after all, it is the same answer.
    state.key ||= newKey();
    state.sending = true;
    one("[data-send]", form).setAttribute("aria-busy", "true");
    const body = new URLSearchParams({ key: state.key, text, seen: form.elements.seen.value, draft: form.elements.draft.value, reason: form.elements.reason?.value ?? "" });
    const { status, told } = await post(form, form.action, body);
    state.sending = false;
    one("[data-send]", form).removeAttribute("aria-busy");
    if (status) state.key = "";
    if (status === 200) { arrived(form, told, text); return; }
    write(kept(form), { text, version: Number(form.elements.draft.value) });
    if (!form.isConnected) { document.dispatchEvent(new CustomEvent("toast", { detail: told.sentence || form.dataset.sayFailed })); return; }
    if (status === 409) showNewer(form, told); else refuse(form, told.sentence || form.dataset.sayFailed, told.hint);
    remember(form); later(form);
    field(form).focus();
  };
  const arrived = (form, told, text) => {
    states.get(form).held = 0;
    write(kept(form), null);
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: told.said, undo: told.back ? String(told.answer) : "", url: told.back, seconds: told.seconds } }));
    if (!form.isConnected) return;
    if (field(form).value === text) { setText(form, ""); settle(form); write(kept(form), null); boxOf(form).hidden = true; }
    form.elements.draft.value = 0;
    if (form.elements.reason) form.elements.reason.value = "";
    document.dispatchEvent(new CustomEvent("composer:done", { detail: { about: form.dataset.answer, next: told.next } }));
  };
  // The next one by deadline is opened, in its row where the list has it.
  document.addEventListener("composer:done", ({ detail }) => {
    if (!detail?.next) { one("#detail")?.focus({ preventScroll: true }); return; }
    const next = new URL(detail.next, location.href), row = all(".split__list a.list-row").find((link) => new URL(link.href).pathname === next.pathname);
    if (row) row.click(); else location.assign(next);
  });
  document.addEventListener("answerback", ({ detail }) => {
    const form = here();
    // Somebody who is at the next review by now goes back to where the text is.
    if (form?.dataset.answer !== detail.about) { location.assign(detail.page); return; }
    const now = field(form).value;
    form.elements.draft.value = detail.draft;
    boxOf(form).hidden = false;
    setText(form, now && !detail.text.includes(now) ? `${detail.text}\n\n${now}` : detail.text);
    if (field(form).value === detail.text) { settle(form); write(kept(form), null); }
    field(form).focus();
  });

  // ── The page around it was drawn anew ──
  const follow = () => {
    const form = here(), box = form && boxOf(form);
    if (!form || !states.has(form)) return;
    const { closed, failed } = box.dataset, text = field(form);
    if (!text.value.trim()) {
      form.elements.seen.value = box.dataset.seen;
      if (!closed && failed) { setText(form, failed); settle(form); write(kept(form), null); }
      if (closed) box.hidden = true; else clearWords(form);
    } else if (closed) {
      box.hidden = false;
      if (!part(form, "newer").children.length && !states.get(form).sending) part(form, "refused").replaceChildren(callout("soon", closed));
    }
  };
  document.addEventListener("live:swapped", follow);

  // ── A form comes onto the page ──
  const begin = () => all(FORM).forEach((form) => {
    if (states.has(form)) return;
    states.set(form, { saving: 0, dirty: false, busy: false, conflict: null, held: 0, key: "", sending: false });
    restore(form);
    if (field(form).value) boxOf(form).hidden = false;
    grow(field(form));
  });
  document.addEventListener("DOMContentLoaded", begin);
  document.addEventListener("htmx:load", begin);
  const leave = () => { const form = here(); if (form && states.has(form)) { save(form); letGo(form); } };
  document.addEventListener("htmx:beforeSwap", (event) => { if (here() && event.detail.target.contains(here())) leave(); });
  addEventListener("pagehide", leave);
  addEventListener("online", () => { const form = here(); if (form && states.has(form)) save(form); });

  const ours = (event) => { const form = event.target.closest?.(FORM); return form && states.has(form) ? form : null; };
  document.addEventListener("input", (event) => {
    const form = ours(event);
    if (!form || event.target !== field(form)) return;
    grow(event.target); remember(form); later(form);
    if (event.isTrusted) hold(form);
  });
  document.addEventListener("focusin", (event) => {
    const form = ours(event);
    if (form && event.target === field(form)) { clearTimeout(states.get(form).away); hold(form); }
  });
  document.addEventListener("focusout", (event) => {
    const form = ours(event);
    if (!form || event.target !== field(form)) return;
    save(form);
    states.get(form).away = setTimeout(() => letGo(form), AWAY_AFTER);
  });
  document.addEventListener("submit", (event) => {
    const form = ours(event);
    if (!form || event.target !== form) return;
    event.preventDefault();
    send(form);
  });
  document.addEventListener("click", (event) => {
    const form = here(), button = event.target.closest?.("button");
    if (!form || !button || !states.has(form) || !boxOf(form).contains(button)) return;
    if ("takeOver" in button.dataset) { hold(form, true); field(form).focus(); }
    if ("offerTake" in button.dataset) settleOffer(form, true);
    if ("offerKeep" in button.dataset) settleOffer(form, false);
  });
  // E: what is open is left as it is, and the next one in the list is opened.
  document.addEventListener("desk:key", (event) => {
    if (event.detail !== "KeyE") return;
    const rows = all(".split__list a.list-row"), next = rows[rows.findIndex((row) => row.hasAttribute("aria-current")) + 1];
    if (next) { event.preventDefault(); next.click(); }
  });
  // The lines of who is writing go out by themselves when their page stops saying so.
  setInterval(() => all("[data-holder] [data-until]").forEach((line) => { if (Date.parse(line.dataset.until) < Date.now()) line.remove(); }), 5000);
})();
