"""How the sample company measures: plans for what the story turns on, not for all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from objectives import bookkeeping
from objectives.models import Cycle, KeyResult, MeasurementPlan, User


@dataclass(frozen=True)
class How:
    """The plan of the key result of that name; `by` is a sign-in name."""

    content: str
    method: str
    source: str
    by: str = ""
    minutes: int | None = None
    error: str = ""
    definition: str = ""


PLANS = (
    How(
        "Availability of every contact channel",
        "Probe of each channel every 30 s from 5 sites; lowest channel counts",
        "Status page, report “Channels”",
        by="hana",
        minutes=10,
        error="0.01",
        definition="Share of minutes in which a customer gets through.",
    ),
    How(
        "Chat connect time, slowest 5%",
        "95th percentile over the last 7 days",
        "Chat gateway log",
        by="hana",
        minutes=15,
        error="0.03",
    ),
    How(
        "One platform live for phone, chat and email",
        "Go-live minutes signed by Operations",
        "Milestone, yes or no",
        by="jonas",
    ),
    How(
        "Customer-visible incidents stay below 5",
        "Severity 1 and 2 seen by a customer",
        "Incident register",
        by="grace",
        minutes=5,
    ),
    How(
        "First response time",
        "Median over the last 7 days, nights and weekends included",
        "https://desk.tidewell.example/reports/first-response",
        by="grace",
        minutes=10,
        error="0.2",
    ),
    How(
        "Customer satisfaction rate",
        "Answers “good” or “very good” among all answers of the week",
        "Survey after each contact",
        minutes=20,
        error="1.5",
    ),
)


def add_plans(cycle: Cycle, people: dict[str, User]) -> None:
    for how in PLANS:
        rows = KeyResult.objects.filter(objective__cycle=cycle, content=how.content)
        for key_result in rows:
            add_plan(key_result, how, people)


def add_plan(key_result: KeyResult, how: How, people: dict[str, User]) -> None:
    plan = MeasurementPlan(
        key_result=key_result,
        definition=how.definition,
        source=how.source,
        method=how.method,
        measured_by=people.get(how.by),
        minutes=how.minutes,
        known_error=Decimal(how.error) if how.error else None,
        created_at=key_result.created_at,
    )
    plan._history_user, plan._history_date = key_result.owner, key_result.created_at
    plan.save()
    bookkeeping.key_results_changed(key_result.objective_id)
