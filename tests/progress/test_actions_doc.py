"""docs/actions.md says which steps there are and which days they give."""

import datetime

import pytest

from objectives import steps
from tests.progress.doc_tables import tables

TABLES = dict(tables("actions.md"))
DAYS = {f"{day} Aug": datetime.date(2026, 8, day) for day in range(1, 32)}
# "back into the plan", "having begun" and the like, as states.
STATES = {"back": steps.PLANNED, "taken": steps.DOING}


def test_the_steps_are_those_of_the_table():
    told = {row["from"]: tuple(row["to"].split(", ")) for row in TABLES[("from", "to")]}
    assert told == steps.STEPS


@pytest.mark.parametrize(
    "row", TABLES[("steps taken", "begins", "ends")], ids=lambda row: row["steps taken"]
)
def test_the_days_are_those_of_the_table(row):
    run = steps.Run()
    for part in row["steps taken"].split(", "):
        word, _, rest = part.partition(" ")
        if word != "without":
            on = DAYS[rest.rpartition("on ")[2]]
            run = steps.run_after(run, STATES.get(word, word), on)
    begins, ends = DAYS.get(row["begins"]), DAYS.get(row["ends"])
    assert (run.began, run.ended) == (begins, ends)
