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
