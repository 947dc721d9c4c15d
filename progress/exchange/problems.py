"""What can be wrong with a file, as sentences in the language of whoever reads them.

A problem is kept as a code with its parameters, so that it is told anew, in their own
language, to each who opens the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from objectives.numbers import MESSAGES as NUMBERS

FILES = {
    "empty_file": _("The file is empty."),
    "too_big": _("The file is larger than %(most)s MB."),
    "too_many_rows": _("The file has more than %(most)s rows. Divide it."),
    "too_many_columns": _("The file has more than %(most)s columns."),
    "cell_too_long": _("Row %(row)s has a cell of more than %(most)s characters."),
    "not_text": _("This is neither a text file (CSV) nor a workbook (XLSX)."),
    "is_utf16": _("This is UTF-16 text. Save the file as “CSV UTF-8”."),
    "looks_like": _("This looks like %(encoding)s text: choose that encoding."),
    "not_encoded": _("This is not %(encoding)s text. Save the file as “CSV UTF-8”."),
    "bad_csv": _("Row %(row)s cannot be read: a quotation mark is not closed."),
    "old_workbook": _(
        "This workbook is locked with a password or older than 2007. "
        "Save it as XLSX without a password."
    ),
    "broken_workbook": _("This workbook is damaged and cannot be opened."),
    "macros": _("This workbook holds macros. Save it as XLSX, without them."),
    "bomb": _("This workbook unpacks to far more than it shows; it is not opened."),
    "foreign_xml": _("This workbook declares entities of its own; it is not opened."),
    "uncomputed": _(
        "This workbook holds formulas without results. Open it in a spreadsheet "
        "program and save it again."
    ),
    "no_table": _("No sheet of this workbook holds a table."),
    "two_tables": _("More than one table of %(table)s was given."),
}

ROWS = {
    "required": _("Write something here: it must not be empty."),
    "cell_error": _("The spreadsheet shows an error here instead of a value."),
    "too_long": _("Shorten this to %(most)s characters."),
    "unreadable": _("This holds characters that cannot be shown."),
    "not_a_date": _("Write a date such as 2026-03-31."),
    "date_range": _("Dates lie between 2000 and 2100."),
    "not_a_moment": _("Write a time such as 2026-03-31T09:00:00Z."),
    "in_future": _("This day has not come yet."),
    "outside_cycle": _("This day lies outside the cycle, %(first)s to %(last)s."),
    "not_yes_or_no": _("Write “yes”, or leave it empty."),
    "not_whole": _("Write a whole number from 1 to 1000."),
    "kind": _("Write one of: reach, at_least, at_most, milestone."),
    "confidence": _("Write one of: high, medium, low; or leave it empty."),
    "same_values": _("Start and target are the same, so progress has no scale."),
    "weight": _("A weight is more than 0. Set the key result aside instead."),
    "milestone_value": _("A milestone is 0, not yet reached, or 1, reached."),
    "milestone_numbers": _("A milestone goes from 0 to 1 and has no unit."),
    "due_kind": _("Only a milestone is due on a day of its own."),
    "email": _("Write an e-mail address such as ann@example.org."),
    "several_people": _("Several people have this name. Write an e-mail address."),
    "no_owner": _("No owner: it will belong to you."),
    "alike": _("This person will be added. Did you mean %(known)s?"),
    "several_teams": _("Several teams have this name. Write it with those above it."),
    "no_cycle": _("Write a cycle: there is none yet to take instead."),
    "current_cycle": _("No cycle: %(cycle)s is taken."),
    "cycle_dates": _("There is no such cycle yet. Write its first and last day."),
    "cycle_order": _("The last day must come after the first, within five years."),
    "other_dates": _("The cycle has other dates: %(first)s to %(last)s."),
    "other_row": _("Row %(row)s says something else about the same objective."),
    "doubled_id": _("Row %(row)s has the same key result."),
    "doubled_title": _("Several objectives have this title. Write their objective_id."),
    "no_parent": _("There is no such objective, here or in the file."),
    "own_parent": _("An objective cannot be its own parent."),
    "loop": _("This objective would lie under itself."),
    "too_deep": _("An objective can have at most 20 levels above it."),
    "dropped_parent": _("The parent has been dropped."),
    "apart": _("The dates of its cycle and of its parent’s do not overlap."),
    "closed": _("%(cycle)s is closed: what was set in it stays as it is."),
    "not_open": _("%(cycle)s is not open, so it takes no check-ins."),
    "set_aside": _("It was dropped; it takes no check-ins."),
    "measured": _("Its key results have been measured; it stays in its cycle."),
    "measured_kind": _("It has check-ins, so it stays what it is."),
    "served": _("That key result is not one of its parent’s."),
    "elsewhere": _("This key result belongs to another objective."),
    "no_key_result": _("There is no such key result, here or in the file."),
    "no_content": _("Write the key result, or leave its other columns empty too."),
    "no_correction": _("There is no such check-in of this key result."),
    "corrected": _("Another entry corrects that check-in already."),
    "no_reason": _("Say why the entry is corrected."),
    "ledger": _("The ledger holds another entry of this id; entries never change."),
    "not_an_id": _("This is not the id of a check-in; leave it empty."),
    "no_top": _("No parent objective: it will stand by itself in the tree."),
    "falling": _("The target is lower than the start: read as “lower is better”."),
    "no_target": _("No target: read as a milestone, done or not."),
}
SENTENCES = {**NUMBERS, **FILES, **ROWS}
# Two codes of numbers have the name of one of ours and say it better here.
SENTENCES["required"] = ROWS["required"]
SENTENCES["number_too_long"] = NUMBERS["too_long"]
SENTENCES["too_long"] = ROWS["too_long"]
WARNINGS = {
    "no_owner",
    "alike",
    "current_cycle",
    "no_top",
    "falling",
    "no_target",
}


def sentence(code: str, params: Mapping[str, object]) -> str:
    return str(SENTENCES[code]) % dict(params)


class Unreadable(Exception):
    """The whole file cannot be read; says why as a problem does."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self) -> str:
        return sentence(self.code, self.params)


@dataclass(frozen=True)
class Problem:
    """What is wrong in one row; `column` is a name as in `columns`."""

    table: str
    row: int
    column: str
    code: str
    params: dict[str, object] = field(default_factory=dict)
    cell: str = ""
    what: str = ""  # the key result or objective of the row

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS

    @property
    def sentence(self) -> str:
        return sentence(self.code, self.params)
