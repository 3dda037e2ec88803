/* The checks of a text while it is written: any [data-composer] with a textarea and data-lint (chat, public or template).
   The server judges; here its row is shown, its places are marked under the text, and what it stops is not sent. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const PAUSE = 200;
  const GAP = /⟦[^⟦⟧\n]{0,60}⟧|[⟦⟧]/g;
  const VARIABLE = /\{\s{0,3}(?:buyer_name|order_no|product|article|track_no|eta|shop_name|agent_name)\s{0,3}\}/g;
  const words = one("#words")?.dataset;
  const known = new WeakMap();
  const of = (composer) => known.get(composer) || known.set(composer, { places: [], text: null, why: "", warned: "", states: null, timer: 0, asking: null }).get(composer);
  const fieldOf = (composer) => one(".composer__text", composer);
  const composerOf = (element) => element?.closest?.("[data-composer][data-lint]");

  // Marks under the text: the layer repeats it, and only what is marked in it can be seen.
  const found = (text, pattern, kind) => [...text.matchAll(pattern)].map((hit) => [hit.index, hit.index + hit[0].length, kind]);
  const draw = (composer) => {
    const mirror = one(".composer__mirror", composer), text = fieldOf(composer).value;
    if (!mirror) return;
    const marks = [...found(text, GAP, "gap"), ...found(text, VARIABLE, "var"), ...of(composer).places].sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const parts = [];
    let at = 0;
    for (const [start, end, kind] of marks) {
      if (start < at || end > text.length) continue;
      const mark = document.createElement("mark");
      mark.dataset.kind = kind;
      mark.textContent = text.slice(start, end);
      parts.push(text.slice(at, start), mark);
      at = end;
    }
    mirror.replaceChildren(...parts, `${text.slice(at)}\n`);
  };

  // While the next answer is on its way, marks before and after what was typed stay where they belong.
  const move = (state, text) => {
    const old = state.text ?? "", shorter = Math.min(old.length, text.length);
    let head = 0, tail = 0;
    while (head < shorter && old[head] === text[head]) head += 1;
    while (tail < shorter - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
    const by = text.length - old.length;
    state.places = state.places.flatMap(([start, end, kind]) => end <= head ? [[start, end, kind]] : start >= old.length - tail ? [[start + by, end + by, kind]] : []);
    state.text = text;
  };

  const gapsOf = (composer) => composer.dataset.lint === "template" ? [] : found(fieldOf(composer).value, GAP, "gap");
  // A private note goes to nobody, so nothing needs a reason in it.
  const reasonOf = (composer) => composer.dataset.lint !== "template" && !fieldOf(composer).form?.elements.mode?.checked ? one("[data-lint-reason] input", composer) : null;
  const unexplained = (composer) => { const reason = reasonOf(composer); return of(composer).warned && reason && !reason.value.trim() ? reason.dataset.missing : ""; };
  const whyNot = (composer) => gapsOf(composer).length ? words.fillGap : of(composer).why;
  const askReason = (composer) => { const box = one("[data-lint-reason]", composer); if (box) box.hidden = !of(composer).warned || Boolean(whyNot(composer)) || !reasonOf(composer); };
  const tell = (composer) => {
    const why = whyNot(composer);
    composer.querySelectorAll("[data-send]").forEach((button) => why ? button.setAttribute("aria-disabled", "true") : button.removeAttribute("aria-disabled"));
    const said = one("[data-send-why]", composer);
    if (said && said.textContent !== why) said.textContent = why;
    if (why) fieldOf(composer).setAttribute("aria-invalid", "true"); else fieldOf(composer).removeAttribute("aria-invalid");
    askReason(composer);
  };

  const show = (composer, html) => {
    const page = new DOMParser().parseFromString(html, "text/html"), result = one("[data-lint-result]", page), state = of(composer);
    if (!result) return;
    state.places = JSON.parse(result.dataset.places);
    state.why = result.dataset.why;
    state.warned = result.dataset.warned;
    const items = [...result.querySelectorAll(".lint__item")], before = state.states;
    state.states = new Map(items.map((item) => [item.dataset.code, item.dataset.state]));
    const changed = before ? items.filter((item) => before.get(item.dataset.code) !== item.dataset.state) : [];
    const [row, sentences] = result.children;
    one("[data-lint-row]", composer)?.replaceChildren(row);
    one("[data-lint-why]", composer)?.replaceChildren(...sentences.children);
    const said = one("[data-lint-said]", composer);
    if (said && changed.length) said.textContent = changed.map((item) => item.textContent.trim()).join(". ");
    draw(composer);
    tell(composer);
  };
  const ask = async (composer) => {
    const state = of(composer), field = fieldOf(composer), form = field.form;
    state.asking?.abort();
    state.asking = new AbortController();
    const facts = { text: field.value, place: composer.dataset.lint, language: composer.dataset.language || field.lang, subject: composer.dataset.subject || "" };
    if (composer.dataset.lint === "template" && form?.elements.place) facts.for = form.elements.place.value;
    try {
      const headers = JSON.parse(document.body.getAttribute("hx-headers"));
      const answer = await fetch(composer.dataset.check, { method: "POST", body: new URLSearchParams(facts), headers, signal: state.asking.signal });
      if (answer.ok && field.value === facts.text) show(composer, await answer.text());
    } catch { /* The next letter asks again, and the server judges what is sent. */ }
  };
  const look = (composer, pause = PAUSE) => {
    const state = of(composer), text = fieldOf(composer).value;
    move(state, text);
    if (!text.trim()) state.why = state.warned = "";
    draw(composer);
    tell(composer);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => ask(composer), pause);
  };

  document.addEventListener("input", (event) => {
    const composer = composerOf(event.target);
    if (!composer || event.target !== fieldOf(composer)) return;
    if (event.isComposing) draw(composer); else look(composer);
  });
  document.addEventListener("change", (event) => { const composer = event.target.name === "mode" && composerOf(event.target); if (composer) askReason(composer); });
  document.addEventListener("compositionend", (event) => { const composer = composerOf(event.target); if (composer && event.target === fieldOf(composer)) look(composer); });
  document.addEventListener("change", (event) => { if (event.target.name === "place") event.target.form?.querySelectorAll("[data-composer][data-lint=template]").forEach((composer) => look(composer, 0)); });

  // A button that cannot send yet can be reached and says why; the first place that stops is shown.
  const stop = (composer, event) => {
    const stopped = whyNot(composer), why = stopped || unexplained(composer);
    if (!why) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const field = fieldOf(composer), place = gapsOf(composer)[0] || of(composer).places.find(([, , kind]) => kind !== "var");
    if (!stopped) { askReason(composer); reasonOf(composer).focus(); } else {
      field.focus();
      if (place) field.setSelectionRange(place[0], place[1]);
    }
    const said = one("[data-lint-said]", composer);
    if (said) { said.textContent = ""; said.textContent = why; }
    document.dispatchEvent(new CustomEvent("toast", { detail: why }));
  };
  document.addEventListener("submit", (event) => { const composer = event.target.matches("[data-composer][data-lint]") ? event.target : one("[data-composer][data-lint]:not([data-lint=template])", event.target); if (composer) stop(composer, event); }, true);
  document.addEventListener("click", (event) => {
    const send = event.target.closest?.("[data-send]"), composer = composerOf(event.target);
    if (send && composer) stop(composer, event);
    const better = event.target.closest?.("[data-better]");
    if (better && composer) {
      const field = fieldOf(composer);
      field.value = better.dataset.better;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    }
  }, true);

  const begin = (root) => root.querySelectorAll("[data-composer][data-lint]").forEach((composer) => { if (fieldOf(composer) && !known.has(composer)) look(composer, 0); });
  document.addEventListener("DOMContentLoaded", () => begin(document));
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt.parentElement || document));
})();
