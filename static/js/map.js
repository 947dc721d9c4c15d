// "o" leads from the map to the outline of the same selection. Letters typed into a
// field stay what they are.
{
  const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

  document.addEventListener("keydown", (event) => {
    if (event.key !== "o" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING)) return;
    document.querySelector("a[data-outline]")?.click();
  });
}
