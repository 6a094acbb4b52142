// On a phone the desk's pages stand in one line that scrolls sideways: the page one is on is brought into sight.
(() => {
  "use strict";
  const nav = document.querySelector("nav");
  const here = nav && nav.querySelector("[aria-current]");
  if (here) nav.scrollLeft += here.getBoundingClientRect().left - nav.getBoundingClientRect().left - (nav.clientWidth - here.offsetWidth) / 2;
})();
