// A press and its answer. Every press has a key of its own, drawn anew after each success and each edit, so that the
// same press sent twice counts once. When the answer does not come, the form stays as it is and says so.
(() => {
  "use strict";
  const fresh = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const renew = (form) => {
    const key = form && form.querySelector("input[type=hidden][name=key]");
    if (key) key.value = fresh();
  };

  const show = (form, sentence) => {
    const old = form.querySelector(":scope > .refusal");
    if (old) old.remove();
    if (!sentence) return;
    const line = document.createElement("p");
    line.className = "refusal";
    line.setAttribute("role", "alert");
    line.textContent = sentence;
    form.prepend(line);
  };

  // Done: what was opened for one press closes again, and the focus stays where it was opened.
  const shut = (once) => {
    const inside = once.contains(document.activeElement);
    once.open = false;
    if (inside) once.querySelector("summary").focus({ preventScroll: true });
  };

  const formOf = (event) => event.detail.ctx.sourceElement && event.detail.ctx.sourceElement.closest("form");

  document.addEventListener("input", (event) => renew(event.target.closest("form")));

  document.addEventListener("htmx:after:request", (event) => {
    const form = formOf(event);
    if (!form) return;
    const { response, text } = event.detail.ctx;
    if (response.status < 500) {
      renew(form);
      const once = response.status < 300 && form.closest("details[data-once], details.careful");
      if (once) shut(once);
      return show(form, "");
    }
    const page = new DOMParser().parseFromString(text, "text/html").getElementById("refusal");
    show(form, page ? page.textContent : document.body.dataset.notSent);
  });

  // What a press brought is seen and read, not only done: the focus goes there, which says it once. What must be mended
  // is where one looks and types next. News that come meanwhile are no answer, and leave the focus alone.
  document.addEventListener("htmx:after:swap", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    const place = sourceElement && response && document.querySelector(response.headers.get("HX-Retarget") || "main");
    if (!place) return;
    const told = document.querySelector("main .refusal") || place.querySelector(".saved");
    const box = told && told.getBoundingClientRect();
    if (box && (box.top < 0 || box.bottom > innerHeight - 60)) told.scrollIntoView({ block: "center" });
    if (told && told.matches("[tabindex]")) told.focus({ preventScroll: true });
    else if (document.activeElement === document.body) stay(place); // what was pressed is gone
  });

  const stay = (place) => {
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  };

  document.addEventListener("htmx:error", (event) => {
    const form = formOf(event);
    if (form) show(form, document.body.dataset.notSent);
  });
})();
