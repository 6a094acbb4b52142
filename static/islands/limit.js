// How much of a field is used, "12/60", beside every field that ends somewhere: a browser stops taking letters without a
// word. Without this script the hint under the field says how many there may be.
(() => {
  "use strict";
  const NEAR = 10; // letters left when it is said aloud, and once more at none
  const LONG = 20; // shorter fields are numbers and codes
  const counted =
    'input[maxlength]:not([type="hidden"], [inputmode], [name="q"], [autocapitalize="off"], [autocapitalize="characters"]), textarea[maxlength]';

  const show = (field) => {
    const most = field.maxLength;
    const typed = field.value.length;
    if (most < LONG) return;
    const line = place(field, typed);
    if (!line) return;
    const text = `${typed}/${most}`;
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("full", typed >= most);
    const said = document.getElementById("said");
    if (said && (most - typed === NEAR || typed === most)) said.textContent = text;
  };

  // The hint that stands there, or a new line once there is something to count.
  const place = (field, typed) => {
    const named = field.id && document.querySelector(`[data-limit="${CSS.escape(field.id)}"]`);
    const inside = field.closest("label") && field.closest("label").querySelector(".limit");
    if (named || inside || !typed) return named || inside;
    const line = document.createElement("span");
    line.className = "small limit";
    if (field.id) line.dataset.limit = field.id;
    field.after(line);
    return line;
  };

  const count = () => document.querySelectorAll(counted).forEach((field) => field.value && show(field));
  document.addEventListener("input", (event) => event.target.matches(counted) && show(event.target));
  document.addEventListener("htmx:after:swap", count);
  count();
})();
