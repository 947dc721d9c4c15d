"""What people of the sample say of the objective that its children have overtaken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from objectives.models import Objective, User
from progress import commenting
from progress.demo.infrastructure import PLATFORM
from progress.demo.reviews import DAY, moment
from progress.models import Comment, Mention


@dataclass(frozen=True)
class Said:
    """`day` is counted from the day the sample is loaded."""

    by: str
    text: str
    day: int
    at: time


COMMENTS = (
    Said(
        "grace",
        "From the desk: customers do not notice queues. They notice a call that "
        "drops. I would keep availability. @Priya Nair, what do you think?",
        -1,
        time(15, 40),
    ),
    Said(
        "xiaowen",
        "上海这边的电话线路一切换完，可用率两周内就能看到变化。建议先别改目标。",
        -1,
        time(23, 5),
    ),
)


def add(today: date, people: dict[str, User]) -> None:
    objective = Objective.objects.select_related("team").get(title=PLATFORM.title)
    for said in COMMENTS:
        comment = commenting.say(objective, said.text, by=people[said.by])
        at = moment(today + said.day * DAY, said.at)
        Comment.objects.filter(pk=comment.pk).update(created_at=at)
        Comment.history.filter(id=comment.pk).update(history_date=at)
        Mention.objects.filter(comment=comment).update(created_at=at)
