"""The order in which lists show all teams."""

from __future__ import annotations

from objectives.models import Team


def ids_in_order() -> list[int]:
    """Each team above those below it, siblings by name; 1 query of slim rows."""
    rows = list(Team.objects.order_by().values_list("pk", "name", "path"))
    names = {pk: name.casefold() for pk, name, _path in rows}

    def place(row: tuple[int, str, str]) -> list[tuple[str, int]]:
        ids = [int(part) for part in row[2].strip("/").split("/")]
        return [(names.get(pk, ""), pk) for pk in ids]

    return [pk for pk, _name, _path in sorted(rows, key=place)]
