"""What a page asks of the database does not grow with what is stored."""

import pytest
from django.db import connection

from objectives.models import Cycle, Team, User
from progress.selection import shown_to
from tests.crowds import make_crowd
from tests.factories import make_cycle
from tests.plans import asked, reads_all, rows_of, scanned

pytestmark = pytest.mark.django_db
FEW, SOME, MANY = 100, 1_200, 10_000
URL = "/alignment/"
BIG = {"objectives_objective", "progress_objectivefigures", "objectives_keyresult"}


def addresses(cycle):
    """The outline opened, by every filter and in every order."""
    owner = User.objects.filter(objectives__cycle=cycle).order_by("pk").first()
    team = Team.objects.filter(objectives__cycle=cycle, parent=None).first()
    statuses = ["not_started", "on_track", "at_risk", "off_track", "achieved"]
    queries = [
        *("", "open=none", "attention=1", "gap=15", "sort=gap", "sort=pace"),
        *(f"status={status}" for status in statuses),
        *(f"owner={owner.pk}", f"team={team.pk}", "owner=owner 1", "team=area"),
        "status=off_track&sort=gap&gap=30",
        "attention=1&sort=pace",
    ]
    return [f"{URL}?cycle={cycle.pk}&{query}" for query in queries]


def shown(queries):
    """Without those that count up to a thousand, or name as many by their ids."""
    return [query for query in queries if "LIMIT 1001" not in query]


@pytest.mark.slow
def test_ten_thousand_objectives_cost_what_a_hundred_do(sign_in, dana):
    client = sign_in(dana)
    cycles = [make_cycle(), make_cycle(), make_cycle()]
    for cycle, number in zip(cycles, (FEW, SOME, MANY), strict=True):
        make_crowd(number, cycle=cycle)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client.get(URL)  # content types and the like are remembered from here on

    for few, some, many in zip(*map(addresses, cycles), strict=True):
        fewest, less, more = (asked(client, url) for url in (few, some, many))
        # What needs no path, or fills no page, may save a query; nothing adds one.
        assert len(fewest) <= len(less) == len(more), many
        # A hundred do not fill every page; a path to each of 50 matches is two levels
        # longer among ten thousand, with their key results.
        assert rows_of(shown(more)) <= rows_of(shown(less)) + 2 * 2 * 50, many
        assert rows_of(shown(more)) < 1200, many
        assert scanned(more, BIG) == set(), many


def test_a_crowd_has_all_that_the_pages_filter_by(carol):
    cycle = make_cycle()
    make_crowd(300, cycle=cycle)
    figures = shown_to(carol, cycle).filter(figures__gap_size__gt=300_000)
    assert figures.count() > 10
    assert Cycle.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "is_all"),
    [
        ("SCAN progress_objectivefigures", True),
        ("SCAN progress_objectivefigures USING COVERING INDEX figures_gap", True),
        (
            "SEARCH progress_objectivefigures USING INDEX figures_gap (cycle_id=?)",
            False,
        ),
        ("  ->  Seq Scan on progress_objectivefigures  (cost=0.00..1.10)", True),
        ("  ->  Index Scan using figures_gap on progress_objectivefigures", False),
    ],
)
def test_a_plan_that_reads_a_whole_table_would_be_seen(line, is_all):
    assert reads_all(line, "progress_objectivefigures") == is_all
