// The small wall on the desk is the real one, drawn at 1920 wide and scaled to its frame.
(() => {
  "use strict";
  const WALL = 1920;
  const frame = document.querySelector(".preview");
  if (!frame || !window.ResizeObserver) return;
  new ResizeObserver(() => {
    frame.firstElementChild.style.transform = `scale(${frame.clientWidth / WALL})`;
  }).observe(frame);
})();
