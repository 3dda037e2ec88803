/* Parts of a page that follow the log: data-live="work.* reviews.*" names the kinds, data-live-href where the part is fetched
   (else the page's own address), its id which element of the answer it is. At most once a second, only while it is seen, in place:
   only what differs is touched, so focus, scroll, selection and what somebody types stay. In a data-live-hold list nothing moves
   while the pointer is over it or focus is in it: a button says how much is new; its rows carry data-live-row, and which of them is
   current is the browser's to say. data-live-keep is never touched. With data-live-href the answer is asked for as htmx would. */
(() => {
  "use strict";
  const page = document.getElementById("live");
  if (!page) return;
  const LEAST = 1000, AGAIN = 5000, all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const matches = (patterns, kind) => patterns.split(/\s+/).some((one) =>
    one === kind || (one.includes("*") && new RegExp(`^${one.split("*").map((piece) => piece.replace(/[.+]/g, "\\$&")).join(".*")}$`).test(kind)));
  const addressOf = (part) => part.dataset.liveHref || location.pathname + location.search;
  // A part that is empty now has no box of its own; where it stands has one.
  const isSeen = (part) => !document.hidden && (part.parentElement?.checkVisibility?.() ?? true);

  // Morphing: the old nodes stay wherever they still say the same.
  const keyOf = (node) => node.nodeType === Node.ELEMENT_NODE ? node.id || node.dataset.liveRow || "" : "";
  const alike = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName && keyOf(one) === keyOf(other);
  const OWN = new Set(["aria-expanded", "open"]);
  const attributes = (old, fresh) => {
    const own = (name) => OWN.has(name) || (name === "aria-current" && old.hasAttribute("data-live-row"));
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !own(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value && !own(name)) old.setAttribute(name, value);
  };
  const morph = (old, fresh) => {
    if (old.nodeType !== Node.ELEMENT_NODE) { if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue; return; }
    if (old.hasAttribute("data-live-keep") || old.isEqualNode(fresh)) return;
    attributes(old, fresh);
    children(old, fresh);
  };
  const children = (old, fresh) => {
    const keyed = new Map([...old.children].filter(keyOf).map((node) => [keyOf(node), node]));
    let at = old.firstChild;
    for (const wanted of [...fresh.childNodes]) {
      while (at?.nodeType === Node.ELEMENT_NODE && at.hasAttribute("data-live-own")) at = at.nextSibling;
      const key = keyOf(wanted), known = key && keyed.get(key);
      if (known && alike(known, wanted)) {
        if (known === at) at = at.nextSibling; else old.insertBefore(known, at);
        keyed.delete(key);
        morph(known, wanted);
      } else if (!key && at && alike(at, wanted)) {
        const next = at.nextSibling;
        morph(at, wanted);
        at = next;
      } else {
        const made = document.importNode(wanted, true);
        // The row that is read stays the current one, whatever the server would open now.
        if (made.dataset?.liveRow) made.removeAttribute("aria-current");
        old.insertBefore(made, at);
      }
    }
    while (at) { const next = at.nextSibling; if (!(at.nodeType === Node.ELEMENT_NODE && at.hasAttribute("data-live-own"))) at.remove(); at = next; }
  };
  const swap = (part, fresh) => {
    const focused = document.activeElement, within = part.contains(focused) && focused !== part;
    morph(part, fresh);
    if (within && document.activeElement !== focused && focused.isConnected) focused.focus({ preventScroll: true });
    window.htmx?.process(part);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: part } }));
    part.dispatchEvent(new CustomEvent("live:swapped", { bubbles: true }));
  };

  // Lists that hold still.
  const rows = (root) => all("[data-live-row]", root).map((row) => row.dataset.liveRow).join(" ");
  const isHeld = (part) => (matchMedia("(hover: hover)").matches && part.matches(":hover")) || part.contains(document.activeElement);
  const waiting = new Map(), grown = new WeakSet();
  const release = (part) => {
    const fresh = waiting.get(part);
    waiting.delete(part);
    grown.delete(part);
    all(":scope > [data-live-own]", part).forEach((button) => button.remove());
    if (fresh && part.isConnected) swap(part, fresh);
  };
  const hold = (part, fresh) => {
    waiting.set(part, fresh);
    const known = new Set(rows(part).split(" ")), count = rows(fresh).split(" ").filter((row) => row && !known.has(row)).length;
    let button = part.querySelector(":scope > [data-live-own]");
    if (!button) {
      button = document.createElement("button");
      button.type = "button"; button.className = "btn btn--s live-new"; button.dataset.liveOwn = "";
      button.addEventListener("click", () => release(part));
      part.prepend(button);
    }
    const said = count ? page.dataset.new.replace("{n}", count.toLocaleString(document.documentElement.lang)) : page.dataset.changed;
    if (button.textContent !== said) button.textContent = said;
  };
  const letGo = () => setTimeout(() => { for (const part of [...waiting.keys()]) if (!part.isConnected || (!isHeld(part) && !grown.has(part))) release(part); }, 300);
  document.addEventListener("pointerout", letGo);
  document.addEventListener("focusout", letGo);
  // A list to which older rows were added is longer than the answer will be: it is only made new when somebody asks for it.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const list = detail.target.closest("[data-live-hold]");
    if (!list) return;
    if (list === detail.target) { grown.delete(list); waiting.delete(list); } else grown.add(list);
  });

  const put = (part, fresh) => {
    if (!part.hasAttribute("data-live-hold") || rows(part) === rows(fresh) || !(isHeld(part) || grown.has(part))) {
      if (waiting.has(part)) { waiting.set(part, fresh); release(part); } else swap(part, fresh);
    } else hold(part, fresh);
  };

  // Fetching: parts with one address share one answer.
  const stale = new Map(), running = new Map();
  const fetchParts = async (address) => {
    const asked = location.href, parts = (stale.get(address) ?? []).filter((part) => part.isConnected);
    const seen = parts.filter(isSeen), unseen = parts.filter((part) => !seen.includes(part));
    if (unseen.length) stale.set(address, unseen); else stale.delete(address);
    if (!seen.length) return;
    const isPage = !seen[0].dataset.liveHref, headers = isPage ? {} : { "HX-Request": "true", "HX-Target": seen[0].id };
    const answer = await fetch(address, { redirect: "manual", cache: "no-cache", headers });
    if (answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status));
    // Somebody went on meanwhile: what was asked for belongs to the page before.
    if (!answer.ok || (isPage && location.href !== asked)) return;
    const text = await answer.text();
    for (const part of seen) {
      if (!part.isConnected) continue;
      const parsed = new DOMParser().parseFromString(text, "text/html");
      if (isPage && parsed.title && document.title !== parsed.title) document.title = parsed.title;
      let fresh = parsed.getElementById(part.id);
      if (!fresh && part.dataset.liveHref) { fresh = part.cloneNode(false); fresh.replaceChildren(...parsed.body.childNodes); }
      if (fresh) put(part, fresh);
    }
  };
  const schedule = (address) => {
    if (running.has(address)) return;
    running.set(address, setTimeout(async () => {
      const begun = Date.now(), parts = stale.get(address) ?? [];
      let pause = LEAST;
      try { await fetchParts(address); } catch {
        // The state of the connection is told elsewhere. What was not made new stays to be.
        stale.set(address, [...new Set([...parts, ...(stale.get(address) ?? [])])]);
        pause = AGAIN;
      }
      // A server that is slow is asked less often.
      setTimeout(() => {
        running.delete(address);
        if ((stale.get(address) ?? []).some(isSeen)) schedule(address);
      }, Math.max(pause, 2 * (Date.now() - begun)));
    }, 30 + Math.random() * 120));
  };
  const mark = (part) => {
    const address = addressOf(part), parts = stale.get(address) ?? [];
    if (!parts.includes(part)) stale.set(address, [...parts, part]);
    if (isSeen(part)) schedule(address);
  };
  const heard = ({ detail }) => all("[data-live]").forEach((part) => {
    const subject = part.dataset.liveSubject;
    if (matches(part.dataset.live, detail.kind) && (!subject || subject === (detail.subject ?? detail.ids?.subject))) mark(part);
  });
  document.addEventListener("live", heard);
  document.addEventListener("live:presence", heard);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) for (const address of stale.keys()) schedule(address); });
})();
