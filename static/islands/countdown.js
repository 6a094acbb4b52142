// Counts down whatever says until when: <b data-until="2026-11-24T19:03:00Z">3:00</b>. The server's clock is asked once,
// by the Date header of a small request, because phones' clocks are wrong by minutes. With data-amber too (when the last
// part begins) it is the clock of a step: green, amber, red, counting on when it is over; a change of light is said once.
(() => {
  "use strict";
  let ahead = 0; // ms this phone's clock is ahead of the server's
  let said = ""; // the light that was last announced

  const tick = () =>
    document.querySelectorAll("[data-until]").forEach((clock) => {
      const exact = (Date.parse(clock.dataset.until) + ahead - Date.now()) / 1000;
      const goes = Math.ceil(exact);
      const counts = "over" in clock.dataset && goes < 0; // on, past its end, for everybody to see
      const left = counts ? -goes : Math.max(0, goes);
      const text = `${counts ? "+" : ""}${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (clock.textContent !== text) clock.textContent = text;
      clock.classList.toggle("over", exact <= 0);
      if (clock.dataset.amber) light(clock, exact);
    });

  const light = (clock, exact) => {
    const now = exact <= 0 ? "red" : Date.parse(clock.dataset.amber) + ahead <= Date.now() ? "amber" : "green";
    if (!clock.classList.contains(now)) {
      clock.classList.remove("green", "amber", "red");
      clock.classList.add(now);
    }
    const at = `${now} ${clock.dataset.until}`;
    if (at === said) return;
    const words = now === "red" ? clock.dataset.over : now === "amber" ? clock.dataset.almost : "";
    const place = document.getElementById("said");
    if (said && words && place) place.textContent = words;
    said = at;
  };

  const ask = async () => {
    const asked = Date.now();
    const answer = await fetch("/healthz", { cache: "no-store" });
    const there = Date.parse(answer.headers.get("Date"));
    // the header has whole seconds: half of one is the fairest guess
    if (there) ahead = (asked + Date.now()) / 2 - (there + 500);
    tick();
  };

  const start = () => {
    if (!document.querySelector("[data-until]")) return;
    document.removeEventListener("assembly:shown", start);
    ask().catch(() => {});
    setInterval(tick, 250);
  };
  document.addEventListener("assembly:shown", start);
  start();
})();
