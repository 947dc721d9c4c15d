// Drags a [data-card] onto a [data-place] of the same [data-board]. What that means is
// said by the form that board_put.js sends; a phone, which drags nothing, has the form.
{
  let card = null;

  const placeAt = (event) => {
    const place = event.target.closest?.("[data-place]");
    return card && place?.closest("[data-board]") === card.closest("[data-board]") ? place : null;
  };

  function mark(place) {
    for (const marked of document.querySelectorAll("[data-drop]")) delete marked.dataset.drop;
    if (place) place.dataset.drop = "yes";
  }

  document.addEventListener("pointerdown", (event) => {
    const pressed = event.target.closest?.("[data-card]");
    if (pressed) pressed.draggable = !event.target.closest("form, button, summary, input, select");
  });
  document.addEventListener("dragstart", (event) => {
    card = event.target.closest?.("[data-card]") ?? null;
    if (!card) return;
    event.dataTransfer.effectAllowed = "move";
    // Some browsers drag nothing that carries no data.
    event.dataTransfer.setData("text/plain", card.dataset.label ?? card.dataset.name);
  });
  document.addEventListener("dragover", (event) => {
    const place = placeAt(event);
    mark(place);
    if (place) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const place = placeAt(event);
    if (!place) return;
    event.preventDefault();
    card.dispatchEvent(new CustomEvent("board:put", { bubbles: true, detail: { place } }));
  });
  document.addEventListener("dragend", () => {
    mark(null);
    card = null;
  });
}
