/* The desk's log in the browser: one stream for all tabs of a desk, and what came after the page was made.
   Each tab knows its own cursor, the last number of the log that it has seen; the page says where it begins.
   One tab (whoever holds the lock) listens and tells the others; a tab that has missed something asks for it.
   Tells: document event "live" and "live:<kind>" {number, kind, shop, ids}, "live:presence", "live:state". */
(() => {
  "use strict";
  const page = document.getElementById("live");
  if (!page) return;
  const told = page.dataset, name = `live:${told.desk}:${told.reader}`;
  const BEAT = 45000, STABLE = 5000, OPEN = 10000, AGAIN = 60000, POLL = 5000, ALONE = 10000, HIDDEN = 60000, WORST = 30000;
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const jitter = (milliseconds) => milliseconds * (0.5 + Math.random() / 2);
  const tab = crypto.randomUUID?.() ?? String(Math.random());
  let cursor = Number(told.cursor), catching = false, gone = false, outdated = false;

  // What is shown of the connection. Short breaks are not spoken of.
  const sign = document.getElementById("live-state");
  let state = "", saying;
  const show = (now) => {
    if (now === state || outdated) return;
    state = now;
    clearTimeout(saying);
    saying = setTimeout(() => {
      document.dispatchEvent(new CustomEvent("live:state", { detail: now }));
      if (!sign) return;
      sign.dataset.state = { connected: "", reconnecting: "soon" }[now] ?? "late";
      sign.lastElementChild.textContent = sign.dataset[now];
    }, now === "connected" ? 0 : 3000);
  };

  // Events, in their order, each once.
  const tell = (event) => {
    document.dispatchEvent(new CustomEvent("live", { detail: event }));
    document.dispatchEvent(new CustomEvent(`live:${event.kind}`, { detail: event }));
  };
  const take = (events, last) => {
    for (const event of events) if (event.number > cursor) { cursor = event.number; tell(event); }
    if (last > cursor) cursor = last;
  };
  const typed = () => [...document.querySelectorAll("input, textarea")].some((field) =>
    field.type !== "hidden" && (field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
  // The page must be made again. Never while somebody writes, nor again and again: then it says so and waits to be asked.
  const renew = () => {
    if (outdated) return;
    show("outdated");
    outdated = true;
    const before = Number(sessionStorage.getItem("live:renewed") || 0);
    if (Date.now() - before > AGAIN && !typed() && !document.querySelector("dialog[open]")) {
      sessionStorage.setItem("live:renewed", String(Date.now()));
      location.reload();
      return;
    }
    clearTimeout(saying);
    if (!sign) return;
    sign.dataset.state = "late";
    const again = document.createElement("button");
    again.type = "button"; again.className = "btn btn--s"; again.textContent = sign.dataset.again;
    again.addEventListener("click", () => location.reload());
    sign.lastElementChild.replaceChildren(`${sign.dataset.outdated} `, again);
  };

  // Asking for what is missing: the same cursor, the same rights.
  const ask = async () => {
    const answer = await fetch(`${told.log}?after=${cursor}`, { redirect: "manual", cache: "no-store", headers: { Accept: "application/json" } });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 404) return { reset: true, events: [] };
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const catchUp = async () => {
    const taken = [];
    if (catching || outdated) return taken;
    catching = true;
    try {
      for (let more = true; more;) {
        const found = await ask();
        if (found.reset) { renew(); break; }
        take(found.events, found.last);
        taken.push(...found.events);
        more = found.more;
      }
    } finally { catching = false; }
    return taken;
  };

  // The other tabs of this desk in this browser.
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
  const others = new Set();
  let heard = Date.now(), leads = false;
  const say = (message) => channel?.postMessage({ ...message, tab });
  const share = (events, last, from) => say({ is: "events", from, last, events, state });
  channel?.addEventListener("message", ({ data }) => {
    if (data.is === "bye") { others.delete(data.tab); return; }
    if (data.is === "hello" || data.is === "here") others.add(data.tab);
    if (data.is === "hello") { say({ is: "here" }); if (leads) share([], cursor, cursor); return; }
    if (leads || outdated) return;
    if (data.is === "events") {
      heard = Date.now();
      if (data.from > cursor) catchUp().catch(() => {}); else take(data.events, data.last);
    }
    if (data.is === "presence") tellPresence(data.event);
    if (data.is === "reset") renew();
    if (data.state) show(data.state);
  });
  const tellPresence = (event) => document.dispatchEvent(new CustomEvent("live:presence", { detail: { kind: "presence", ...event } }));

  // The stream itself. fetch and not EventSource, which hides why it was refused and when it is to come back.
  let abort = null;
  const received = (events, last) => {
    const from = cursor;
    take(events, last);
    share(events, cursor, from);
  };
  const read = (block, into) => {
    let kind = "", data = "";
    for (const line of block.split("\n")) {
      if (line.startsWith("id: ")) into.last = Number(line.slice(4));
      else if (line.startsWith("event: ")) kind = line.slice(7);
      else if (line.startsWith("data: ")) data += line.slice(6);
    }
    if (!data) return;
    const parsed = JSON.parse(data);
    if (kind === "reset") into.reset = true;
    else if (kind === "presence") { tellPresence(parsed); say({ is: "presence", event: parsed }); }
    else into.events.push(parsed);
  };
  // Until it ends. Gives how long it lived, or -1 where none came about.
  const listen = async () => {
    abort = new AbortController();
    let alive = setTimeout(() => abort.abort(), OPEN), begun = 0;
    try {
      const answer = await fetch(`${told.stream}?after=${cursor}`, { signal: abort.signal, cache: "no-store", headers: { Accept: "text/event-stream" } });
      // Whether it is the session that ended, or a proxy that knows no stream, the log's own address says.
      if (answer.status === 401 || answer.status === 404) await catchUp();
      if (!answer.ok || !answer.body) return -1;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return begun ? Date.now() - begun : -1;
        begun ||= Date.now();
        show("connected");
        clearTimeout(alive);
        alive = setTimeout(() => abort.abort(), BEAT);
        const blocks = (rest + value).split("\n\n"), into = { events: [], last: 0, reset: false };
        rest = blocks.pop();
        blocks.forEach((block) => read(block, into));
        received(into.events, into.last);
        if (into.reset) { say({ is: "reset" }); renew(); return -1; }
      }
    } catch { return begun ? Date.now() - begun : -1; } finally { clearTimeout(alive); abort = null; }
  };
  const poll = async () => {
    const from = cursor;
    try { const events = await catchUp(); show("connected"); share(events, cursor, from); return true; }
    catch { show(navigator.onLine ? "reconnecting" : "offline"); share([], cursor, cursor); return false; }
  };

  // Whoever leads listens; where no stream comes about it asks now and then, and tries the stream again.
  let hurry = () => {}, turn = 0, again = false;
  const pause = (milliseconds) => Promise.race([wait(jitter(milliseconds)), new Promise((done) => { hurry = done; })]);
  const lead = async () => {
    const mine = turn += 1, leading = () => mine === turn && !gone && !outdated;
    leads = true;
    for (let failures = 0; leading();) {
      again = false;
      const lived = await listen();
      if (!leading()) break;
      failures = lived >= STABLE ? 0 : failures + 1;
      if (lived < 0 || failures > 1) show(navigator.onLine ? "reconnecting" : "offline");
      say({ is: "state", state });
      if (failures < 3) { await pause(500 * 2 ** failures); continue; }
      for (let until = Date.now() + AGAIN, missed = 0; leading() && !again && Date.now() < until;) {
        missed = await poll() ? 0 : missed + 1;
        await pause(Math.min(WORST, POLL * 2 ** missed));
      }
    }
    if (mine === turn) leads = false;
  };
  const resign = () => { turn += 1; leads = false; abort?.abort(); hurry(); };
  const stand = (steal) => navigator.locks.request(name, steal ? { steal: true } : {}, lead).catch(async () => {
    // Another tab took over because nothing was heard from here.
    resign();
    await wait(1000);
    if (!gone) stand(false);
  });
  // Without locks or a channel each tab asks by itself.
  const alone = async () => {
    for (const mine = turn += 1; mine === turn && !gone && !outdated;) {
      await poll();
      await pause(document.hidden ? HIDDEN : ALONE);
    }
  };
  const shared = channel && navigator.locks;
  const begin = () => {
    gone = false;
    heard = Date.now();
    say({ is: "hello" });
    if (shared) stand(false); else alone();
  };
  setInterval(() => {
    if (shared && !leads && !document.hidden && !outdated && Date.now() - heard > BEAT) { heard = Date.now(); stand(true); }
  }, 5000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { say({ is: "hello" }); hurry(); } });
  addEventListener("online", () => { again = true; hurry(); });
  addEventListener("offline", () => { abort?.abort(); show("offline"); });
  addEventListener("pagehide", () => { say({ is: "bye" }); gone = true; resign(); });
  addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
  window.live = {
    get cursor() { return cursor; },
    get state() { return state; },
    get leads() { return leads; },
    get last() { return others.size === 0; },
  };
  begin();
})();
