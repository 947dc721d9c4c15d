// Moves an objective by dragging its row onto another, or by "m" on its title. Both lead
// to the page that shows what would change; nothing is saved here. Rows that a reader
// may move hold a ".node-move" link, which does the same without this script.
{
  let dragged = null;

  const nodeAt = (event) => event.target.closest?.(".tree .node");
  const linkOf = (node) => node?.querySelector(":scope > .node-row > .node-move");
  const rows = (node) => [...node.querySelectorAll(".node-row")];
  const isTarget = (node) => dragged && node && !dragged.contains(node);

  function mark(value, marked) {
    for (const row of document.querySelectorAll(`[data-drop=${value}]`)) delete row.dataset.drop;
    for (const row of marked) row.dataset.drop = value;
  }

  document.addEventListener("pointerdown", (event) => {
    const node = nodeAt(event);
    if (linkOf(node)) node.querySelector(".node-row").draggable = true;
  });
  document.addEventListener("dragstart", (event) => {
    const node = nodeAt(event);
    dragged = linkOf(node) ? node : null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    // Some browsers drag nothing that carries no data.
    event.dataTransfer.setData("text/plain", linkOf(dragged).href);
    mark("no", rows(dragged));
  });
  document.addEventListener("dragover", (event) => {
    const node = nodeAt(event);
    mark("yes", isTarget(node) ? rows(node).slice(0, 1) : []);
    if (isTarget(node)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const node = nodeAt(event);
    if (!isTarget(node)) return;
    event.preventDefault();
    location.assign(`${linkOf(dragged).href}?parent=${node.id.replace("o-", "")}`);
  });
  document.addEventListener("dragend", () => {
    mark("no", []);
    mark("yes", []);
    dragged = null;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(".tree .node-title > a")) linkOf(nodeAt(event))?.click();
  });
}
