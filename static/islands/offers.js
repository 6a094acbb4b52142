// Marks the cards my name stands beside: the cards are the same for everybody, which are mine stands in one place.
// Where I put the card up, or only my name stands, one tap must not take it away: the button gives way to a plain word.
(() => {
  "use strict";
  const mark = () => {
    const place = document.getElementById("gathering-my_offers");
    if (!place) return;
    const mine = new Set(place.dataset.numbers.split(" "));
    const begun = new Set(place.dataset.begun.split(" "));
    document.querySelectorAll(".asset button.too").forEach((button) => {
      const on = mine.has(button.value);
      const word = button.firstElementChild;
      button.dataset.other = button.dataset.other || word.textContent;
      const text = on ? button.dataset.mine : button.dataset.other;
      if (word.textContent !== text) word.textContent = text;
      button.name = on ? "take_off" : "card";
      button.setAttribute("aria-pressed", on);
      const yours = button.parentElement.querySelector(".yours");
      // somebody else's card stays pressable until the news says who stands beside it
      if (!yours) return;
      const plain = on && (yours.dataset.only === document.body.dataset.participant || begun.has(button.value));
      button.hidden = plain;
      yours.hidden = !plain;
    });
  };
  document.addEventListener("assembly:shown", mark);
  document.addEventListener("htmx:after:swap", mark);
  mark();
})();
