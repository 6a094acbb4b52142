// A key to somebody's place comes behind the #, which no server and no log ever sees: it is filled in, and the address
// wiped. Whoever holds the phone still says that it is them.
(() => {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  const words = location.hash.slice(1);
  if (!form || !words) return;
  history.replaceState(null, "", location.pathname);
  form.elements.words.value = decodeURIComponent(words).replaceAll("-", " ");
})();
