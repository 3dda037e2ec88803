/* The composer of a conversation: nothing typed is lost, nothing is sent twice, and who writes is shown to the others.
   Works on the form[data-composer][data-thread] that is on the page now or comes later. What the page around it gives: an element
   [data-thread-log] or #messages whose messages carry their arrival in data-message, and ids m<number>; what it is told: the events
   composer:sent, composer:done, composer:changed, with {thread, message}. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const SAVE_AFTER = 1000, HOLD_EVERY = 15000, AWAY_AFTER = 60000, PATIENCE = 20000;
  const LETTERS_OFF = "letters-off";
  const states = new WeakMap();
  const COMPOSER = "form[data-composer][data-thread]";
  const composer = () => one(COMPOSER);
  const address = (form, path) => form.dataset.base.replace(/composer\/$/, path) + form.dataset.query;
  const token = (form) => form.elements.csrfmiddlewaretoken.value;
  const kept = (form) => `draft:${form.dataset.me}:${form.dataset.base}`;
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  // A browser that keeps nothing still has the server's draft.
  const write = (name, value) => { try { value === null ? localStorage.removeItem(name) : localStorage.setItem(name, JSON.stringify(value)); } catch { /* full or forbidden */ } };
  const newKey = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  const fill = (box, html) => { const made = document.createElement("template"); made.innerHTML = html; box.replaceChildren(made.content); window.htmx?.process(box); };

  // An answer of the server: its status and what it told; status 0 where it did not answer.
  const post = async (form, url, body) => {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(url, { method: "POST", body, signal: stop.signal, headers: { Accept: "application/json", "X-CSRFToken": token(form) }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status >= 500) return { status: 0, told: {} };
      return { status: answer.status, told: answer.status === 204 ? {} : await answer.json().catch(() => ({})) };
    } catch { return { status: 0, told: {} }; } finally { clearTimeout(timer); }
  };

  // ── Messages of our own: toast with a way back, refusals, what is newer ──
  const toast = (form, text, undo) => {
    const region = one("#toasts");
    if (!region) return;
    const box = document.createElement("div"), said = document.createElement("span");
    box.className = "toast"; said.textContent = text; box.append(said);
    if (undo) {
      const button = document.createElement("button"), line = document.createElement("span");
      button.type = "button"; button.className = "btn btn--s"; button.dataset.undo = ""; button.textContent = form.dataset.sayUndo;
      button.addEventListener("click", () => { box.remove(); undo(); });
      line.className = "toast__timer"; box.append(button, line);
    }
    region.replaceChildren(box);
    setTimeout(() => box.remove(), undo ? Number(form.dataset.seconds) * 1000 : 5000);
  };
  const box = (form, name) => one(`[data-${name}]`, form.closest("[data-composer-box]"));
  const refuse = (form, sentence, hint = "") => {
    const place = box(form, "refused"), callout = document.createElement("div"), text = document.createElement("p"), strong = document.createElement("b");
    callout.className = "callout callout--late"; callout.setAttribute("role", "alert");
    strong.textContent = sentence; text.append(strong, ` ${hint}`); callout.append(text);
    place.replaceChildren(callout);
  };
  const clearWords = (form) => { box(form, "refused").replaceChildren(); box(form, "newer").replaceChildren(); };
  const showNewer = (form, told) => {
    const place = box(form, "newer"), callout = document.createElement("div"), text = document.createElement("p"), list = document.createElement("div");
    callout.className = "callout callout--soon"; callout.setAttribute("role", "alert"); text.textContent = told.sentence; callout.append(text);
    list.className = "composer__newer"; fill(list, told.html || "");
    place.replaceChildren(callout, list);
    if (told.seen) form.elements.seen.value = Math.max(Number(form.elements.seen.value), told.seen);
    document.dispatchEvent(new CustomEvent("composer:changed", { detail: { thread: form.dataset.thread } }));
  };

  // ── The text ──
  const field = (form) => form.elements.text;
  const grow = (text) => { text.style.height = "auto"; text.style.height = `${text.scrollHeight}px`; };
  const setText = (form, text) => {
    field(form).value = text; grow(field(form));
    // The checks of the text look at it as if it had been typed.
    field(form).dispatchEvent(new Event("input", { bubbles: true }));
  };
  const isNote = (form) => form.elements.mode.checked;

  // ── Drafts: at once in this browser, a second later on the server; the browser's goes when the server has it ──
  const later = (form) => { states.get(form).saving ||= setTimeout(() => save(form), SAVE_AFTER); };
  const settle = (form) => { const state = states.get(form); state.dirty = false; clearTimeout(state.saving); state.saving = 0; };
  const save = async (form) => {
    const state = states.get(form);
    clearTimeout(state.saving);
    state.saving = 0;
    if (isNote(form) || state.conflict || state.busy || !state.dirty) return;
    const text = field(form).value;
    state.busy = true; state.dirty = false;
    const { status, told } = await post(form, address(form, "draft/"), new URLSearchParams({ text, version: form.elements.draft.value }));
    state.busy = false;
    if (status === 200) {
      form.elements.draft.value = told.version;
      if (field(form).value === text) write(kept(form), null); else { remember(form); }
    } else if (status === 409) offer(form, told);
    else if (status === 422) refuse(form, told.sentence, told.hint);
    else { state.dirty = true; }
    if (state.dirty && status) later(form);
  };
  const remember = (form) => { states.get(form).dirty = true; if (!isNote(form)) write(kept(form), { text: field(form).value, version: Number(form.elements.draft.value) }); };
  const offer = (form, told) => {
    const state = states.get(form), place = box(form, "offer");
    state.conflict = told;
    one("[data-offered]", place).textContent = told.text.length > 200 ? `${told.text.slice(0, 200)}…` : told.text;
    place.hidden = false;
  };
  const settleOffer = (form, take) => {
    const state = states.get(form), told = state.conflict;
    box(form, "offer").hidden = true; state.conflict = null;
    if (!told) return;
    form.elements.draft.value = told.version;
    if (take) { setText(form, told.text); write(kept(form), null); } else { remember(form); }
    save(form);
  };
  const restore = (form) => {
    const found = read(kept(form)), server = field(form).value, version = Number(form.elements.draft.value);
    if (!found || typeof found.text !== "string" || found.text === server) { write(kept(form), null); return; }
    if (found.version === version || !server) { setText(form, found.text); return; }
    setText(form, found.text);
    offer(form, { text: server, version });
  };

  // ── The lease ──
  const hold = async (form, over = false) => {
    const state = states.get(form);
    if (!over && Date.now() - state.held < HOLD_EVERY) return;
    state.held = Date.now();
    const { status, told } = await post(form, address(form, "hold/"), over ? new URLSearchParams({ over: "1" }) : new URLSearchParams());
    if (status === 200) { const made = document.createElement("template"); made.innerHTML = told.html; box(form, "holder").replaceWith(made.content); }
  };
  const letGo = (form) => {
    const state = states.get(form);
    if (!state?.held) return;
    state.held = 0;
    navigator.sendBeacon(address(form, "let-go/"), new URLSearchParams({ csrfmiddlewaretoken: token(form) }));
  };

  // ── Files ──
  const pick = async (form, files) => {
    const list = one("[data-files]", form);
    for (const file of files) {
      if (file.size > Number(form.dataset.largest)) { refuse(form, form.dataset.sayTooLarge.replace("{name}", file.name)); continue; }
      const row = document.createElement("li"), bar = document.createElement("progress"), chip = document.createElement("span");
      chip.className = "chip"; chip.textContent = file.name; bar.max = file.size; bar.setAttribute("aria-label", file.name); row.append(chip, bar); list.append(row);
      const { status, told } = await upload(form, file, bar);
      row.remove();
      if (status === 200) fill(list, told.html);
      else if (status === 422) refuse(form, told.sentence, told.hint);
      else refuse(form, form.dataset.sayFileFailed.replace("{name}", file.name));
    }
  };
  // fetch tells nothing of what has left already.
  const upload = (form, file, bar) => new Promise((done) => {
    const request = new XMLHttpRequest(), body = new FormData();
    body.append("pick", file);
    request.open("POST", address(form, "picked/"));
    request.setRequestHeader("Accept", "application/json"); request.setRequestHeader("X-CSRFToken", token(form));
    request.upload.addEventListener("progress", (event) => { bar.value = event.loaded; });
    request.addEventListener("loadend", () => { let told = {}; try { told = JSON.parse(request.responseText); } catch { /* no answer of ours */ } done({ status: request.status, told }); });
    request.send(body);
  });

  // ── Sending: the bubble is there at once, the server's takes its place ──
  const log = () => one("[data-thread-log]") ?? one("#messages");
  // Our own bubbles lie behind the log: what keeps the log current would take them away.
  const tray = () => {
    const found = one("[data-tray]"), place = log();
    if (found || !place) return found;
    const made = document.createElement("div");
    made.className = "thread__tray"; made.dataset.tray = "";
    if (place.id === "messages") place.after(made); else place.append(made);
    return made;
  };
  // What the log shows by now goes out of the tray.
  const sweep = () => { const own = one("[data-tray]"), place = log(); if (own && place?.id === "messages") [...own.children].forEach((row) => { const there = row.id ? `#${CSS.escape(row.id)}` : `[data-client-key="${CSS.escape(row.dataset.clientKey)}"]`; if (place.querySelector(there)) row.remove(); }); };
  document.addEventListener("live:swapped", sweep);
  document.addEventListener("htmx:afterSettle", sweep);
  const seen = (form) => Math.max(Number(form.elements.seen.value), ...[...(log()?.querySelectorAll("[data-message]") ?? [])].map((row) => Number(row.dataset.message)));
  const bubble = (form, job) => {
    const made = one("template[data-bubble]", form).content.firstElementChild.cloneNode(true);
    made.dataset.clientKey = job.key;
    one(".bubble", made).textContent = job.text || "📎";
    one("[data-what]", made).textContent = form.dataset.saySending;
    tray()?.append(made);
    made.scrollIntoView({ block: "nearest" });
    return made;
  };
  // What is not known to have arrived is kept in this browser: a page that is loaded again shows it as not sent.
  const unsent = (form) => `unsent:${form.dataset.me}:${form.dataset.base}`;
  const keepJob = (form, job) => write(unsent(form), [...(read(unsent(form)) ?? []), job]);
  const dropJob = (form, job) => { const left = (read(unsent(form)) ?? []).filter((other) => other.key !== job.key); write(unsent(form), left.length ? left : null); };
  const mark = (key) => one(`[data-client-key="${CSS.escape(key)}"]`);
  const start = (form, how) => {
    const text = field(form).value, files = [...form.querySelectorAll('[name="file"]')].map((input) => input.value);
    if (!text.trim() && !files.length) { field(form).focus(); return; }
    const job = { key: newKey(), text, how, files, note: isNote(form), later: form.elements.later.value, reason: form.elements.reason?.value ?? "", seen: seen(form), draft: form.elements.draft.value };
    settle(form);
    clearWords(form);
    one("#send-later")?.close?.();
    if (how !== "later") bubble(form, job);
    const kepts = one("[data-files]", form);
    job.filesHtml = kepts.innerHTML; kepts.replaceChildren();
    setText(form, ""); settle(form);
    if (form.elements.reason) form.elements.reason.value = "";
    write(kept(form), null); keepJob(form, job);
    box(form, "draft-note").textContent = "";
    run(form, job);
  };
  const run = async (form, job) => {
    const row = mark(job.key);
    if (row) { row.dataset.state = "sending"; one(".msg__meta", row).textContent = form.dataset.saySending; }
    if (!navigator.onLine) { waitForLine(form, job); return; }
    const body = new FormData();
    for (const [name, value] of [["key", job.key], ["text", job.text], ["how", job.how], ["seen", job.seen], ["draft", job.draft], ["later", job.later], ["reason", job.reason ?? ""]]) body.append(name, value);
    if (job.note) body.append("mode", "note");
    job.files.forEach((id) => body.append("file", id));
    const { status, told } = await post(form, form.action, body);
    if (status === 200) { arrived(form, job, told); return; }
    if (!form.isConnected) { notHere(form, job, status); return; }
    if (status === 0) { navigator.onLine ? failed(form, job) : waitForLine(form, job); return; }
    mark(job.key)?.remove();
    dropJob(form, job); giveBack(form, job);
    if (status === 409) showNewer(form, told); else refuse(form, told.sentence || form.dataset.sayFailed, told.hint);
    field(form).focus();
  };
  const arrived = (form, job, told) => {
    const made = document.createElement("template");
    made.innerHTML = told.html;
    const fresh = made.content.firstElementChild, there = fresh && document.getElementById(fresh.id), row = mark(job.key);
    dropJob(form, job);
    // Another conversation is open by now.
    if (!form.isConnected) { toast(form, form.dataset.saySent); return; }
    if (there && there !== row) row?.remove(); else if (row && fresh) row.replaceWith(fresh); else if (fresh && job.how !== "later") tray()?.append(fresh);
    states.get(form).held = 0;
    if (job.note) { toast(form, form.dataset.sayNoted); return; }
    if (told.later !== undefined) fill(box(form, "later"), told.later);
    form.elements.seen.value = Math.max(Number(form.elements.seen.value), told.arrival);
    if (!field(form).value) form.elements.draft.value = 0;
    const said = { done: form.dataset.sayDone, later: form.dataset.sayLater }[job.how] || form.dataset.saySent;
    toast(form, said, () => takeBack(form, told.message));
    document.dispatchEvent(new CustomEvent(job.how === "done" ? "composer:done" : "composer:sent", { detail: { thread: form.dataset.thread, message: told.message } }));
  };
  const giveBack = (form, job) => {
    const now = field(form).value;
    form.elements.mode.checked = job.note;
    if (form.elements.reason && job.reason) form.elements.reason.value = job.reason;
    const list = one("[data-files]", form);
    if (!list.children.length) fill(list, job.filesHtml);
    setText(form, now && now !== job.text ? `${job.text}\n\n${now}` : job.text);
    remember(form); later(form);
  };
  // The conversation was left meanwhile: what it was stays in this browser, and is there again when it is opened.
  const notHere = (form, job, status) => {
    if (status) { dropJob(form, job); write(kept(form), { text: job.text, version: Number(form.elements.draft.value) }); }
    toast(form, form.dataset.sayFailed);
  };
  const failed = (form, job) => {
    const row = mark(job.key) ?? bubble(form, job), meta = one(".msg__meta", row), said = document.createElement("span");
    row.dataset.state = "failed"; row.removeAttribute("aria-busy"); said.textContent = form.dataset.sayFailed;
    const button = (text, action) => { const made = document.createElement("button"); made.type = "button"; made.className = "btn btn--s"; made.textContent = text; made.addEventListener("click", action); return made; };
    // The same key: should the first have arrived after all, it is the same message.
    meta.replaceChildren(said, button(form.dataset.sayAgain, () => run(form, job)), button(form.dataset.sayEdit, () => { row.remove(); dropJob(form, job); giveBack(form, job); field(form).focus(); }));
  };
  const waitForLine = (form, job) => {
    const row = mark(job.key) ?? bubble(form, job);
    one(".msg__meta", row).textContent = form.dataset.sayWaits;
    addEventListener("online", () => run(form, job), { once: true });
  };
  const restored = (form, told) => {
    form.elements.draft.value = told.draft;
    if (told.files !== undefined) fill(one("[data-files]", form), told.files);
    if (told.later !== undefined) fill(box(form, "later"), told.later);
    const now = field(form).value;
    setText(form, now && !told.text.includes(now) ? `${told.text}\n\n${now}` : told.text);
    if (field(form).value !== told.text) { remember(form); later(form); } else { settle(form); write(kept(form), null); }
    field(form).focus();
  };
  const takeBack = async (form, message) => {
    const { status, told } = await post(form, address(form, `messages/${message}/take-back/`), new URLSearchParams());
    // Somebody who is at the next conversation by now goes back to where the text is.
    if (status === 200 && !form.isConnected) { location.assign(address(form, "")); return; }
    if (status === 200) { document.getElementById(`m${message}`)?.remove(); restored(form, told); toast(form, form.dataset.sayBack); changed(form); }
    else refuse(form, told.sentence || form.dataset.sayFailed, told.hint);
  };
  const changed = (form) => document.dispatchEvent(new CustomEvent("composer:changed", { detail: { thread: form.dataset.thread } }));

  // ── @ in a note ──
  const atWord = (text) => /(?:^|[\s(（,，。])[@＠]([^@＠\n]{0,40})$/.exec(text.value.slice(0, text.selectionStart));
  const mention = async (form) => {
    const menu = one("#mention-menu", form), found = isNote(form) ? atWord(field(form)) : null, state = states.get(form);
    if (!found) { menu.hidden = true; return; }
    state.people ??= fetch(address(form, "people/")).then((answer) => answer.json()).then((told) => told.people).catch(() => []);
    const begun = found[1].toLowerCase(), people = (await state.people).filter((who) => who.name.toLowerCase().includes(begun)).slice(0, 8);
    menu.replaceChildren(...people.map((who, place) => {
      const row = document.createElement("button"), name = document.createElement("span");
      row.type = "button"; row.className = "menu__item"; row.setAttribute("role", "option"); row.setAttribute("aria-selected", String(!place)); row.tabIndex = -1;
      name.textContent = who.name; row.append(name); row.addEventListener("click", () => name_(form, who.name));
      return row;
    }));
    menu.hidden = !people.length;
  };
  const name_ = (form, name) => {
    const text = field(form), found = atWord(text), from = text.selectionStart - (found ? found[1].length : 0);
    text.setRangeText(`${name} `, from, text.selectionStart, "end");
    one("#mention-menu", form).hidden = true;
    text.focus(); grow(text);
  };
  const inMenu = (event, form) => {
    const menu = one("#mention-menu", form);
    if (menu.hidden) return false;
    const rows = [...menu.children], at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) rows.forEach((row, place) => row.setAttribute("aria-selected", String(place === (at + step + rows.length) % rows.length)));
    else if (event.key === "Enter" || event.key === "Tab") rows[at].click();
    else if (event.key === "Escape") menu.hidden = true;
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const nameMode = (form) => {
    const note = isNote(form);
    one("[data-send-label]", form).textContent = note ? form.dataset.sayNote : navigator.onLine ? form.dataset.saySend : form.dataset.sayOnline;
    field(form).placeholder = note ? form.dataset.sayNoteHint : "";
  };

  // ── A composer comes onto the page ──
  const begin = (form) => {
    if (states.has(form)) return;
    states.set(form, { saving: 0, dirty: false, busy: false, conflict: null, held: 0, people: null });
    restore(form); grow(field(form)); nameMode(form);
    for (const job of read(unsent(form)) ?? []) mark(job.key) ? dropJob(form, job) : failed(form, job);
  };
  const beginAll = () => document.querySelectorAll(COMPOSER).forEach(begin);
  document.addEventListener("DOMContentLoaded", beginAll);
  document.addEventListener("htmx:load", beginAll);
  document.addEventListener("htmx:beforeSwap", (event) => { const form = composer(); if (form && states.has(form) && event.detail.target.contains(form)) { save(form); letGo(form); } });
  addEventListener("online", () => { const form = composer(); if (form) { nameMode(form); save(form); } });
  addEventListener("offline", () => { const form = composer(); if (form) nameMode(form); });
  addEventListener("pagehide", () => { const form = composer(); if (form) { save(form); letGo(form); } });

  const ours = (event) => event.target.closest?.(COMPOSER);
  document.addEventListener("input", (event) => {
    const form = ours(event);
    if (!form || event.target !== field(form) || !states.has(form)) return;
    grow(event.target); remember(form); later(form); mention(form);
    if (event.isTrusted) hold(form);
  });
  document.addEventListener("focusin", (event) => {
    const form = ours(event);
    if (form && event.target === field(form) && states.has(form)) { clearTimeout(states.get(form).away); hold(form); }
  });
  document.addEventListener("focusout", (event) => {
    const form = ours(event);
    if (!form || event.target !== field(form) || !states.has(form)) return;
    save(form);
    states.get(form).away = setTimeout(() => letGo(form), AWAY_AFTER);
  });
  document.addEventListener("change", (event) => {
    const form = ours(event);
    if (!form) return;
    if (event.target.name === "pick") { pick(form, [...event.target.files]); event.target.value = ""; }
    if (event.target.name === "mode") { nameMode(form); field(form).focus(); }
  });
  document.addEventListener("submit", async (event) => {
    const form = composer(), target = event.target;
    if (!form || !states.has(form)) return;
    if (target === form) {
      event.preventDefault();
      const button = event.submitter;
      if (button && "unpick" in button.dataset) {
        const { status, told } = await post(form, button.formAction, new URLSearchParams());
        if (status === 200) fill(one("[data-files]", form), told.html);
        return;
      }
      start(form, button?.name === "how" ? button.value : "send");
    } else if ("act" in target.dataset) {
      event.preventDefault();
      const body = new FormData(target, event.submitter);
      if (body.has("seen")) body.set("seen", seen(form));
      const { status, told } = await post(form, target.action, body);
      if (status === 409 && told.html === undefined && told.messages) { showNewer(form, { ...told, html: "" }); return; }
      if (status !== 200) { refuse(form, told.sentence || form.dataset.sayFailed, told.hint); return; }
      const row = target.closest("[data-message]");
      if (target.dataset.act === "back") { row?.remove(); restored(form, told); }
      else if (row && told.html) { const made = document.createElement("template"); made.innerHTML = told.html; row.replaceWith(made.content); }
      if (told.later !== undefined) fill(box(form, "later"), told.later);
      changed(form);
    }
  });
  // Tomorrow at nine is what is mostly wanted; in the reader's own time zone, as the server reads it.
  const tomorrow = () => { const day = new Date(Date.now() + 86400000); return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}T09:00`; };
  const closeMore = (form) => { one("#send-more", form).hidden = true; one('[data-menu="send-more"]', form).setAttribute("aria-expanded", "false"); };
  document.addEventListener("click", (event) => {
    const form = composer(), button = event.target.closest?.("button");
    if (!form || !button || !states.has(form)) return;
    if (button.closest("#send-more")) closeMore(form);
    if (button.dataset.open === "send-later" && !form.elements.later.value) form.elements.later.value = tomorrow();
    if ("takeOver" in button.dataset) { hold(form, true); field(form).focus(); }
    if ("offerTake" in button.dataset) settleOffer(form, true);
    if ("offerKeep" in button.dataset) settleOffer(form, false);
  });
  document.addEventListener("paste", (event) => {
    const form = ours(event), files = [...(event.clipboardData?.files ?? [])];
    if (form && files.length) { event.preventDefault(); pick(form, files); }
  });
  for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(name, (event) => {
      const place = event.target.closest?.("[data-drop]");
      if (!place || ![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
      event.preventDefault();
      if (over) place.dataset.over = ""; else delete place.dataset.over;
      if (name === "drop") pick(place.closest("form"), [...event.dataTransfer.files]);
    });
  }
  let afterG = -Infinity;
  document.addEventListener("keydown", (event) => {
    const form = composer();
    if (!form || event.isComposing || event.keyCode === 229) return;
    if (event.target === field(form)) {
      if (inMenu(event, form) || event.key !== "Enter") return;
      // The menu of templates takes Enter for itself.
      if (event.defaultPrevented) return;
      const withControl = event.ctrlKey || event.metaKey;
      if (withControl || (document.body.hasAttribute("data-enter-sends") && !event.shiftKey && !event.altKey)) {
        event.preventDefault();
        // By its button: what the checks of the text stop is stopped here, too.
        form.requestSubmit(one(withControl && event.shiftKey ? "[data-send-done]" : "[data-send]", form));
      }
      return;
    }
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || one("dialog[open]") || localStorage.getItem(LETTERS_OFF)) return;
    // G then R goes to another room.
    if (event.code === "KeyG") { afterG = event.timeStamp; return; }
    if (event.timeStamp - afterG < 1500) return;
    if (event.code === "KeyR") { event.preventDefault(); field(form).focus(); }
    if (event.code === "KeyZ") { const undo = one("#toasts [data-undo]"); if (undo) { event.preventDefault(); undo.click(); } }
  }, true);
  // The lines of who is writing go out by themselves when their page stops saying so.
  setInterval(() => document.querySelectorAll("[data-until]").forEach((line) => { if (Date.parse(line.dataset.until) < Date.now()) line.remove(); }), 5000);
})();
