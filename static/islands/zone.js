// Most people start where they are: the time zone is filled in, and stays free to change.
(() => {
  "use strict";
  const field = document.querySelector("[data-zone]");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (field && here && field.value === "UTC") field.value = here;
})();
