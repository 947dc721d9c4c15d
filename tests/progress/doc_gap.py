"""What docs/arithmetic.md says of a gap's parts, of stale values and of pace."""

import datetime
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from progress import gap, measure
from progress.change import points, tenth_points
from tests.progress.doc_tables import figure, number, ratio, rows_of

CONTACT_DATA = "Make contact data trustworthy"
MADE_BY_OWN = (
    "made by a key result weight share progress share × (progress − mean) "
    "in points gap without it"
)
MADE_BY_CHILDREN = (
    "made by a child alignment weight share figure share × (own − figure) "
    "in points gap without it"
)
INSIDE_A_CHILD = f"key result of “{CONTACT_DATA}” weight progress stale"


def platform():
    """The gap of the objective that the page works through, nothing of it stale."""
    *own, _ = rows_of(MADE_BY_OWN)
    *children, _ = rows_of(MADE_BY_CHILDREN)
    return gap.Gap(
        tuple(gap.Standard(number(r["weight"]), ratio(r["progress"])) for r in own),
        tuple(
            gap.Side(int(row["alignment weight"]), standards_of(row))
            for row in children
        ),
    )


def standards_of(row):
    """Of the child that the page takes apart, else one at its figure."""
    if row["made by a child"] != CONTACT_DATA:
        one = Fraction(figure(row["figure"]), measure.WHOLE)
        return (gap.Standard(Decimal(1), one),)
    return tuple(
        gap.Standard(number(part["weight"]), ratio(part["progress"]))
        for part in rows_of(INSIDE_A_CHILD)
    )


def parts(rows, made, exact, without):
    """`made` are the exact parts, of which `exact` is the column."""
    *each, total = rows
    whole = platform().figure
    shown = gap.apportioned(made, int(tenth_points(whole).scaleb(1)), units=1000)
    for index, row in enumerate(each):
        assert made[index] == ratio(row[exact]), row
        assert Decimal(shown[index]).scaleb(-1) == number(row["in points"]), row
        assert without(index) == figure(row["gap without it"]), row
    assert sum(made) == ratio(total[exact])
    assert sum(number(row["in points"]) for row in each) == number(total["in points"])
    assert tenth_points(whole) == number(total["in points"])


def made_by_own(rows):
    found = platform()
    shares = measure.shares([number(row["weight"]) for row in rows[:-1]])
    assert shares == [ratio(row["share"]) for row in rows[:-1]]
    parts(rows, found.own_parts(), "share × (progress − mean)", found.without_own)


def made_by_children(rows):
    found = platform()
    assert [c.figure for c in found.children] == [
        figure(r["figure"]) for r in rows[:-1]
    ]
    made = found.child_parts()
    parts(rows, made, "share × (own − figure)", found.without_child)


def a_child(rows):
    assert {row["stale"] for row in rows} == {"yes", "no"}


def stale(index, standards):
    return tuple(
        replace(s, is_stale=s.is_stale or n == index) for n, s in enumerate(standards)
    )


def stale_values(rows):
    found, bounds = platform(), {}
    for index in (0, 2, 3):
        name = rows_of(MADE_BY_OWN)[index]["made by a key result"]
        bounds[name] = found, found.bounds_of_own(index)
    *others, contact = found.children
    doubtful = (*others, replace(contact, standards=stale(1, contact.standards)))
    bounds[CONTACT_DATA] = found, gap.Gap(found.own, doubtful).bounds_of_child(2)
    own = stale(0, stale(2, stale(3, found.own)))
    every = gap.Gap(own, doubtful).bounds()
    bounds["*the first three and the child*"] = found, every
    unseen = (*found.own[:3], replace(found.own[3], progress=None))
    unseen = replace(found, own=unseen)
    bounds["Incidents, never counted"] = unseen, unseen.bounds_of_own(3)
    assert len(rows) == len(bounds)
    for row in rows:
        now, between = bounds[row["stale"]]
        told = gap.Bounds(figure(row["from"]), figure(row["to"]))
        assert (now.figure, between) == (figure(row["gap today"]), told), row
        ends = f"{points(told.low)} to {points(told.high)}".replace("-", "−")
        assert ends == row["in points"]


def against_pace(rows):
    expected = measure.to_figure(
        measure.expected_progress(
            kind="reach",
            starts_on=datetime.date(2026, 1, 1),
            ends_on=datetime.date(2026, 12, 31),
            due_on=None,
            day=datetime.date(2026, 8, 20),
        )
    )
    assert figure(rows[-1]["expected"]) == expected
    for row in rows:
        found = measure.pace(
            progress=figure(row["figure"]), expected=figure(row["expected"])
        )
        assert found == figure(row["pace"]), row


def gaps_against_pace(rows):
    own, *below = rows_of("against pace alignment weight figure expected pace")
    children = [
        (int(row["alignment weight"]), figure(row["figure"]), figure(row["expected"]))
        for row in below
    ]
    weight = sum(weight for weight, _, _ in children)
    plain, awaited = (
        measure.target_gap(
            own=figure(own[head]),
            total=sum(int(r["alignment weight"]) * figure(r[head]) for r in below),
            weight=weight,
        )
        for head in ("figure", "expected")
    )
    against = gap.gap_against_pace(
        own=figure(own["figure"]), expected=figure(own["expected"]), children=children
    )
    [row] = rows
    heads = ("gap", "gap of the expectations", "gap against pace")
    assert [figure(row[head]) for head in heads] == [plain, awaited, against]
    assert points(against) == figure(row["in points"])


GAP_TABLES = {
    MADE_BY_OWN: made_by_own,
    MADE_BY_CHILDREN: made_by_children,
    INSIDE_A_CHILD: a_child,
    "stale gap today from to in points": stale_values,
    "against pace alignment weight figure expected pace": against_pace,
    "gap gap of the expectations gap against pace in points": gaps_against_pace,
}
