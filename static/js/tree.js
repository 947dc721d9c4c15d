// The outline by arrow keys: up and down between objectives that are shown, right
// opens a branch or goes into it, left closes it or goes to the parent. Tab still
// reaches every link. Works on ".tree" with ".node" rows, also those loaded later.
{
  const LINK = ":scope > .node-row > .node-title > a";
  const TWIST = ":scope > .node-row > .node-title > details.twist";

  const shown = (tree) =>
    [...tree.querySelectorAll(".node > .node-row > .node-title > a, .node-lazy a")].filter(
      (link) => link.offsetParent !== null,
    );

  const step = (tree, link, by) => {
    const links = shown(tree);
    return links[links.indexOf(link) + by];
  };

  // By its summary, as a click does it, so that whoever listens to one hears both.
  // The focus stays on the title, so a screen reader is told what became of the branch.
  const turn = (twist) => {
    twist.querySelector("summary").click();
    const told = document.getElementById("loaded");
    if (told) told.textContent = twist.open ? told.dataset.opened : told.dataset.closed;
  };

  const moves = {
    ArrowDown: (tree, node, link) => step(tree, link, 1),
    ArrowUp: (tree, node, link) => step(tree, link, -1),
    ArrowRight: (tree, node, link) => {
      const twist = node?.querySelector(TWIST);
      if (twist?.open) return step(tree, link, 1);
      if (twist) turn(twist);
      return link;
    },
    ArrowLeft: (tree, node, link) => {
      const twist = node?.querySelector(TWIST);
      if (!twist?.open) return node?.parentElement.closest(".node")?.querySelector(LINK);
      turn(twist);
      return link;
    },
  };

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest(".tree .node-title > a");
    if (!link || !moves[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    moves[event.key](link.closest(".tree"), link.closest(".node"), link)?.focus();
  });
}
