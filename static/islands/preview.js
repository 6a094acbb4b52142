// The small wall on the desk is the real one, drawn at 1920 wide and scaled to its frame, also after the frame was redrawn.
(() => {
  "use strict";
  const WALL = 1920;
  if (!window.ResizeObserver) return;
  const fit = () =>
    document.querySelectorAll(".preview").forEach((frame) => {
      frame.firstElementChild.style.transform = `scale(${frame.clientWidth / WALL})`;
    });
  const observer = new ResizeObserver(fit);
  document.querySelectorAll(".preview").forEach((frame) => observer.observe(frame));
  document.addEventListener("htmx:after:swap", fit);
  document.addEventListener("assembly:shown", fit);
  window.addEventListener("resize", fit);
})();
