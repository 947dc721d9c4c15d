// Carries a card by keys: its [data-grip] picks it up (a button when pressed, a link
// with Space), arrows choose among the places of its [data-board], which stand in
// data-columns columns, Space or Enter puts it down, Escape leaves it. All of it is read
// out; what putting down means is said by board_put.js.
{
  let card = null;
  let at = 0;

  const board = () => card.closest("[data-board]");
  const places = () => [...board().querySelectorAll("[data-place]")];

  function tell(kind) {
    const told = board().querySelector("[data-told]");
    const words = { "%t": card.dataset.label ?? card.dataset.name, "%p": places()[at]?.dataset.name };
    told.textContent = told.dataset[kind].replace(/%[tp]/, (sign) => words[sign]);
  }
  function show(place) {
    for (const marked of document.querySelectorAll("[data-drop]")) delete marked.dataset.drop;
    if (place) place.dataset.drop = "yes";
    place?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function lift(grip) {
    card = grip.closest("[data-card]");
    at = places().findIndex((place) => place.contains(card));
    card.dataset.lifted = "yes";
    tell("lifted");
  }
  function leave() {
    delete card.dataset.lifted;
    show(null);
    card = null;
  }
  function put() {
    const [carried, place] = [card, places()[at]];
    leave();
    carried.dispatchEvent(new CustomEvent("board:put", { bubbles: true, detail: { place } }));
  }
  function go(by) {
    at = Math.min(Math.max(at + by, 0), places().length - 1);
    show(places()[at]);
    tell("over");
  }

  for (const hidden of document.querySelectorAll("[data-grip][hidden], [data-help][hidden]")) hidden.hidden = false;
  // Back from a move: on to the same card.
  addEventListener("load", () => {
    const moved = location.hash && document.getElementById(location.hash.slice(1));
    if (moved) moved.querySelector("[data-grip]")?.focus();
  });

  document.addEventListener("click", (event) => {
    const grip = event.target.closest("button[data-grip]");
    if (grip) card ? put() : lift(grip);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const grip = event.target.closest("[data-grip]");
    if (!grip) return;
    const columns = Number(card ? board().dataset.columns : 1);
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const isLink = grip.matches("a");
    if (!card && !(isLink && event.key === " ")) return;
    if (!card) lift(grip);
    else if (event.key in steps) go(steps[event.key]);
    else if (event.key === "Escape") (tell("left"), leave());
    else if (isLink && [" ", "Enter"].includes(event.key)) put();
    else return;
    event.preventDefault();
  });
  document.addEventListener("focusout", () => card && leave());
}
