// Marks the pod I am in: the list is the same for everybody, which is mine stands in one place.
(() => {
  "use strict";
  const mark = () => {
    const place = document.getElementById("gathering-in_pod");
    if (!place) return;
    document.querySelectorAll(".pods [data-number]").forEach((pod) => {
      const mine = pod.dataset.number === place.dataset.mine;
      pod.querySelector(".yours").hidden = !mine;
      const other = pod.querySelector(".join, .full");
      if (other) other.hidden = mine;
    });
  };
  document.addEventListener("assembly:shown", mark);
  document.addEventListener("htmx:after:swap", mark);
  mark();
})();
