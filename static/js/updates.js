// My updates: marks the rows that hold an unsaved value, says how many there are, and
// lets "n" go to the next due row. Saving needs none of it.
//
// The form carries data-updates, each row data-row, the fields of its value data-value.
// [data-unsaved] says the count; its data-one and data-many are the sentences, with
// "%n" for the number.
{
  const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select";

  const isTyped = (field) =>
    field.type === "radio" ? field.checked && !field.defaultChecked : field.value.trim() !== "";

  const isLive = (row) => [...row.querySelectorAll("[data-value]")].some(isTyped);

  function mark(form) {
    let count = 0;
    for (const row of form.querySelectorAll("[data-row]")) {
      const live = isLive(row);
      row.toggleAttribute("data-live", live);
      row.querySelector(".save > .save-btn")?.classList.toggle("primary", live);
      count += live;
    }
    const told = form.querySelector("[data-unsaved]");
    if (!told) return;
    const sentence = count === 1 ? told.dataset.one : told.dataset.many;
    told.textContent = count ? sentence.replace("%n", count) : "";
  }

  function nextDue(from) {
    const rows = [...document.querySelectorAll("[data-row]:not([data-state=done])")];
    return rows[rows.indexOf(from?.closest("[data-row]")) + 1] ?? rows[0];
  }

  const markAll = () => document.querySelectorAll("form[data-updates]").forEach(mark);

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-updates]");
    if (form) mark(form);
  });
  document.addEventListener("htmx:afterSettle", markAll);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "n" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING)) return;
    const field = nextDue(document.activeElement)?.querySelector("[data-value]");
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
  markAll();
}
