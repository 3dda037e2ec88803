/* Photos one after the other, larger and smaller, beside the listing's own: links with data-view-photo inside #detail open #viewer.
   Arrows go on while the photo is whole and scroll it while it is larger, + and - change its size, Escape closes (the dialog's own).
   Without script the links open the photos themselves. Only addresses of our own are ever shown. */
(() => {
  "use strict";
  const dialog = document.getElementById("viewer");
  if (!dialog) return;
  const one = (selector) => dialog.querySelector(selector), photos = () => [...document.querySelectorAll("#detail [data-view-photo]")];
  const picture = one("[data-viewer-photo]"), beside = one("[data-viewer-beside]"), LARGEST = 6, STEP = 1.5;
  let shown = null, scale = 1;
  const isOurs = (link) => new URL(link.href, location.href).origin === location.origin;
  const size = (to) => {
    scale = Math.min(LARGEST, Math.max(1, to));
    if (scale === 1) picture.removeAttribute("style"); else picture.style.setProperty("--zoom", scale.toFixed(2));
    one("[data-zoom=out]").disabled = scale === 1;
    one("[data-zoom=in]").disabled = scale === LARGEST;
  };
  const show = (link) => {
    shown = link;
    picture.src = link.href;
    const all = photos(), label = link.getAttribute("aria-label"), listing = all.find((other) => other.hasAttribute("data-listing"));
    picture.alt = label;
    one("[data-viewer-name]").textContent = `${label} (${all.indexOf(link) + 1}/${all.length})`;
    beside.hidden = !listing || listing === link;
    if (listing) beside.querySelector("img").src = listing.href;
    dialog.querySelectorAll("[data-viewer-step]").forEach((button) => { button.disabled = all.length < 2; });
    size(1);
  };
  const step = (by) => {
    const all = photos(), at = all.indexOf(shown);
    if (all.length > 1) show(all[(at + by + all.length) % all.length]);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-view-photo]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && isOurs(link)) {
      event.preventDefault();
      show(link);
      dialog.showModal();
      one(".viewer__stage").focus();
    }
    const button = event.target.closest?.("button");
    if (!button || !dialog.contains(button)) return;
    if (button.dataset.viewerStep) step(Number(button.dataset.viewerStep));
    if (button.dataset.zoom) size(button.dataset.zoom === "in" ? scale * STEP : scale / STEP);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way && scale === 1) { step(way); event.preventDefault(); }
    if (event.key === "+" || event.key === "=") { size(scale * STEP); event.preventDefault(); }
    if (event.key === "-" || event.key === "_") { size(scale / STEP); event.preventDefault(); }
  });
})();
