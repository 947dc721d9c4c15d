// Keeps in the address which branches of the outline stand open, as its links do
// without this script: "?open=12,-7" says 12 open and 7 closed. A branch that waits
// is fetched when it is opened, and the first row that came takes the focus, unless
// somebody has gone on to another place meanwhile.
{
  const idOf = (node) => node.id.replace("o-", "");

  const remember = (id, isOpen) => {
    const url = new URL(location.href);
    const kept = (url.searchParams.get("open") ?? "")
      .split(",")
      .filter((part) => part && part !== id && part !== `-${id}`);
    url.searchParams.set("open", [...kept, isOpen ? id : `-${id}`].join(","));
    history.replaceState(history.state, "", url);
  };

  const waiting = (node) => node.querySelector(":scope > ul > .node-lazy:only-child a");

  document.addEventListener("click", (event) => {
    const twist = event.target.closest("[data-tree] .twist > summary")?.parentElement;
    if (!twist) return;
    const node = twist.closest(".node");
    remember(idOf(node), !twist.open); // the click has not turned it yet
    if (!twist.open) waiting(node)?.click();
  });

  const isElsewhere = (node, target) => {
    const at = document.activeElement;
    return at !== document.body && !target.contains(at) && at.closest(".node") !== node;
  };

  let next; // gives the first of the rows that are on their way
  document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    const node = target.closest(".tree .node");
    const before = target.previousElementSibling;
    if (node?.closest("[data-tree]")) remember(idOf(node), true);
    if (isElsewhere(node, target)) return;
    next = () => (before ? before.nextElementSibling : node?.querySelector("ul > .node"));
  });

  // With the rows, not after them: a key pressed at once goes on from where they are.
  document.addEventListener("htmx:afterSwap", () => {
    next?.()?.querySelector(".node-title > a")?.focus();
    next = undefined;
  });
}
