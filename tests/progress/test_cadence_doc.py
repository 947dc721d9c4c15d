"""The dates of docs/cadence.md are this test's: it works out every table."""

import pathlib
from datetime import date

import pytest

from progress.cadence import (
    DAY,
    Days,
    DueDates,
    MonthDay,
    MonthWeekday,
    Move,
    Weeks,
    Workdays,
    weekly,
)
from progress.due import Schedule
from progress.periods import Entered, periods

DOC = pathlib.Path(__file__).parents[2] / "docs" / "cadence.md"
NOTHING = "–"
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WORKDAYS = Workdays(frozenset({5, 6}), frozenset({date(2026, 9, 17)}))
AWAY = [(date(2026, 7, 8), date(2026, 7, 17))]


def tables(text):
    """(section, head, rows) of each table; rows are dictionaries of its cells."""
    section, lines = "", [*text.splitlines(), ""]
    for number, line in enumerate(lines):
        if line.startswith("## "):
            section = line[3:]
        if line.startswith("| ") and not lines[number - 1].startswith("|"):
            block = []
            while lines[number].startswith("|"):
                block.append([c.strip() for c in lines[number].strip("|").split("|")])
                number += 1
            head, _line, *rows = block
            yield section, head, [dict(zip(head, row, strict=True)) for row in rows]


TABLES = list(tables(DOC.read_text(encoding="utf-8")))


def rule_of(text, anchor="2001-01-01"):
    """ "weeks: 2 on Fri", "month weekday: 1 on -1 Fri", "days: 10"."""
    kind, _, told = text.partition(": ")
    every, _, on = told.partition(" on ")
    counted = {"every": int(every), "anchor": date.fromisoformat(anchor)}
    if kind == "weeks":
        return Weeks(tuple(map(WEEKDAYS.index, on.split())), **counted)
    if kind == "month day":
        return MonthDay(day=int(on), **counted)
    if kind == "month weekday":
        nth, weekday = on.split()
        return MonthWeekday(int(nth), WEEKDAYS.index(weekday), **counted)
    return Days(**counted)


def due_dates(cadence, since, count):
    found, day = [], date.fromisoformat(since) - DAY
    for _ in range(count):
        day = cadence.next_after(day)
        found.append(day.isoformat())
    return " ".join(found)


def told(cadence, row, name="due dates"):
    return due_dates(cadence, row["from"], len(row[name].split())) == row[name]


def a_rule(row):
    cadence = DueDates(rule_of(row["rule"], row["anchor"]))
    return told(cadence, row, "next four due dates")


def a_move(row):
    moved = DueDates(rule_of(row["rule"]), move=Move(row["moves"]), workdays=WORKDAYS)
    return told(moved, row)


def a_grace(row):
    away = []
    if row["away"] != NOTHING:
        away = [tuple(map(date.fromisoformat, row["away"].split(" to ")))]
    wednesdays = DueDates(Weeks((2,)), int(row["grace"]), workdays=WORKDAYS)
    found = wednesdays.late_until(date(2026, 9, 16), away)
    return found.isoformat() == row["late until"]


def a_change(row):
    parts = ((date(2000, 1, 1), weekly(3)), (date(2026, 8, 21), weekly(0)))
    return told(Schedule(parts), row)


def a_period(row, away=()):
    entries = [] if row[CHECK_INS] == NOTHING else row[CHECK_INS].split()
    pairs = [map(int, entry.split("/")) for entry in entries]
    check_ins = [Entered(*(date(2026, 7, day) for day in pair)) for pair in pairs]
    found = periods(
        cadence=weekly(3),
        check_ins=check_ins,
        first_day=date(2026, 7, 1),
        last_day=date(2026, 7, 31),
        today=date.fromisoformat(row["today"]),
        away=away,
    )
    outcomes = " ".join(f"{p.due_on.day}:{p.outcome}" for p in found)
    return outcomes == row["periods"]


def an_absence(row):
    return a_period(row, AWAY)


CHECK_INS = "check-ins: measured/entered"
CHECKS = {
    ("1. Rules", "rule"): a_rule,
    ("2. Days off", "rule"): a_move,
    ("2. Days off", "grace"): a_grace,
    ("4. Changes", "from"): a_change,
    ("5. Periods", "today"): a_period,
    ("6. Days away", "today"): an_absence,
}


def test_every_table_is_worked_out():
    assert [(section, head[0]) for section, head, _ in TABLES] == list(CHECKS)


@pytest.mark.parametrize(
    ("check", "row"),
    [
        (CHECKS[section, head[0]], row)
        for section, head, rows in TABLES
        for row in rows
        if (section, head[0]) in CHECKS
    ],
)
def test_each_row_is_what_the_rules_say(check, row):
    assert check(row), row
