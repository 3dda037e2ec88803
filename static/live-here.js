/* Signs of life: an open, visible page says every 30 seconds that somebody is here, and what it shows: data-looking-at="thread:12",
   with data-shop where that belongs to a shop. Typing inside it is said at once, and that it stopped a few seconds later. */
(() => {
  "use strict";
  const page = document.getElementById("live");
  if (!page) return;
  const EVERY = 30000, STILL = 6000;
  const token = () => { try { return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; } catch { return ""; } };
  const target = () => document.querySelector("[data-looking-at]");
  let doing = "viewing", said = "", still;
  const post = (facts) => {
    const shop = target()?.dataset.shop, body = new FormData();
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token(), ...facts })) body.append(name, value);
    return { address: page.dataset.here + (shop ? `?shop=${encodeURIComponent(shop)}` : ""), body };
  };
  const sign = (always) => {
    if (document.hidden) return;
    const subject = target()?.dataset.lookingAt ?? "", now = `${subject} ${doing}`;
    if (!always && now === said) return;
    said = now;
    const { address, body } = post(subject ? { subject, doing } : {});
    fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => {});
  };
  document.addEventListener("input", (event) => {
    if (!event.target.closest?.("[data-looking-at]")) return;
    doing = "typing";
    sign(false);
    clearTimeout(still);
    still = setTimeout(() => { doing = "viewing"; sign(false); }, STILL);
  });
  document.addEventListener("htmx:afterSettle", () => sign(false));
  document.addEventListener("visibilitychange", () => sign(true));
  addEventListener("pagehide", () => {
    if (!window.live?.last) return;
    const { address, body } = post({ left: "1" });
    navigator.sendBeacon(address, body);
  });
  setInterval(() => sign(true), EVERY);
  sign(true);
  // The page before this one may say only now that it is left.
  setTimeout(() => sign(true), STILL);
})();
