/* The inbox in the browser: one pane at a time on a phone, the thread at its newest message, what is read, keys, photos.
   Parts that keep themselves current are another script's; here they are only told where the reader is. */
(() => {
  "use strict";
  const inbox = document.querySelector(".inbox");
  if (!inbox) return;
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const pane = () => one("#conversation"), scroller = () => one("#thread-scroll");
  const NEAR = 80;

  // Panes.
  const show = (view) => { inbox.dataset.view = view; };
  const markCurrent = () => all("a.list-row", one("#list")).forEach((row) => {
    if (row.dataset.thread === pane()?.dataset.thread) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
  });
  const backToList = () => { show("list"); (one("#list [aria-current]:is(a.list-row)") ?? one("#list a.list-row"))?.focus(); };
  const toggleContext = () => {
    const open = inbox.toggleAttribute("data-context");
    all("[data-context-toggle][aria-expanded]").forEach((button) => button.setAttribute("aria-expanded", String(open)));
    if (open) one("#context").focus(); else one("[data-context-toggle][aria-expanded]")?.focus();
  };
  const unfold = (button) => {
    const part = document.getElementById(button.dataset.unfold);
    part.hidden = !part.hidden;
    button.setAttribute("aria-expanded", String(!part.hidden));
    if (part.hidden) return;
    const choices = one("[data-choices]", part);
    if (choices && !choices.dataset.asked) { choices.dataset.asked = "1"; choices.dispatchEvent(new Event("unfolded")); }
    one("input:not([type=hidden]), select", part)?.focus();
  };

  // The thread: at the newest message, at the first unread one, or at the one that was asked for.
  let unseen = 0;
  const isAtEnd = () => { const box = scroller(); return !box || (!one("#later") && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR); };
  const newest = () => one("[data-newest]");
  const tellNew = () => {
    const button = newest();
    if (!button) return;
    button.hidden = isAtEnd();
    button.lastElementChild.textContent = unseen ? button.dataset.new.replace("{n}", unseen.toLocaleString(document.documentElement.lang)) : button.dataset.one;
  };
  const toEnd = () => { const box = scroller(); if (box) box.scrollTop = box.scrollHeight; unseen = 0; tellNew(); seen(); };
  const place = () => {
    const box = scroller();
    if (!box) return;
    const aim = one("[data-current]", box) ?? one("#unread", box);
    if (aim) box.scrollTop += aim.getBoundingClientRect().top - box.getBoundingClientRect().top - (one("[data-current]", box) ? box.clientHeight / 3 : 24);
    else box.scrollTop = box.scrollHeight;
    unseen = 0;
    tellNew();
  };

  // The composer grows and shrinks by itself: who was at the newest message stays there.
  let wasAtEnd = true;
  const keepEnd = new ResizeObserver(() => { if (wasAtEnd) toEnd(); });
  const watchSize = () => { keepEnd.disconnect(); wasAtEnd = isAtEnd(); if (scroller()) keepEnd.observe(scroller()); };

  // What was shown is read: only while somebody looks, and only where the newest message is in sight.
  let told = "";
  const seen = () => {
    const box = scroller(), latest = one("#messages")?.dataset.latest;
    if (!box?.dataset.seenHref || !latest || document.hidden || !isAtEnd() || getComputedStyle(pane()).display === "none") return;
    const key = `${box.dataset.seenHref} ${latest}`;
    const field = one("[data-done-form] [name=seen]");
    if (field) field.value = latest;
    if (told === key) return;
    told = key;
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    fetch(box.dataset.seenHref, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ arrival: latest }) })
      .then((answer) => { if (!answer.ok) told = ""; else all(`a.list-row[data-thread="${pane()?.dataset.thread}"]`).forEach((row) => { row.removeAttribute("data-unread"); one("[data-count]", row)?.remove(); }); })
      .catch(() => { told = ""; });
  };
  document.addEventListener("visibilitychange", seen);
  document.addEventListener("scroll", (event) => { if (event.target === scroller()) { wasAtEnd = isAtEnd(); if (wasAtEnd) { unseen = 0; seen(); } tellNew(); } }, { capture: true, passive: true });

  // What comes while the thread is open. The reader stays where they are, unless that is the end.
  let atEnd = true, known = 0;
  const count = () => all("#messages [data-message]").length;
  const remember = () => { atEnd = isAtEnd(); known = count(); };
  document.addEventListener("live", remember);
  document.addEventListener("live:swapped", (event) => {
    if (event.target.id === "messages") {
      const came = count() - known;
      if (atEnd) toEnd(); else { unseen += Math.max(0, came); tellNew(); }
      known = count();
    } else markCurrent();
  });

  // htmx: a thread was opened, a page of it was added, matches were found, the list was fetched.
  let height = 0;
  document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.target.id === "earlier") height = scroller().scrollHeight - scroller().scrollTop; });
  document.addEventListener("htmx:afterSettle", (event) => {
    const target = event.detail.target ?? event.target;
    if (target.id === "earlier") { scroller().scrollTop = scroller().scrollHeight - height; return; }
    if (target.id === "list") { const tab = one("#list [data-tab][aria-current]"); if (tab) one(".pane-search [name=show]").value = tab.dataset.tab; markCurrent(); }
    if (target.id === "thread-scroll") { place(); wasAtEnd = isAtEnd(); }
    if (target.id === "conversation" && event.target.id !== "context") opened();
  });
  const opened = () => {
    const thread = pane();
    show(thread.dataset.thread ? "thread" : "list");
    inbox.removeAttribute("data-context");
    markCurrent();
    if (thread.dataset.title) document.title = document.title.replace(/^(\([0-9+]+\) )?.*$/, `$1${thread.dataset.title.replaceAll("$", "$$$$")}`);
    place();
    watchSize();
    thread.focus({ preventScroll: true });
    setTimeout(seen, 400);
  };

  document.addEventListener("click", (event) => {
    const back = event.target.closest("[data-inbox-view]");
    if (back) { event.preventDefault(); backToList(); return; }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.unfold) unfold(button);
    if ("contextToggle" in button.dataset) toggleContext();
    if ("newest" in button.dataset) toEnd();
    if ("group" in button.dataset) {
      const field = one("[name=group]", button.form), on = !field.value;
      field.value = on ? "1" : "";
      button.setAttribute("aria-pressed", String(on));
      button.form.requestSubmit();
    }
    if ("findClose" in button.dataset) closeFind();
    if (button.dataset.viewPhoto) view(button);
    if (button.dataset.zoom) zoom(button.dataset.zoom === "in" ? 1.5 : 1 / 1.5);
  });

  // Sent and done: the next one by deadline is opened, as E does.
  document.addEventListener("composer:done", () => {
    const next = all("#conversations a.list-row").find((row) => row.dataset.thread !== pane()?.dataset.thread && one("time[data-due]", row));
    if (next) next.click();
  });

  // Finding inside the thread.
  const openFind = () => { const form = one("#thread-search"); if (!form) return; if (form.hidden) unfold(one("[data-find-in]")); else one("[type=search]", form).select(); };
  const closeFind = () => {
    const form = one("#thread-search");
    if (form && !form.hidden) unfold(one("[data-find-in]"));
    all("#thread-scroll mark").forEach((mark) => mark.replaceWith(...mark.childNodes));
    one("[data-find-in]")?.focus();
  };
  // Enter goes on from what is found; words that were not looked for yet are looked for at once, as the form does by itself.
  const goOn = (form, towards) => {
    const state = one("#find-state"), button = one(`[data-match=${towards}]`, state);
    if (state.dataset.typed !== one("[type=search]", form).value.trim().replace(/\s+/g, " ") || !button || button.disabled) return false;
    // It may have come this very moment, and htmx would look at it only after it has settled.
    htmx.process(button);
    button.click();
    return true;
  };

  // Photos.
  let scale = 1;
  const view = (button) => {
    const picture = one("[data-viewer-photo]");
    picture.src = button.dataset.viewPhoto;
    picture.alt = one("[data-viewer-name]").textContent = button.getAttribute("aria-label");
    scale = 1;
    picture.removeAttribute("style");
    one("#viewer").showModal();
  };
  const zoom = (by) => {
    const picture = one("[data-viewer-photo]");
    scale = Math.min(6, Math.max(1, scale * by));
    if (scale === 1) picture.removeAttribute("style"); else picture.style.setProperty("--zoom", scale.toFixed(2));
  };

  // Toasts that the server sent go away by themselves.
  new MutationObserver(() => all("#toasts [data-fades]:not([data-fading])").forEach((toast) => {
    toast.dataset.fading = "";
    setTimeout(() => toast.remove(), 10000);
  })).observe(one("#toasts"), { childList: true });

  // What was undone is no longer offered to be.
  document.addEventListener("htmx:afterRequest", ({ detail }) => { if (detail.successful) detail.elt.closest?.("#toasts .toast")?.remove(); });

  // Keys. The list's own letters are those of every list.
  const press = (selector) => { const found = one(selector); if (found && !found.disabled) { found.click(); return true; } return false; };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const search = event.target.closest?.("#thread-search");
    if (search && event.key === "Escape") { event.preventDefault(); closeFind(); return; }
    if (search && event.key === "Enter") { if (goOn(search, event.shiftKey ? "newer" : "older")) event.preventDefault(); return; }
    if (event.target.closest?.("input, textarea, select, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
    if (event.key === "Escape") {
      if (inbox.hasAttribute("data-context")) { toggleContext(); event.preventDefault(); return; }
      if (pane()?.dataset.thread && all(".menu").every((menu) => menu.hidden)) { backToList(); event.preventDefault(); }
      return;
    }
    if (localStorage.getItem("letters-off")) return;
    const done = event.shiftKey
      ? { KeyA: () => press("[data-files]") }[event.code]
      : { KeyF: () => { openFind(); return Boolean(one("#thread-search")); }, KeyE: () => press("[data-done]"), KeyA: () => press("[data-assign]"), KeyI: take, KeyZ: () => press("[data-undo]") }[event.code];
    if (done?.()) event.preventDefault();
  });
  // To take a thread is to give it to oneself: the menu knows who that is.
  const take = () => {
    const menu = one("#assign");
    if (!menu) return false;
    if (!press("#assign [data-take-chat]")) { menu.addEventListener("htmx:afterSettle", () => press("#assign [data-take-chat]"), { once: true }); press("[data-assign]"); }
    return true;
  };

  document.addEventListener("DOMContentLoaded", () => { markCurrent(); place(); watchSize(); remember(); setTimeout(seen, 400); });
})();
