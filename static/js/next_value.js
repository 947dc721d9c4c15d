// My updates: Tab after typing a number goes to the next row's number, Shift+Tab from
// there back to it. From a number that was left as it is Tab goes on through its own row:
// "No change", confidence, note, Save. So numbers are typed one after another and nothing
// is out of reach. Without this script Tab goes through everything.
{
  const ROW = "[data-row]:not([data-state=done])";
  const FIELD = `${ROW} [data-value]`;
  let typedIn = null; // the row whose number was changed since the cursor came to it
  let cameTo = null; // the row to which this script brought the cursor

  const rowOf = (element) => (element.matches?.(FIELD) ? element.closest(ROW) : null);

  const neighbour = (row, by) => {
    const rows = [...document.querySelectorAll(ROW)];
    return rows[rows.indexOf(row) + by];
  };

  function go(row) {
    const field = row.querySelector("[data-value]:checked") ?? row.querySelector("[data-value]");
    field.focus();
    if (field.type === "text") field.select();
    cameTo = row;
  }

  document.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (row !== typedIn) typedIn = null;
    if (row !== cameTo) cameTo = null;
  });
  document.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (row) typedIn = event.target.value.trim() ? row : null;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rowOf(event.target);
    if (!row || (row !== typedIn && !(event.shiftKey && row === cameTo))) return;
    const next = neighbour(row, event.shiftKey ? -1 : 1);
    if (!next) return;
    event.preventDefault();
    go(next);
  });
}
