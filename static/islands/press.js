// Every press has a key of its own, drawn anew after each success and each edit; the same press sent twice has the same.
(() => {
  "use strict";
  const fresh = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const renew = (form) => {
    const key = form && form.querySelector("input[type=hidden][name=key]");
    if (key) key.value = fresh();
  };
  document.addEventListener("input", (event) => renew(event.target.closest("form")));
  document.addEventListener("htmx:after:request", (event) => {
    const { response, sourceElement } = event.detail.ctx;
    if (response && response.status < 500) renew(sourceElement.closest("form"));
  });
})();
