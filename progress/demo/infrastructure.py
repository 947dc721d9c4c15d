"""Infrastructure: a support platform that never drops a customer."""

from __future__ import annotations

from progress.demo.plan import (
    EARLY,
    LATE,
    UNEVEN,
    Goal,
    Measured,
    ago,
    last_period,
    reading,
)

CUT_OVER = Goal(
    "Cut over the call centre without losing a day",
    "chloe",
    "Infrastructure/Platform",
    (
        Measured("Agents trained on the new console", "agents", "0", "48", "34", 40),
        Measured("Calls lost in rehearsals", "calls", "20", "0", "6", 30, shape=UNEVEN),
        Measured("Recordings carried over", "%", "0", "100", "69", 30, shape=LATE),
    ),
    last=ago(0),
)

OLD_TICKETS = Goal(
    "Retire the old ticket system",
    "jonas",
    "Infrastructure/Platform",
    (
        Measured(
            "People still working in the old system", "people", "140", "0", "77", 60
        ),
        Measured("Old integrations switched off", "integrations", "0", "11", "5", 40),
    ),
    last=ago(8),
)

CHANNELS = Goal(
    "Move phone, chat and email onto one platform",
    "jonas",
    "Infrastructure/Platform",
    (
        Measured(
            "Queues running on the new platform",
            "queues",
            "0",
            "6",
            "4",
            50,
            confidence="high",
            note="The two left carry most of the calls.",
        ),
        Measured("Contacts handled on the new platform", "%", "0", "90", "57.6", 30),
        Measured(
            "Time agents lose between tools", "min", "38", "14", "22", 20, shape=EARLY
        ),
    ),
    (CUT_OVER, OLD_TICKETS),
    why="If the channels share one platform, none of them fails alone and unseen.",
    serves="One platform live for phone, chat and email",
    last=ago(1),
)

PROBES = Goal(
    "Put a probe on every channel customers use",
    "hana",
    "Infrastructure/Reliability",
    (
        Measured("Channels probed every 30 seconds", "channels", "2", "11", "7", 50),
        Measured(
            "Probes that finish in time", "%", "70", "98", "85.4", 50, shape=EARLY
        ),
    ),
    last=ago(2),
)

PAGING = Goal(
    "Page the right engineer the first time",
    "marta",
    "Infrastructure/Reliability",
    (
        Measured(
            "Pages that reach the right engineer first", "%", "61", "90", "77.5", 60
        ),
        Measured("Time to acknowledge a page", "min", "11", "4", "7", 40, shape=UNEVEN),
    ),
    last=ago(3),
)

DRILLS = Goal(
    "Rehearse the three failures we fear most",
    "emeka",
    "Infrastructure/Reliability",
    (
        Measured("Drills held", "drills", "0", "6", "3", 50),
        Measured("Time to recover in a drill", "min", "48", "20", "33", 50, shape=LATE),
    ),
    last=ago(5),
)

WRITE_UPS = Goal(
    "Write down every outage within two days",
    "emeka",
    "Infrastructure/Reliability",
    (
        Measured("Outages written down within two days", "%", "15", "90", None, 70),
        Measured("Findings with an owner and a date", "%", "40", "95", None, 30),
    ),
)

OUTAGES = Goal(
    "See every outage before a customer reports it",
    "hana",
    "Infrastructure/Reliability",
    (
        Measured("Outages found by our own alerts", "%", "40", "95", "72", 50),
        Measured("Time from fault to alert", "min", "14", "3", "7.6", 30, shape=EARLY),
        Measured("False alarms", "a week", "45", "10", "25", 20, shape=UNEVEN),
    ),
    (PROBES, PAGING, DRILLS, WRITE_UPS),
    why="What we see first we can mend before it costs a customer a call.",
    serves="Customer-visible incidents stay below 5",
    last=ago(2),
)

CONTACT_DATA = Goal(
    "Make contact data trustworthy",
    "mateo",
    "Infrastructure/Data",
    (
        Measured("Contacts with a confirmed address", "%", "58", "90", "78", 45),
        Measured(
            "Duplicate contacts", "contacts", "5200", "800", "2490", 35, shape=EARLY
        ),
        Measured("Contacts without a country", "contacts", "4100", "400", "1810", 20),
    ),
    why="A caller whose number we know is connected without being asked twice.",
    last=ago(3),
)

AVAILABILITY = Measured(
    "Availability of every contact channel",
    "%",
    "99.20",
    "99.95",
    "99.36",
    35,
    confidence="low",
    readings=(
        reading("99.21"),
        reading("99.24"),
        reading("99.26", "Small queues moved."),
        reading("99.31"),
        reading("99.30"),
        reading("99.33"),
        reading(
            "99.36",
            "Phone still carries every minute of loss. "
            "Nothing else will matter until the cut-over.",
        ),
    ),
)
CONNECT_TIME = Measured(
    "Chat connect time, slowest 5%",
    "s",
    "1.90",
    "0.40",
    "1.46",
    30,
    owner="hana",
    readings=(
        reading("1.88"),
        reading("1.79"),
        reading("1.74", "Warm pool live in the first region."),
        reading("1.61"),
        reading("1.55"),
        reading("1.52", "All three warm pools live."),
        reading("1.46", "Waiting for the widget."),
    ),
)
ONE_PLATFORM = Measured(
    "One platform live for phone, chat and email",
    "",
    "0",
    "1",
    "0",
    20,
    owner="jonas",
    kind="milestone",
    last=ago(3),
    due=72,
    readings=(
        reading("0", "Minutes of go-live drafted."),
        reading("0", "Four of six queues moved."),
        reading("0", "Call-centre cut-over is under way."),
    ),
)
INCIDENTS = Measured(
    "Customer-visible incidents stay below 5",
    "incidents",
    "0",
    "4",
    "3",
    15,
    owner="grace",
    kind="at_most",
    last=last_period(2),
    readings=tuple(map(reading, ["0", "1", "1", "2", "2", "3"])),
)

PLATFORM = Goal(
    "A support platform that never drops a customer",
    "priya",
    "Infrastructure",
    (AVAILABILITY, CONNECT_TIME, ONE_PLATFORM, INCIDENTS),
    (CHANNELS, OUTAGES, CONTACT_DATA),
    why="No answer is quick enough for a customer whose call was dropped.",
    last=ago(2),
    learned="We measured moves, not calls that connect.",
)
