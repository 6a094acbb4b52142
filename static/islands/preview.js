// The small wall on the desk is the real one, drawn at 1920 wide and scaled to its frame, also after the frame was redrawn.
// And with a new step the desk is read from its top.
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
  // with a new step one begins again at its top: its name, its clock, what to say
  let step = "";
  const stepOf = () => document.querySelector(".sheet [aria-current] .title")?.textContent || "";
  document.addEventListener("htmx:after:swap", () => {
    fit();
    if (step && stepOf() !== step) window.scrollTo(0, 0);
    step = stepOf();
  });
  step = stepOf();
  document.addEventListener("assembly:shown", fit);
  window.addEventListener("resize", fit);
})();
