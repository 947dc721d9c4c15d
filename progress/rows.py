"""One page of My updates: its rows, and what was typed into them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from functools import cached_property

from objectives.display import show_number
from objectives.models import Absence
from progress.forms import CheckInForm, CorrectionForm
from progress.models import CheckIn
from progress.queues import Owed
from progress.readings import KeyResultReading

ROWS = 25


@dataclass
class Row:
    """One key result with its form, and what became of it when it was sent."""

    reading: KeyResultReading
    form: CheckInForm
    group: str
    conflict: CheckIn | None = None
    is_reused: bool = False  # its one-time key came before with another value
    saved: CheckIn | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def is_revision(self) -> bool:
        return isinstance(self.form, CorrectionForm)

    @property
    def version(self) -> int:
        """The newest entry its reader has now seen."""
        if self.conflict:
            return self.conflict.pk
        return self.reading.ledger_end

    @property
    def seen(self) -> CheckIn | None:
        """The entry that its reader had before them, where it still stands."""
        wanted = self.form.cleaned_data.get("version") if self.conflict else None
        return next((e for e in self.reading.entries if e.pk == wanted), None)

    @property
    def replaces(self) -> int:
        return self.reading.latest.pk if self.reading.latest else 0

    @property
    def row_id(self) -> str:
        return f"kr-{self.reading.key_result.pk}"

    @property
    def value_name(self) -> str:
        return f"{self.row_id}-value"

    @property
    def confidence_name(self) -> str:
        return f"{self.row_id}-confidence"

    @property
    def described_by(self) -> str:
        return f"{self.row_id}-last {self.row_id}-error"

    @property
    def placeholder(self) -> str:
        latest = self.reading.latest
        return show_number(latest.value, self.reading.places) if latest else ""

    def typed(self, name: str, otherwise: str = "") -> str:
        """What was typed in a field of a row that was sent, else `otherwise`."""
        if not self.form.is_bound or name not in self.form.fields:
            return otherwise
        return self.form[name].data or ""

    @property
    def typed_value(self) -> str:
        return self.typed("value")

    @property
    def typed_note(self) -> str:
        latest = self.reading.latest
        return self.typed("note", latest.note if latest and self.is_revision else "")

    @property
    def typed_reason(self) -> str:
        return self.typed("reason")

    @property
    def typed_confidence(self) -> str:
        latest = self.reading.latest
        return self.typed("confidence", latest.confidence if latest else "")

    @property
    def sentences(self) -> str:
        """Why it was not saved."""
        if not self.form.is_bound:
            return ""
        return " ".join(
            str(text) for texts in self.form.errors.values() for text in texts
        )

    @property
    def has_text(self) -> bool:
        return bool(self.typed_value.strip())

    @property
    def is_wrong(self) -> bool:
        return self.form.is_bound and bool(self.form.errors)


@dataclass
class Page:
    """The rows of one page and what the whole queue holds."""

    rows: list[Row]
    lines: list[Owed]
    number: int
    asked: int | None = None  # the key result that a link to this page named

    @property
    def groups(self) -> list[tuple[str, list[Row], int, Absence | None]]:
        """(group, its rows on this page, how many in all, whose they are)."""
        return [
            (group, rows, self.count(group), self.delegated.get(group))
            for group in dict.fromkeys(["overdue", "due", "done", *self.delegated])
            if (rows := [row for row in self.rows if row.group == group])
        ]

    def count(self, group: str) -> int:
        return sum(line.group == group for line in self.lines)

    @property
    def delegated(self) -> dict[str, Absence]:
        """The absences that lines of other people belong to, by their group."""
        return {line.group: line.absence for line in self.lines if line.absence}

    @property
    def done(self) -> int:
        return sum(line.group == "done" for line in self.own)

    @property
    def total(self) -> int:
        return len(self.own)

    @property
    def own(self) -> list[Owed]:
        return [line for line in self.lines if line.absence is None]

    @property
    def previous(self) -> str:
        return f"?page={self.number - 1}" if self.number > 1 else ""

    @property
    def next(self) -> str:
        return (
            f"?page={self.number + 1}" if self.number * ROWS < len(self.lines) else ""
        )

    @cached_property
    def next_due(self):
        """The earliest date on which anything falls due from now on, and how many."""
        days = [line.due.next_on for line in self.lines if line.due.next_on]
        days += [line.due.on for line in self.lines if line.group == "due"]
        earliest = min(days, default=None)
        return earliest and (earliest, days.count(earliest))

    @property
    def due_until(self):
        return max(
            (line.due.on for line in self.lines if line.group == "due"), default=None
        )

    @property
    def typed(self) -> int:
        return sum(row.has_text for row in self.rows)

    @property
    def first_owed(self) -> int | None:
        """Where the cursor stands when the page opens.

        In a wrong row, in the one that a link named, or else in the first.
        """
        wrong = [row for row in self.rows if row.is_wrong or row.conflict]
        owed = [row for row in self.rows if not row.is_revision]
        named = [row for row in owed if row.reading.key_result.pk == self.asked]
        return next((row.reading.key_result.pk for row in wrong + named + owed), None)
