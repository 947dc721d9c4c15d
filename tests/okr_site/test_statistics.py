"""SQLite is told how large its tables are, and told anew when they have grown."""

import pytest
from django.core.management import call_command
from django.db import connection

from objectives.models import Team
from okr_site import statistics
from tests.factories import make_team

pytestmark = pytest.mark.django_db
TEAMS = Team._meta.db_table
on_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="PostgreSQL counts by itself"
)


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(statistics, "FEW", 3)


def make_teams(count):
    for _ in range(count):
        make_team()


@on_sqlite
def test_a_table_is_analysed_once_it_is_large_and_again_when_it_has_grown():
    make_teams(3)
    assert TEAMS not in statistics.renew()
    make_teams(1)
    assert TEAMS in statistics.renew()
    make_teams(12)
    assert TEAMS not in statistics.renew()
    make_teams(1)
    assert TEAMS in statistics.renew()


@on_sqlite
def test_the_hourly_command_does_so():
    make_teams(9)
    call_command("countcycles")
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [TEAMS])
        assert {row[0].split()[0] for row in cursor.fetchall()} == {"9"}


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite is told")
def test_postgresql_is_left_to_itself():
    make_teams(9)
    assert statistics.renew() == []
