"""Process: every question answered once, and correctly."""

from __future__ import annotations

from progress.demo.plan import (
    EARLY,
    LATE,
    UNEVEN,
    Goal,
    Measured,
    ago,
    reading,
    this_period,
)

SHANGHAI = Goal(
    "让上海团队的每位顾客在两小时内得到答复",
    "xiaowen",
    "Process/Shanghai",
    (
        Measured(
            "首次答复时间的中位数",
            "小时",
            "5.6",
            "2.0",
            "3.5",
            40,
            confidence="high",
            note="周末排班已经补上。",
        ),
        Measured("两小时内得到答复的顾客", "%", "41", "90", "69", 40, shape=EARLY),
        Measured("夜间无人答复的对话", "个", "30", "5", "15", 20, shape=UNEVEN),
    ),
    why="上海的顾客在我们的夜里提问。",
    last=ago(1),
)

LANGUAGES = Goal(
    "Route by intent in five languages",
    "pavel",
    "Process/Triage",
    (
        Measured("Languages routed by intent", "languages", "1", "5", "3", 40),
        Measured(
            "Intents recognised correctly",
            "%",
            "68",
            "92",
            "77.6",
            60,
            shape=LATE,
            note="Portuguese and Polish still fall back to the queue.",
        ),
    ),
    last=ago(6),
)

TRIAGE = Goal(
    "Replace the ticket queue with triage by intent",
    "aiko",
    "Process/Triage",
    (
        Measured(
            "Tickets that reach the right person first", "%", "54", "85", "70.1", 50
        ),
        Measured(
            "Time from arrival to triage", "min", "45", "10", "26", 30, shape=EARLY
        ),
        Measured("Tickets passed on more than twice", "%", "12", "4", "8.1", 20),
    ),
    (SHANGHAI, LANGUAGES),
    why="A question that starts with the right person is answered once.",
    serves="Questions answered at the first contact",
    last=ago(2),
)

ARTICLES = Goal(
    "Publish the 120 articles behind 80% of questions",
    "ravi",
    "Process/Content",
    (
        Measured(
            "Articles published",
            "articles",
            "0",
            "120",
            "86",
            50,
            confidence="high",
            note="Billing is complete.",
        ),
        Measured("Articles reviewed by a second person", "%", "20", "100", "76", 30),
        Measured(
            "Articles with a picture or a film",
            "articles",
            "0",
            "60",
            "43",
            20,
            shape=LATE,
        ),
    ),
    why="A question that an article answers needs no contact.",
    serves="Contacts avoided by an article",
    last=ago(1),
)

SEARCH = Goal(
    "Search puts the right article first",
    "lena",
    "Process/Content",
    (
        Measured("Searches answered in the first three", "%", "38", "70", "54", 60),
        Measured("Searches without a result", "%", "18", "6", "12.3", 40, shape=UNEVEN),
    ),
    last=ago(3),
)

KNOWLEDGE_BASE = Goal(
    "Launch a knowledge base customers actually use",
    "ines",
    "Process/Content",
    (
        Measured("Readers who say the article helped", "%", "48", "75", "65.4", 50),
        Measured("Contacts avoided by an article", "a week", "220", "1000", "720", 30),
        Measured("Articles older than a year", "articles", "64", "10", "30", 20),
    ),
    (ARTICLES, SEARCH),
    why="What customers find by themselves is answered before they ask.",
    serves="Knowledge base launched",
    last=ago(1),
)

COMPLAINTS = Goal(
    "Close the loop on every complaint",
    "samuel",
    "Process/Quality",
    (
        Measured(
            "Complaints answered within 48 h",
            "%",
            "27",
            "90",
            "41",
            60,
            confidence="low",
            note="One of us fell ill, one has left.",
        ),
        Measured("Complainants who would recommend us", "%", "30", "55", "35.5", 40),
    ),
    last=ago(19),
)

ANSWERS = Goal(
    "Every customer question is answered once, and correctly",
    "tomas",
    "Process",
    (
        Measured(
            "Questions answered at the first contact", "%", "62", "80", "73.4", 35
        ),
        Measured("Repeat contacts within seven days", "%", "19", "9", "13.4", 25),
        Measured(
            "Wrong answers found in review stay below 3%",
            "%",
            "4.1",
            "3.0",
            "2.4",
            22,
            kind="at_most",
            readings=tuple(map(reading, ["3.8", "3.2", "2.9", "2.6", "2.7", "2.4"])),
        ),
        Measured(
            "Knowledge base launched",
            "",
            "0",
            "1",
            "0",
            18,
            kind="milestone",
            owner="grace",
            last=this_period(1),
            confidence="high",
            due=65,
            readings=(
                reading("0", "41 of 120 articles reviewed."),
                reading("0", "68 of 120 articles reviewed."),
                reading("0", "95 of 120 articles reviewed."),
                reading("0", "112 of 120 articles reviewed."),
            ),
        ),
    ),
    (TRIAGE, KNOWLEDGE_BASE, COMPLAINTS),
    why="Service beats the industry when nobody has to ask twice.",
    last=ago(1),
)
