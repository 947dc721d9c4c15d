// Menus close with Escape and with a click elsewhere; without this script a second
// press on the menu's own button closes it.
{
  const OPEN = "details.menu[open], details.revise[open]";

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll(OPEN)) {
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) menu.querySelector("summary").focus();
    }
  });

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(OPEN)) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

// "/" goes to the search field, "?" opens the list of keys. Keys typed into a field
// stay what they are. Nothing depends on them.
{
  const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

  const actions = {
    "/": () => document.querySelector("input[type=search], [data-search]"),
    "?": () => document.querySelector("dialog[data-keys]"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
    const found = actions[event.key]?.();
    if (!found) return;
    event.preventDefault();
    if (found.showModal) found.open || found.showModal();
    else found.focus();
  });
}
