// Hears news and swaps it in by id, unless this phone holds something newer. Nobody's typing is ever touched:
// pushed pieces hold no inputs, and personal pieces fetch themselves only while nothing is half-typed in them.
(() => {
  "use strict";

  const body = document.body;
  const { place = "g", slug, audience } = body.dataset; // a gathering, unless the page says what else
  if (!slug || !audience) return;

  const JITTER = 1000; // ms: a thousand phones with the same gap do not ask in the same instant
  const CALM = 4000; // ms until what more hours would bring is fetched anew, and up to three times as many more
  const POLL = 10000; // ms between two looks while the socket is gone
  const PATIENCE = 1500; // ms without a socket before the page says so: a quick reconnect needs no words
  const ours = new RegExp(`^(${body.dataset.fragments})-(\\d+-)?[a-z_]+$`); // what ids of fragments begin with

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const held = new Map(); // fragment id → version
  const opened = body.dataset.step; // the step this page was opened in
  let version = Number(body.dataset.version);
  let catching = null;

  const holds = (id) => (held.has(id) ? held.get(id) : Number(body.dataset.version));
  // what stands in a list is fetched with its list
  const shown = () =>
    [...document.querySelectorAll("[id]:not([data-into])")].map((element) => element.id).filter((id) => ours.test(id));

  // A list that was read before one of its rows would put the row back: it is read again instead.
  const isOlderList = (element, at) =>
    [...element.querySelectorAll("[data-into]")].some((row) => held.has(row.id) && held.get(row.id) > at);

  // A new row goes to the top of its list, if this page has one.
  function makeRoom(html) {
    const row = new DOMParser().parseFromString(html, "text/html").querySelector("[data-into]");
    const list = row && !row.hidden && document.getElementById(row.dataset.into);
    if (!list) return null;
    const empty = document.createElement(row.tagName);
    empty.id = row.id;
    empty.dataset.into = row.dataset.into;
    list.prepend(empty);
    return empty;
  }

  async function show(id, html, at) {
    const element = document.getElementById(id) || makeRoom(html);
    if (!element || holds(id) > at) return;
    if (isOlderList(element, at)) return void wait(0).then(() => catchUp(Math.random() * JITTER));
    held.set(id, at);
    const step = body.dataset.step;
    const words = element.textContent;
    try {
      await htmx.swap({ text: html, target: element, swap: "outerMorph" });
    } catch (error) {
      console.error(id, error); // one broken piece never stops the others
    }
    document.dispatchEvent(new CustomEvent("assembly:shown", { detail: { id } }));
    const now = document.getElementById(id);
    if (now && now.textContent !== words) hoursMoved(id);
    if (now && now.dataset.step && now.dataset.step !== step) stepMoved(now.dataset.step);
  }

  async function hear(news) {
    const gap = news.behind || news.from > version;
    if (news.behind) document.querySelectorAll("[data-nudge]").forEach((element) => nudge(element.dataset.nudge));
    for (const [id, html] of news.fragments) await show(id, html, news.at);
    if (gap || news.same.some((id) => holds(id) > news.from)) return catchUp(Math.random() * JITTER);
    news.same.forEach((id) => held.set(id, Math.max(holds(id), news.at)));
    version = Math.max(version, news.to);
    news.nudges.forEach(nudge);
  }

  // The same fragments by an ordinary GET, as one message.
  function catchUp(delay) {
    if (!catching) catching = wait(delay).then(fetchAll).catch(() => {}).then(() => (catching = null));
    return catching;
  }

  async function fetchAll() {
    const asked = new URLSearchParams({ audience });
    shown().forEach((id) => asked.append("id", id));
    const response = await fetch(`/${place}/${slug}/fragments?${asked}`, { cache: "no-store" });
    if (response.status === 403) return location.reload(); // all of this evening was forgotten: back to the door
    if (response.status === 404 && document.querySelector("[data-rehearsal]"))
      return location.replace(`/rehearsals/removed?from=${audience}`);
    if (!response.ok) return;
    const news = await response.json();
    for (const [id, html] of news.fragments) await show(id, html, news.at);
    if (news.to > version) document.querySelectorAll("[data-nudge]").forEach(refresh);
    version = Math.max(version, news.to);
  }

  // What more hours would bring is not pushed. Once they moved it is wrong, so it goes, and is fetched when things calm.
  async function hoursMoved(id) {
    const more = id.endsWith("-tally") && document.getElementById(id.replace(/tally$/, "more"));
    if (!more || more.hidden) return;
    more.hidden = true;
    await wait(CALM + Math.random() * 3 * CALM);
    catchUp(0);
  }

  // Personal pieces are nudged and fetch themselves.
  function nudge(name) {
    document.querySelectorAll(`[data-nudge="${name}"]`).forEach((element) => {
      wait(audience === "phones" ? Math.random() * JITTER : 0).then(() => refresh(element));
    });
  }

  async function refresh(element) {
    if (!element.isConnected || halfTyped(element)) return;
    const asked = fetch(element.dataset.src, { cache: "no-store" });
    const text = await asked.then((response) => response.ok && response.text()).catch(() => null);
    if (!text) return; // the server is gone, or this page is: catching up asks again
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById(element.id);
    if (fresh && element.isConnected && !halfTyped(element)) {
      await htmx.swap({ text: fresh.outerHTML, target: element, swap: "outerMorph" });
      document.dispatchEvent(new CustomEvent("assembly:shown", { detail: { id: element.id } }));
    }
  }

  const halfTyped = (element) =>
    [...element.querySelectorAll("input:not([type=hidden]), textarea, select")].some((field) =>
      field.type === "radio" || field.type === "checkbox"
        ? field.checked !== field.defaultChecked
        : field.tagName === "SELECT"
          ? false
          : field.value !== field.defaultValue,
    ) || element.querySelector("details[open]:not(.what-if)") !== null;

  // One Next moves every phone that is on the page "now" and is not being typed on, to the top of what comes. On the
  // others the strip stays in sight with a way there, and says it once.
  function stepMoved(step) {
    body.dataset.step = step;
    if (audience !== "phones") return;
    if (body.dataset.page === "now") wait(Math.random() * JITTER).then(follow);
    else goesOn();
  }

  function follow() {
    if (halfTyped(document.getElementById("main"))) return goesOn();
    history.scrollRestoration = "manual"; // else the new page opens where the old one was read
    location.replace(`/g/${slug}/`);
  }

  function goesOn() {
    const title = document.querySelector(".step .title bdi");
    const said = document.getElementById("said");
    body.toggleAttribute("data-moved", body.dataset.step !== opened);
    if (said && title) said.textContent = `${body.dataset.goesOn} ${title.textContent}`;
  }

  // Mine is marked by one rule in the page's own sheet: it works under the content security policy.
  if (body.dataset.participant) {
    const sheet = [...document.styleSheets].find((one) => one.href && one.href.includes("page."));
    const handle = CSS.escape(body.dataset.participant);
    if (sheet) sheet.insertRule(`[data-participant="${handle}"]:not(body){font-weight:700}`, sheet.cssRules.length);
  }

  // A page hears of the fragments that it shows; one of many ("proposal-7-tally") stands for all of them.
  // A list names in data-hears what may come into it.
  const view = () => {
    const coming = [...document.querySelectorAll("[data-hears]")].map((list) => list.dataset.hears);
    return [...new Set([...coming, ...shown().map((id) => id.replace(/-\d+-/, "-*-"))])].sort().join(" ");
  };
  let heard = "";
  const socket = io({
    transports: ["websocket"],
    auth: (tell) => tell({ place, slug, audience, view: (heard = view()), preview: location.search.includes("preview") }),
    reconnectionDelay: 500,
    reconnectionDelayMax: 2000,
    randomizationFactor: 0.5,
  });
  let goneSince = 0;
  // an answer may bring a fragment that this page did not show before
  document.addEventListener("htmx:after:swap", () => {
    if (socket.connected && view().split(" ").some((part) => !heard.split(" ").includes(part))) socket.disconnect().connect();
  });

  socket.on("hello", (news) => {
    if (news.to > version) catchUp(Math.random() * JITTER);
  });
  socket.on("news", hear);
  socket.on("connect", () => connected(true));
  socket.on("disconnect", (reason) => {
    connected(false);
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("connect_error", (error) => {
    connected(false);
    if (!socket.active && error.message !== "closed") wait(POLL + Math.random() * JITTER).then(() => socket.connect());
  });

  function connected(well) {
    goneSince = well ? 0 : goneSince || Date.now();
    wait(well ? 0 : PATIENCE).then(() => {
      const line = document.getElementById("connection");
      if (line) line.hidden = socket.connected;
    });
  }

  setInterval(() => {
    if (!socket.connected && Date.now() - goneSince > POLL) catchUp(Math.random() * JITTER);
  }, POLL);

  // A waking phone looks at once.
  const wake = () => {
    if (document.hidden) return;
    if (!socket.connected) socket.connect();
    catchUp(0);
  };
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", (event) => event.persisted && wake());

  // After an answer, remember how new it is, so that older news does not overwrite it.
  document.addEventListener("htmx:after:request", (event) => {
    const answered = event.detail.ctx.response;
    const to = Number(answered && answered.headers.get("Assembly-Version"));
    const target = answered && answered.headers.get("HX-Retarget");
    if (to && target && ours.test(target.slice(1))) held.set(target.slice(1), to);
  });
})();
