"""The two goals of the whole company; the first is what all others serve."""

from __future__ import annotations

from progress.demo.infrastructure import PLATFORM
from progress.demo.plan import (
    EARLY,
    Goal,
    Measured,
    ago,
    before_missed,
    last_period,
    reading,
    this_period,
)
from progress.demo.process import ANSWERS
from progress.demo.teams import PEOPLE, RELEASE

FIRST_RESPONSE_TIME = Measured(
    "First response time",
    "h",
    "9.0",
    "2.0",
    "4.1",
    30,
    last=before_missed(1),
    confidence="high",
    readings=(
        reading("8.6"),
        reading("7.4", "Pilot of the night desk began."),
        reading(
            "6.9",
            mistaken="4.9",
            reason="Counted business hours by mistake at first.",
        ),
        reading("5.8", days_late=1),
        reading("4.6", "Triage by intent on for e-mail."),
        reading("4.1", "Night desk now answers from Lisbon; no backlog at 08:00."),
    ),
)
SATISFACTION = Measured(
    "Customer satisfaction rate",
    "%",
    "71",
    "92",
    "83.6",
    30,
    last=last_period(0),
    confidence="high",
    readings=(
        reading("72.4"),
        reading("74.0", "New greeting in the chat."),
        reading("77.1"),
        reading("79.8"),
        reading("82.2"),
        reading("83.6", "Chat wait fell again."),
    ),
)
COST = Measured(
    "Cost per contact",
    "$",
    "6.40",
    "4.00",
    "4.72",
    40,
    last=this_period(0),
    confidence="high",
    readings=(
        reading("6.31"),
        reading("6.02"),
        reading("5.77", "Two vendors merged."),
        reading("5.36"),
        reading("5.08"),
        reading("4.85"),
        reading("4.72", "Chat deflection held through the price change."),
    ),
)

LAUNCH = Goal(
    "Launch Tidewell Go with service that beats the industry",
    "grace",
    "Company",
    (FIRST_RESPONSE_TIME, SATISFACTION, COST),
    (ANSWERS, PLATFORM, PEOPLE, RELEASE),
    description="People buy Tidewell Go once. They stay when help is quick and right.",
    last=ago(0),
)

RETENTION = Goal(
    "Keep today’s customers happy while we launch",
    "nadia",
    "Retention",
    (
        Measured("Customers who renew", "%", "86", "93", "90.3", 50, shape=EARLY),
        Measured("Open requests older than a week", "requests", "180", "40", "95", 30),
        Measured("Replies rated good", "%", "72", "88", "81.8", 20, note="Phone too."),
    ),
    last=ago(4),
)

GOALS = (LAUNCH, RETENTION)
