"""The daily digest: what somebody is told, in sections, with links that lead there.

A section is a function from what is told to lines, or to None where there is nothing;
a new kind of news is a function more in SECTIONS.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives import clock
from objectives.display import show_weekday
from objectives.models import Action
from progress import letters
from progress.models import Mention
from progress.reminding import Item, Kind, Told
from progress.words import due_mark
from progress.words_of_actions import due_words
from progress.words_of_comments import subject_words

WORDS = 200  # characters of a comment


@dataclass(frozen=True)
class Line:
    """One thing to do: what it is, where it belongs, when, and the way there.

    `snooze` is an address, "" where putting it off makes no sense.
    """

    text: str
    context: str
    when: str
    url: str
    snooze: str = ""


@dataclass(frozen=True)
class Section:
    """Lines of one kind under a heading."""

    heading: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Digest:
    """All that one mail says."""

    told: Told
    sections: Sequence[Section]
    subject: str

    @property
    def snooze_all(self) -> str:
        """An address; "" where nothing of it can be put off."""
        items = [item for item in self.told.own if item.kind != Kind.COMING]
        return letters.snooze_url(self.told.person) if items else ""


def digest_of(told: Told) -> Digest:
    sections = [section for build in SECTIONS for section in build(told)]
    return Digest(told, sections, subject_of(told))


def late(told: Told) -> Iterator[Section]:
    yield from own_section(told, Kind.LATE, _("Late"))


def due(told: Told) -> Iterator[Section]:
    yield from own_section(told, Kind.DUE, _("Due today"))


def coming(told: Told) -> Iterator[Section]:
    yield from own_section(told, Kind.COMING, _("Coming up"))


def own_section(told: Told, kind: Kind, heading: str) -> Iterator[Section]:
    if items := told.of_kind(kind):
        yield Section(heading, [own_line(item, told) for item in items])


def standing_in(told: Told) -> Iterator[Section]:
    for absence, items in told.standing_in:
        if items:
            named = {
                "name": absence.person.name,
                "day": show_weekday(absence.ends_on),
            }
            heading = _("For %(name)s, away until %(day)s") % named
            yield Section(heading, [line_of(item, to_update(item)) for item in items])


def missed_in_teams(told: Told) -> Iterator[Section]:
    if told.missed:
        lines = [line_of(item, to_read(item), with_owner=True) for item in told.missed]
        yield Section(_("Missed in your teams"), lines)


def actions_late(told: Told) -> Iterator[Section]:
    yield from action_section(told.actions.late, _("Actions that are late"), told)


def actions_due(told: Told) -> Iterator[Section]:
    yield from action_section(told.actions.due, _("Actions due today"), told)


def named(told: Told) -> Iterator[Section]:
    if told.mentions:
        lines = [mention_line(mention) for mention in told.mentions]
        yield Section(_("You were mentioned"), lines)


def action_section(
    actions: Sequence[Action], heading: str, told: Told
) -> Iterator[Section]:
    if actions:
        yield Section(heading, [action_line(action, told.day) for action in actions])


SECTIONS: list[Callable[[Told], Iterator[Section]]] = [
    late,
    due,
    coming,
    actions_late,
    actions_due,
    standing_in,
    missed_in_teams,
    named,
]


def own_line(item: Item, told: Told) -> Line:
    snooze = letters.snooze_url(told.person, item.key_result)
    return line_of(item, to_update(item), snooze=snooze)


def line_of(
    item: Item, url: str, *, snooze: str = "", with_owner: bool = False
) -> Line:
    subject = item.key_result
    context = subject.objective.title
    if with_owner:
        context = f"{subject.owner.name} · {context}"
    mark = due_mark(item.due, item.today)
    when = mark.text if mark else ""
    return Line(in_a_line(subject.content), in_a_line(context), when, url, snooze)


def action_line(action: Action, today: datetime.date) -> Line:
    subject = in_a_line(action.key_result.content)
    url = letters.absolute(action.get_absolute_url())
    return Line(in_a_line(action.title), subject, due_words(action, today), url)


def mention_line(mention: Mention) -> Line:
    comment = mention.comment
    who = {"name": comment.author.name, "subject": subject_words(comment)}
    about = in_a_line(_("%(name)s about %(subject)s") % who)
    words = Truncator(in_a_line(comment.text)).chars(WORDS)
    when = show_weekday(clock.day_in(mention.person.time_zone, mention.created_at))
    url = letters.absolute(comment.get_absolute_url())
    return Line(words, about, when, url)


def in_a_line(text: str) -> str:
    """What people typed, so that it cannot pass for a line of the mail's own."""
    return " ".join(text.split())


def to_update(item: Item) -> str:
    """My updates with the cursor in the field of this key result."""
    pk = item.key_result.pk
    return letters.absolute(f"{reverse('updates')}?kr={pk}#kr-{pk}-value")


def to_read(item: Item) -> str:
    return letters.absolute(item.key_result.get_absolute_url())


def subject_of(told: Told) -> str:
    """Counts only: nothing that anybody typed stands in a header."""
    lent = [item for _, items in told.standing_in for item in items]
    kinds = [item.kind for item in [*told.own, *lent]]
    late, due, soon = map(kinds.count, (Kind.LATE, Kind.DUE, Kind.COMING))
    parts = []
    if late:
        parts.append(
            ngettext("%(n)s update late", "%(n)s updates late", late) % {"n": late}
        )
    if due:
        parts.append(ngettext("%(n)s due today", "%(n)s due today", due) % {"n": due})
    if soon:
        text = ngettext("%(n)s coming up", "%(n)s coming up", soon)
        parts.append(text % {"n": soon})
    if actions := len(told.actions.due) + len(told.actions.late):
        text = ngettext("%(n)s action due", "%(n)s actions due", actions)
        parts.append(text % {"n": actions})
    if count := len(told.mentions):
        parts.append(ngettext("%(n)s mention", "%(n)s mentions", count) % {"n": count})
    if told.missed:
        count = len(told.missed)
        text = ngettext(
            "%(n)s missed in your teams", "%(n)s missed in your teams", count
        )
        parts.append(text % {"n": count})
    return _(", ").join(parts)
