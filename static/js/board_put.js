// Puts a card of a board where it was dragged or carried to ("board:put"): fills the
// card's own form with what the place says and sends it. Without this script the form
// is filled in by hand.
//
// A place carries data-place ("step=done") and, where not every card may go there,
// data-key, which the card's data-allows must name. The fields stand in the card, or in
// the element that its data-box names: [data-field=step], [data-put] for the button. A
// field with data-asked="dropped" must be filled in for that step and is gone to first.
{
  document.addEventListener("board:put", (event) => {
    const card = event.target;
    const { place } = event.detail;
    const told = card.closest("[data-board]").querySelector("[data-told]");
    const name = card.dataset.label ?? card.dataset.name;
    const tell = (sentence) => {
      if (told) told.textContent = sentence.replace("%t", name).replace("%p", place.dataset.name);
    };
    if (place.contains(card) || place === card) return tell(told?.dataset.left ?? "");
    const allows = card.dataset.allows?.split(" ");
    if (allows && !allows.includes(place.dataset.key)) return tell(told?.dataset.refused ?? "");

    const box = document.getElementById(card.dataset.box) ?? card;
    const values = new URLSearchParams(place.dataset.place);
    for (const [field, value] of values) box.querySelector(`[data-field=${field}]`).value = value;
    const asked = box.querySelector("[data-asked]");
    if (asked?.dataset.asked.split(" ").includes(values.get("step")) && !asked.value.trim()) {
      asked.closest("details").open = true;
      asked.focus();
      return tell(told?.dataset.asked ?? "");
    }
    const button = box.querySelector("[data-put]");
    button.form.requestSubmit(button);
  });
}
