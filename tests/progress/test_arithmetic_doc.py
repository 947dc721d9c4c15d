"""The numbers of docs/arithmetic.md are this test's: it works out every table."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from objectives.numbers import parse_number
from progress import measure
from progress.cadence import weekly
from progress.change import direction, distance, points, tenth_percent, whole_percent
from progress.due import Due, Freshness, due_state
from progress.turning import NEVER, Part, TurningDays, turning_days
from tests.progress.doc_gap import GAP_TABLES
from tests.progress.doc_tables import NOTHING, day, figure, number, ratio, tables

FIRST, LAST = datetime.date(2026, 7, 1), datetime.date(2026, 9, 30)


def way(row):
    return {"start": number(row["start"]), "target": number(row["target"])}


def ways(rows):
    for row in rows:
        value = number(row["current"])
        raw = measure.raw_progress(**way(row), value=value)
        reached = measure.key_result_progress(kind="reach", **way(row), value=value)
        assert (raw, reached) == (ratio(row["raw"]), ratio(row["progress"])), row


def kinds(rows):
    assert {row["kind"] for row in rows} == measure.KINDS
    for row in rows:
        reached = measure.key_result_progress(
            kind=row["kind"], **way(row), value=number(row["current"])
        )
        assert reached == ratio(row["progress"]), row


def an_objective(rows):
    *parts, total = rows
    counted = [row for row in parts if row["progress"] != NOTHING]
    weights = [number(row["weight"]) for row in counted]
    found = measure.shares(weights)
    assert [ratio(row["share"]) for row in counted] == found
    for row, share in zip(counted, found, strict=True):
        assert share * ratio(row["progress"]) == ratio(row["share × progress"]), row
    assert (number(total["weight"]), ratio(total["share"])) == (
        sum(weights),
        sum(found),
    )
    given = [(number(row["weight"]), ratio(row["progress"])) for row in parts]
    assert measure.objective_progress(given) == ratio(total["share × progress"])


def figures(rows):
    for row in rows:
        found = measure.to_figure(ratio(row["ratio"]))
        shown = (whole_percent(found), tenth_percent(found))
        told = [parse_number(row[head], unit="%") for head in ("in lists", "in detail")]
        assert found == figure(row["figure"]), row
        assert shown == tuple(told), row


def expectations(rows):
    assert {row["kind"] for row in rows} == measure.KINDS
    for row in rows:
        expected = measure.expected_progress(
            kind=row["kind"],
            starts_on=FIRST,
            ends_on=LAST,
            due_on=day(row["due on"]),
            day=day(row["day"]),
        )
        assert expected == ratio(row["expected"]), row


def an_expected_objective(rows):
    *parts, total = rows
    given = [(number(row["weight"]), ratio(row["expected"])) for row in parts]
    for (weight, expected), row in zip(given, parts, strict=True):
        assert Fraction(weight) * expected == ratio(row["weight × expected"]), row
    products = sum(ratio(row["weight × expected"]) for row in parts)
    assert products == ratio(total["weight × expected"])
    assert sum(weight for weight, _ in given) == number(total["weight"])
    assert measure.expected_objective(given) == ratio(total["expected"])


def paces(rows):
    for row in rows:
        found = measure.pace(
            progress=figure(row["progress"]), expected=figure(row["expected"])
        )
        assert found == figure(row["pace"]), row
        assert in_points(found) == figure(row["in points"]), row


def in_points(gap):
    return None if gap is None else points(gap)


def statuses(rows):
    assert {row["status"] for row in rows} == set(measure.Status)
    for row in rows:
        found = measure.status(
            progress=figure(row["progress"]),
            expected=figure(row["expected"]),
            measured=row["check-in"] == "yes",
            day=day(row["day"]),
            ends_on=LAST,
        )
        assert found == row["status"], row


def links(rows):
    for row in rows:
        found = measure.link_gap(312_667, figure(row["figure"]))
        assert found == figure(row["link gap"]), row
        assert in_points(found) == figure(row["in points"]), row


def gaps(rows):
    for row in rows:
        sums = {
            "total": figure(row["Σ weight × figure"]),
            "weight": figure(row["Σ weight"]),
        }
        gap = measure.target_gap(own=figure(row["own"]), **sums)
        reading = measure.gap_band(gap)
        assert measure.children_mean(**sums) == figure(row["mean"]), row
        assert (gap, in_points(gap)) == (figure(row["gap"]), figure(row["in points"]))
        assert f"{reading.direction}, {reading.size}" == row["reads"], row


def changes(rows):
    for row in rows:
        before, now = number(row["before"]), number(row["now"])
        of = {"kind": row["kind"], **way(row)}
        assert now - before == number(row["change"]), row
        assert direction(**of, delta=now - before) == row["reads"], row
        assert distance(**of, value=now) == number(row["left"]), row


def exactness(rows):
    for row in rows:
        before, now = number(row["before"]), number(row["now"])
        of = {"kind": row["kind"], **way(row)}
        error = number(row["known error"]) or Decimal(0)
        assert now - before == number(row["change"]), row
        assert direction(**of, delta=now - before, error=error) == row["reads"], row


def due_dates(rows):
    for row in rows:
        found = due_state(
            cadence=weekly(3),
            last_measured_on=day(row["last measured"]),
            first_day=FIRST,
            last_day=LAST,
            today=day(row["today"]),
        )
        assert found == told_due(row), row


def told_due(row):
    if row["due date"] == NOTHING:
        return None
    freshness, over = Freshness(row["freshness"]), int(row["days over"])
    return Due(day(row["due date"]), freshness, over, day(row["next"]))


TURNS = ["on pace until", "too early until", "on track until", "at risk until"]


def turns(rows):
    for row in rows:
        kinds = row["kinds"].split(", ")
        found = turning_days(
            progress=figure(row["progress"]),
            measured=True,
            kept=set(kinds) <= measure.LINES,
            parts=[Part(kind, Decimal(1)) for kind in kinds],
            starts_on=FIRST,
            ends_on=LAST,
        )
        told = [NEVER if row[n] == "never" else day(row[n]) for n in TURNS]
        assert found == TurningDays(*told), row


CHECKS = {
    "kinds progress " + " ".join(TURNS): turns,
    **GAP_TABLES,
    "way start target current raw progress": ways,
    "key result kind start target current progress": kinds,
    "its key result weight share progress share × progress": an_objective,
    "ratio figure in lists in detail": figures,
    "kind due on day expected": expectations,
    "its key result weight expected weight × expected": an_expected_objective,
    "of progress expected pace in points": paces,
    "check-in progress expected day status": statuses,
    "child alignment weight figure link gap in points": links,
    "own Σ weight × figure Σ weight mean gap in points reads": gaps,
    "key result kind start target before now change reads left": changes,
    "measured kind start target known error before now change reads": exactness,
    "today last measured due date freshness days over next": due_dates,
}


@pytest.mark.parametrize(
    ("heads", "rows"), [pytest.param(*table, id=table[0][0]) for table in tables()]
)
def test_a_table_of_the_page_is_what_the_arithmetic_gives(heads, rows):
    CHECKS[" ".join(heads)](rows)


def test_every_rule_has_its_table():
    assert {" ".join(heads) for heads, _ in tables()} == set(CHECKS)


def test_the_sums_of_the_children_are_the_ones_of_the_gap():
    by_heads = {" ".join(heads): rows for heads, rows in tables()}
    children = by_heads["child alignment weight figure link gap in points"]
    first_gap = by_heads["own Σ weight × figure Σ weight mean gap in points reads"][0]
    counted = [
        (int(row["alignment weight"]), figure(row["figure"]))
        for row in children
        if row["figure"] != NOTHING
    ]
    told = figure(first_gap["Σ weight × figure"]), figure(first_gap["Σ weight"])
    assert (sum(w * f for w, f in counted), sum(w for w, _ in counted)) == told


def test_the_pace_of_the_objective_compares_the_figures_worked_out_above():
    by_heads = {" ".join(heads): rows for heads, rows in tables()}
    pace = by_heads["of progress expected pace in points"][0]
    expected = by_heads["its key result weight expected weight × expected"][-1]
    assert figure(pace["progress"]) == measure.to_figure(Fraction(469, 1500))
    assert figure(pace["expected"]) == measure.to_figure(ratio(expected["expected"]))
