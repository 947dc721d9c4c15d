"""The quarter before: closed, with its numbers as they ended."""

from __future__ import annotations

from progress.demo.plan import UNEVEN, Goal, Measured

# Twelve weeks of readings, as the quarters' shapes have seven.
QUARTER = (100, 96, 90, 84, 77, 70, 61, 52, 43, 33, 21, 9)
SLOW = (100, 88, 79, 70, 60, 52, 43, 35, 26, 18, 10, 4)

NIGHTS = Goal(
    "Answer at night as well as by day",
    "tomas",
    "Process",
    (
        Measured(
            "Night questions answered by 08:00",
            "%",
            "35",
            "95",
            "80",
            60,
            shape=QUARTER,
        ),
        Measured("Night desk staffed", "nights a week", "0", "7", "5", 40, shape=SLOW),
    ),
    grade=70,
    learned="Staffing the night desk moved more than any script.",
)

COSTS = Goal(
    "Know what every channel costs us",
    "priya",
    "Infrastructure",
    (
        Measured(
            "Channels with a monthly cost", "channels", "1", "9", "7", 50, shape=SLOW
        ),
        Measured("Cost per contact", "$", "7.10", "6.20", "6.40", 50, shape=QUARTER),
    ),
    grade=80,
    learned="A rough cost every month beats an exact one a quarter.",
)

READY = Goal(
    "Be ready to serve twice as many customers",
    "grace",
    "Company",
    (
        Measured(
            "Contacts handled in a week",
            "contacts",
            "5200",
            "9000",
            "7400",
            40,
            shape=QUARTER,
        ),
        Measured("First response time", "h", "12.5", "8.0", "9.0", 40, shape=SLOW),
        Measured("Customer satisfaction rate", "%", "66", "74", "71", 20, shape=UNEVEN),
    ),
    (NIGHTS, COSTS),
    grade=60,
    learned="Contacts per week say little about being ready.",
)

GOALS = (READY,)
