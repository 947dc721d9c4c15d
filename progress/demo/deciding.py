"""What the sample company decided about key results that fell behind their pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from objectives.models import Cycle, KeyResult, User
from progress.day import Day
from progress.deciding import asks, decide
from progress.models import Choice
from progress.readings import KeyResultReading, read_key_results, shown_key_results

SOON = timedelta(minutes=2)  # after the check-in was saved


@dataclass(frozen=True)
class Decided:
    """`back` counts check-ins: 2 is the one before the last two."""

    content: str
    back: int
    choice: Choice
    by: str
    words: str


DECISIONS = (
    Decided(
        "Availability of every contact channel",
        2,
        Choice.HELP,
        "priya",
        "Chloe lends two engineers until the cut-over.",
    ),
    Decided(
        "Chat connect time, slowest 5%",
        0,
        Choice.UNBLOCK,
        "hana",
        "Asked Launch for a date for the widget.",
    ),
)


def add_decisions(cycle: Cycle, people: dict[str, User], today: date) -> None:
    """As they were made, right after their check-ins."""
    names = [made.content for made in DECISIONS]
    rows = KeyResult.objects.filter(objective__cycle=cycle, content__in=names)
    readings = read_key_results(list(shown_key_results(rows)), Day(today))
    found = {reading.key_result.content: reading for reading in readings}
    for made in DECISIONS:
        add_decision(made, found[made.content], people[made.by])


def add_decision(made: Decided, whole: KeyResultReading, by: User) -> None:
    """None where the dates of the day on which it is built leave nothing behind."""
    entry = whole.entries[-1 - made.back]
    reading = whole.up_to(entry)
    if asks(reading):
        at = entry.created_at + SOON
        decide(reading, by=by, choice=made.choice, words=made.words, at=at)
