/* A file comes in by pieces: each is repeated until it is there, and the same file chosen again goes on where it stopped.
   Without this script the form sends small files as they are. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const one = (selector) => form.querySelector(selector);
  const token = one("[name=csrfmiddlewaretoken]").value;
  const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];
  const pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));

  const show = (share, said) => {
    const bar = one("[role=progressbar]");
    one("[data-progress]").hidden = false;
    bar.setAttribute("aria-valuenow", String(share));
    bar.querySelector(".meter__fill").style.setProperty("--v", String(share));
    if (one("[data-said]").textContent !== said) one("[data-said]").textContent = said;
  };
  const fail = (said) => {
    const box = one("[data-error]");
    box.textContent = said;
    box.hidden = !said;
    if (said) { one("[data-progress]").hidden = true; one("[type=submit]").disabled = false; }
  };
  const percent = (share) => new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share / 100);

  // An answer of the server, or why there is none yet: "lost" while the connection is away, "busy" while the server fails.
  const ask = async (address, body, kind) => {
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token, ...kind }, redirect: "manual" });
      if (answer.type === "opaqueredirect") return { status: 401, told: {} };
      if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return { missing: "busy" };
      return { status: answer.status, told: await answer.json().catch(() => ({})) };
    } catch { return { missing: "lost" }; }
  };
  // A connection comes back, after half an hour at most; a server that fails so often will fail the next time as well.
  const MOST = { lost: 60, busy: 8 };
  const insist = async (address, body, kind, share) => {
    const tries = { lost: 0, busy: 0 };
    for (;;) {
      const answer = await ask(address, body, kind);
      if (!answer.missing) return answer;
      const number = (tries[answer.missing] += 1);
      if (number >= MOST[answer.missing]) return { status: 0, told: {} };
      show(share, form.dataset[answer.missing]);
      await pause(PAUSES[Math.min(number, PAUSES.length) - 1]);
    }
  };

  const send = async (file) => {
    const facts = new URLSearchParams({ shop: one("[name=shop]").value, name: file.name, size: file.size, changed: file.lastModified });
    const begun = await insist(form.dataset.begin, facts, {}, 0);
    if (begun.status !== 200) return fail(begun.told.message || form.dataset.failed);
    const page = `${form.dataset.list}${begun.told.upload}/`, size = Number(form.dataset.piece);
    let at = begun.told.received;
    while (at < file.size) {
      const share = Math.floor((at * 100) / file.size);
      show(share, form.dataset.coming.replace("{percent}", percent(share)));
      const answer = await insist(`${page}pieces/?at=${at}`, file.slice(at, at + size), { "Content-Type": "application/octet-stream" }, share);
      if (answer.status !== 200 && answer.status !== 409) return fail(answer.told.message || form.dataset.failed);
      if (answer.told.whole) break;
      at = answer.told.received;
    }
    show(100, form.dataset.coming.replace("{percent}", percent(100)));
    location.assign(page);
  };

  form.addEventListener("submit", (event) => {
    const file = one("[type=file]").files[0];
    if (!file) return;
    event.preventDefault();
    fail("");
    if (file.size > Number(form.dataset.largest)) { fail(form.dataset.tooLarge); return; }
    one("[type=submit]").disabled = true;
    send(file).catch(() => fail(form.dataset.failed));
  });
})();
