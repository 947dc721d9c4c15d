"""The people who answer, and the launch itself."""

from __future__ import annotations

from progress.demo.plan import (
    EARLY,
    LATE,
    UNEVEN,
    Goal,
    Measured,
    ago,
    before_missed,
    last_period,
    reading,
    this_period,
)

HIRING = Goal(
    "Hire support specialists at three sites",
    "daniel",
    "Team/Hiring",
    (
        Measured(
            "Contracts signed",
            "contracts",
            "0",
            "8",
            "3",
            50,
            confidence="low",
            note="Two finalists in Shanghai withdrew.",
        ),
        Measured(
            "Time from opening to offer", "days", "52", "30", "43.5", 50, shape=LATE
        ),
    ),
    last=ago(6),
)

TRAINING = Goal(
    "Certify every agent on Tidewell Go before launch",
    "yuki",
    "Team/Training",
    (
        Measured("Agents through the assessment", "agents", "0", "30", "14", 60),
        Measured(
            "Mean score of the assessment", "%", "55", "85", "69.1", 40, shape=EARLY
        ),
    ),
    last=ago(9),
)

COACHING = Goal(
    "Give team leads the time to coach",
    "fatima",
    "Team/Leads",
    (
        Measured(
            "Coaching hours per lead and week",
            "h",
            "0",
            "4",
            "1.4",
            60,
            confidence="low",
            shape=EARLY,
        ),
        Measured("Coaching sessions that took place", "%", "30", "90", "51", 40),
    ),
    last=ago(12),
)

CERTIFIED = Measured(
    "Agents certified on Tidewell Go",
    "agents",
    "0",
    "30",
    "14",
    45,
    last=before_missed(0),
    readings=tuple(map(reading, ["2", "5", "8", "11", "14"])),
)
HIRED = Measured(
    "Support specialists hired",
    "hires",
    "4",
    "12",
    "7",
    35,
    last=last_period(1),
    confidence="low",
    readings=(
        reading("4"),
        reading("5", "First contract in Lisbon."),
        reading("5"),
        reading("6"),
        reading("7"),
    ),
)
ENGAGEMENT = Measured(
    "Agent engagement score",
    "of 10",
    "6.8",
    "8.2",
    "7.2",
    20,
    last=this_period(2),
    readings=tuple(map(reading, ["6.7", "6.9", "7.0", "7.2"])),
)

PEOPLE = Goal(
    "Build a team that customers ask for by name",
    "grace",
    "Team",
    (CERTIFIED, HIRED, ENGAGEMENT),
    (HIRING, TRAINING, COACHING),
    why="Good service is given by people who know the product and stay.",
    last=ago(2),
)

BETA = Goal(
    "Prove in 200 homes that set-up takes ten minutes",
    "sofia",
    "Launch/Beta",
    (
        Measured("Homes through the trial", "homes", "0", "200", "110", 50),
        Measured("Set-up time, median", "min", "24", "10", "16.3", 30, shape=EARLY),
        Measured(
            "Homes that had to call us", "%", "40", "10", "23.5", 20, shape=UNEVEN
        ),
    ),
    last=ago(1),
)

BRIEFING = Goal(
    "Brief support before marketing goes live",
    "oliver",
    "Launch/Comms",
    (
        Measured(
            "Support briefed before each campaign",
            "campaigns",
            "0",
            "7",
            "2",
            60,
            confidence="low",
            note="The price campaign started without us.",
        ),
        Measured("Questions answered on the first day", "%", "35", "80", "48.5", 40),
    ),
    last=ago(15),
)

RELEASE = Goal(
    "Ship Tidewell Go on 15 September, without surprises",
    "oliver",
    "Launch",
    (
        Measured("Launch checklist done", "items", "0", "64", "27", 40, shape=LATE),
        Measured("Defects a customer would notice", "defects", "34", "4", "21", 30),
        Measured("Shops ready to sell", "shops", "0", "18", "8", 30, shape=UNEVEN),
    ),
    (BETA, BRIEFING),
    why="Service can only beat the industry if the product arrives as promised.",
    last=ago(3),
)
