// Remembers each mark of the book this phone has seen, and says calmly when the same row has another mark today.
// Kept as text in this browser alone; it works on plain http, because nothing is computed here, only compared.
(() => {
  "use strict";
  const MOST = 400; // rows remembered for one assembly; the oldest are dropped

  const read = (place) => {
    try {
      return JSON.parse(localStorage.getItem(place)) || {};
    } catch {
      return {};
    }
  };

  const keep = (place, rows) => {
    const newest = Object.keys(rows).sort((one, other) => other - one).slice(0, MOST);
    try {
      localStorage.setItem(place, JSON.stringify(Object.fromEntries(newest.map((seq) => [seq, rows[seq]]))));
    } catch {
      // a private window or a full phone remembers nothing
    }
  };

  const look = () => {
    document.querySelectorAll("[data-book]").forEach((element) => {
      const place = `assembly book ${element.dataset.book}`;
      const rows = read(place);
      const shown = element.dataset.heads.split(" ").filter(Boolean).map((head) => head.split(":"));
      const other = shown.find(([seq, mark]) => rows[seq] && rows[seq] !== mark);
      shown.forEach(([seq, mark]) => (rows[seq] = rows[seq] || mark));
      if (shown.length) keep(place, rows);
      if (other) show(other[0]);
    });
  };

  const show = (seq) => {
    const line = document.getElementById("witness");
    if (!line || !line.hidden) return;
    line.querySelector("b").textContent = seq;
    line.hidden = false;
  };

  document.addEventListener("assembly:shown", look);
  document.addEventListener("htmx:after:swap", look);
  look();
})();
