// Offers names while one is typed after an @ in a text with data-suggests, the address
// that knows them. Arrow keys choose, Enter or Tab takes, Escape closes. Without this
// script the name is typed in full.
{
  const LONGEST = 40; // characters after the @
  let list = null;
  let asked = 0;

  const typed = (area) => /(?:^|[^\w@.])@([^@\n]*)$/.exec(area.value.slice(0, area.selectionStart))?.[1];

  function close(area) {
    list?.remove();
    list = null;
    area.setAttribute("aria-expanded", "false");
    area.removeAttribute("aria-activedescendant");
  }

  function mark(area, index) {
    const names = [...list.children];
    const chosen = names[(index + names.length) % names.length];
    for (const name of names) name.setAttribute("aria-selected", name === chosen);
    area.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  const chosen = () => [...list.children].findIndex((name) => name.getAttribute("aria-selected") === "true");

  function take(area, name) {
    const end = area.selectionStart;
    area.setRangeText(`${name} `, end - typed(area).length, end, "end");
    close(area);
    area.focus();
  }

  function open(area, names) {
    close(area);
    list = document.createElement("ul");
    Object.assign(list, { id: `${area.id}-names`, className: "names" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", area.dataset.namesLabel || "@");
    names.forEach((name, index) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `${list.id}-${index}`, textContent: name });
      item.setAttribute("role", "option");
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(area, name);
      });
      list.append(item);
    });
    area.after(list);
    area.setAttribute("aria-expanded", "true");
    mark(area, 0);
  }

  async function suggest(area) {
    const query = typed(area);
    const mine = ++asked;
    if (!query || query.length > LONGEST) return close(area);
    const answer = await fetch(`${area.dataset.suggests}?q=${encodeURIComponent(query)}`).catch(() => null);
    if (mine !== asked || !answer?.ok) return;
    const { people } = await answer.json();
    if (mine !== asked) return;
    people.length ? open(area, people) : close(area);
  }

  for (const area of document.querySelectorAll("[data-suggests]")) {
    area.setAttribute("role", "combobox");
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-expanded", "false");
    area.setAttribute("aria-controls", `${area.id}-names`);
    area.addEventListener("input", () => suggest(area));
    area.addEventListener("blur", () => close(area));
    area.addEventListener("keydown", (event) => {
      if (!list || event.isComposing) return;
      const steps = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in steps) mark(area, chosen() + steps[event.key]);
      else if (event.key === "Enter" || event.key === "Tab") take(area, list.children[chosen()].textContent);
      else if (event.key === "Escape") close(area);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
}
