"""What somebody says about a file that is to be imported."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from progress.exchange.columns import COLUMNS, FIGURES, OKRS, Mapping, read_header
from progress.exchange.csv_file import ENCODINGS
from progress.exchange.reading import Table, Tables

CURRENT = [
    ("check_in", _("Add a check-in with the new value")),
    ("leave", _("Leave it alone")),
]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("CSV or XLSX, up to 20 MB"),
        allow_empty_file=True,  # the reader says it better
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx", "class": "input file"}),
    )
    check_ins = forms.FileField(
        label=_("Check-ins, if they are a CSV of their own"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv", "class": "input file"}),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of a CSV"), choices=list(ENCODINGS.items())
    )
    current = forms.ChoiceField(
        label=_("If a current value differs"),
        choices=CURRENT,
        widget=forms.RadioSelect,
        initial="check_in",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["current"].in_a_row = False

    def brought(self) -> list[Any]:
        both = (self.cleaned_data["file"], self.cleaned_data["check_ins"])
        return [file for file in both if file]


class ColumnsForm(forms.Form):
    """Which column of a file means what; what is known already is chosen."""

    def __init__(self, *args: Any, tables: Tables, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tables = tables
        self.names: dict[str, tuple[Table, str]] = {}
        for table in tables.all:
            self.offer(table)

    def offer(self, table: Table) -> None:
        choices = [("", _("Leave this column out"))]
        choices += [(n, n) for n in COLUMNS[table.kind] if n not in FIGURES]
        choices += [(n, n) for n in sorted(FIGURES)] if table.kind == OKRS else []
        for index, name in enumerate(dict.fromkeys(table.names)):
            if not name.strip():
                continue
            field = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=place(table, name)
            )
            field.has_examples = examples(table, name)
            key = f"{table.kind}-{index}"
            self.fields[key] = field
            self.names[key] = (table, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for table in self.tables.all:
            self.refuse(table, self.mapping_of(table))
        return cleaned

    def refuse(self, table: Table, mapping: Mapping) -> None:
        header = read_header(table.names, mapping)
        for name in header.missing:
            text = _("One column must be “%(name)s”.")
            self.add_error(None, text % {"name": name})
        for key, (of, name) in self.names.items():
            if of is table and mapping.chosen.get(name) in header.doubled:
                self.add_error(key, _("Another column is this one already."))

    def mapping_of(self, table: Table) -> Mapping:
        said = self.cleaned_data
        chosen = {
            n: said.get(key, "") for key, (t, n) in self.names.items() if t is table
        }
        return Mapping(chosen)

    def chosen(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for table in self.tables.all:
            found |= self.mapping_of(table).chosen
        return found


def place(table: Table, name: str) -> str:
    known = table.header.places[table.names.index(name)]
    return known or ""


def examples(table: Table, name: str) -> str:
    """What stands in the first rows, for whoever has to say what it is."""
    index = table.names.index(name)
    found = [row.cells[index] for row in table.rows[:5] if index < len(row.cells)]
    return ", ".join(str(cell)[:40] for cell in found[:3] if cell)
