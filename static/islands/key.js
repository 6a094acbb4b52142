// A link to a key carries it behind the #, which no server and no log ever sees: hand it over and wipe the address.
const form = document.querySelector("form[data-key]");
const key = location.hash.slice(1);
if (form && key) {
  history.replaceState(null, "", location.pathname);
  form.elements.key.value = decodeURIComponent(key);
  form.submit();
}
