"""What the sample's people say of whether their actions worked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from objectives.models import Action, User
from progress.confirming import give_word, version_of
from progress.demo.actions import moment
from progress.judging import judged

SAID_AT = time(16, 5)


@dataclass(frozen=True)
class Said:
    """`day` is counted from the day the sample is loaded."""

    title: str
    by: str
    agrees: bool
    words: str
    day: int


WORDS = (
    Said(
        "Auto-acknowledge every contact",
        "aiko",
        True,
        "The night desk began a week later and did as much of it.",
        -28,
    ),
    Said(
        "Move the four small phone queues",
        "jonas",
        False,
        "The fourth queue was moved only in the last week: its share is still to come.",
        -18,
    ),
    Said(
        "Warm pools in three regions",
        "hana",
        True,
        "The gateway’s own log shows the same.",
        -11,
    ),
)


def add(today: date, people: dict[str, User]) -> None:
    rows = Action.objects.filter(title__in=[said.title for said in WORDS])
    found = list(rows.select_related("key_result__objective__cycle"))
    told = {each.action.title: each for each in judged(found, today).values()}
    for said in WORDS:
        each = told[said.title]
        if each.takes_word:
            give_word(
                each.action.pk,
                seen=version_of(each),
                by=people[said.by],
                agrees=said.agrees,
                words=said.words,
                today=today,
                at=moment(today, said.day, SAID_AT),
            )
