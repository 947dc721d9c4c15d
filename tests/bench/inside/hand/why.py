"""Why a target gap is what it is: its parts, and what stale values leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.bench.inside.hand.course import KeyResult
from tests.bench.inside.hand.family import Objective, Parts, Sums, figure_of
from tests.bench.inside.hand.figures import (
    MINUS,
    figure,
    how,
    percent1,
    points,
    signed_points,
    signed_tenths,
    tenths,
)
from tests.bench.inside.hand.pieces import MILLION, bdi, gap_of, percent

TENTHS = 1000  # of a point in 1
DATES = (
    "Milestones and lines are expected at other times than a way that is gone evenly."
)
OUTCOMES = {
    "ahead": "Whatever they are, the objective stays ahead of its children.",
    "behind": "Whatever they are, the objective stays behind its children.",
    "inline": "Whatever they are, the two stay in line.",
    "open": (
        "So the gap may be no more than stale numbers: the two could turn out to be "
        "in line."
    ),
    "loose": (
        "The two are in line as far as anybody knows; they could turn out not to be."
    ),
}


@dataclass(frozen=True)
class Part:
    """What one of a side makes of the gap, in tenths of a point."""

    link: str
    title: str
    share: Fraction
    progress: int
    makes: int
    without: int | None


@dataclass(frozen=True)
class Open:
    """What stale values of one leave open."""

    words: str
    count: int
    low: int
    high: int
    is_either: bool = False


class Why:
    def __init__(self, of: Objective) -> None:
        self.of, self.children = of, of.counted
        self.sums = Sums([(child.weight, child.progress) for child in self.children])
        self.gap, self.total = of.gap, tenths(of.gap)

    def html(self) -> str:
        parts = (self.own(), self.theirs(), self.stale(), self.paced())
        rows = "".join(f"    {part}\n" for part in parts)
        return (
            '\n\n<section class="section" aria-labelledby="s-why">\n'
            '  <div class="section-head"><h2 id="s-why">Why the gap is what it is</h2>'
            '<p class="note">Seen from either side, the parts add up to '
            f'{signed_tenths(self.total)} pts.</p></div>\n  <div class="why">\n'
            f"{rows}  </div>\n</section>\n"
        )

    # What makes it

    def own(self) -> str:
        heads = "From its own key results", "Key result", "Share × (progress − mean)"
        mean = percent1(self.of.mean)
        return side(
            heads,
            (self.own_parts(), "key result", self.total),
            lambda part: f"{percent1(part.progress)} − {mean}",
            lambda part: f"at {standing(part)} of the weight",
        )

    def own_parts(self) -> list[Part]:
        mean = Fraction(self.sums.total, self.sums.weight * MILLION)
        counting = self.of.counting
        total = sum(one.weight for one in counting)
        exact = [one.weight / total * (one.ratio - mean) for one in counting]
        return [
            Part(
                f"/key-results/{one.pk}/",
                *(one.content, one.weight / total, one.progress, makes),
                self.sums.gap(figure_of(others(self.of.parts, n))),
            )
            for n, (one, makes) in enumerate(
                zip(counting, apportioned(exact, self.total), strict=True)
            )
        ]

    def theirs(self) -> str:
        heads = "From its children", "Child objective", "Share × (own − its progress)"
        own = percent1(self.of.progress)
        return side(
            heads,
            (self.child_parts(), "child", self.total),
            lambda part: f"{own} − {percent1(part.progress)}",
            lambda part: f"itself at {standing(part)} of the mean",
        )

    def child_parts(self) -> list[Part]:
        own, weight = self.of.progress, self.sums.weight
        exact = [
            Fraction(child.weight * (own - child.progress), weight * MILLION)
            for child in self.children
        ]
        return [
            Part(
                f"/objectives/{child.pk}/",
                *(child.title, Fraction(child.weight, weight), child.progress, makes),
                self.with_child(n, None).gap(own),
            )
            for n, (child, makes) in enumerate(
                zip(self.children, apportioned(exact, self.total), strict=True)
            )
        ]

    def with_child(self, index: int, reached: int | None) -> Sums:
        """This child at another figure, or without it."""
        return Sums(
            [
                (child.weight, reached if n == index else child.progress)
                for n, child in enumerate(self.children)
            ]
        )

    # What is stale

    def stale(self) -> str:
        found = sorted([*self.own_open(), *self.theirs_open()], key=narrowness)
        told = f"<p>{NOTHING}</p>\n"
        if found:
            told = (
                f'<ul class="reasons">{"".join(map(open_row, found[:3]))}</ul>\n'
                f"    {more(found[3:])}\n    <p>{self.all_open(found)}</p>\n"
            )
        return (
            f"\n\n<div>\n  <h3>How much may be stale</h3>\n  \n    {told}  \n</div>\n"
        )

    def own_open(self) -> list[Open]:
        own = self.of.key_results
        return [
            Open(
                f"{linked(f'/key-results/{one.pk}/', one.content)} is overdue.",
                1,
                *(self.sums.gap(figure_of(put([one], of, own))) for of in (0, 1)),
                not one.is_way,
            )
            for one in own
            if one.is_overdue
        ]

    def theirs_open(self) -> list[Open]:
        found = []
        for n, child in enumerate(self.children):
            late = late_ones(child)
            words = f"has {len(late)} overdue key result{'s'[: len(late) != 1]}."
            sums = [self.with_child(n, found_at(child, ratio)) for ratio in (1, 0)]
            ends = [one.gap(self.of.progress) for one in sums]
            link = linked(f"/objectives/{child.pk}/", child.title)
            if late:
                found.append(Open(f"{link} {words}", len(late), *ends))
        return found

    def bounds(self) -> tuple[int, int]:
        """Where the gap can lie once every stale value is known."""
        return self.at_ends(0, 1), self.at_ends(1, 0)

    def at_ends(self, own: int, theirs: int) -> int:
        kids = [(child.weight, found_at(child, theirs)) for child in self.children]
        return Sums(kids).gap(found_at(self.of, own))

    def all_open(self, found: list[Open]) -> str:
        low, high = self.bounds()
        count = sum(one.count for one in found)
        told = ""
        if len(found) > 1:
            told = (
                f"With all {count} overdue values updated it could lie between "
                f"{signed_points(low)} and {signed_points(high)} pts."
            )
        return f"{told}\n      {OUTCOMES[self.outcome(low, high)]}"

    def outcome(self, low: int, high: int) -> str:
        if gap_of(low)[0] == gap_of(high)[0]:
            return gap_of(low)[0]
        return "loose" if gap_of(self.gap)[0] == "inline" else "open"

    # What is due to dates

    def paced(self) -> str:
        kids = [
            (child.weight, child.progress, child.expected) for child in self.children
        ]
        pace = self.of.progress - self.of.expected
        paces = Sums([(weight, own - due) for weight, own, due in kids])
        awaited = Sums([(weight, due) for weight, _, due in kids]).gap(self.of.expected)
        against = paces.gap(pace)
        exact = [Fraction(part, MILLION) for part in (against, awaited)]
        there, due = apportioned(exact, self.total)
        opened = f'<span class="small">Gap against pace {signed_tenths(there)}</span>'
        return (
            "\n\n<div>\n  <h3>How much is due to dates</h3>\n  \n"
            f"    <p>{paced_words(there, due)}</p>\n  \n  \n"
            f"  {how(opened, pace_sums(pace, paces, against))}\n</div>\n"
        )


NOTHING = "Nothing: no update of the key results on either side is overdue."


def narrowness(one: Open) -> int:
    return one.low - one.high


def late_ones(of: Any) -> list[KeyResult]:
    return [one for one in of.key_results if one.is_overdue]


def put(late: Sequence[KeyResult], ratio: int, every: Sequence[KeyResult]) -> Parts:
    """All of these, the late ones found at this ratio."""
    ratios = [(one, Fraction(ratio) if one in late else one.ratio) for one in every]
    return [(one.weight, found) for one, found in ratios if found is not None]


def found_at(of: Any, ratio: int) -> int | None:
    """Its figure once all that is late was found there."""
    return figure_of(put(late_ones(of), ratio, of.key_results))


def others(parts: Parts, index: int) -> Parts:
    return parts[:index] + parts[index + 1 :]


def apportioned(parts: Sequence[Fraction], total: int) -> list[int]:
    """In tenths of a point, so that they add up to the total."""
    scaled = [part * TENTHS for part in parts]
    floors = [part.numerator // part.denominator for part in scaled]
    each, rest = divmod(total - sum(floors), len(floors))
    by_loss = sorted(range(len(parts)), key=lambda n: floors[n] - scaled[n])
    return [floor + each + (n in by_loss[:rest]) for n, floor in enumerate(floors)]


def standing(part: Part) -> str:
    return f"{percent(part.progress)}, with {percent(figure(part.share))}"


def linked(url: str, title: str) -> str:
    return f'<a class="quiet-link strong" href="{url}">{bdi(title)}</a>'


def side(heads: tuple, told: tuple, sum_of: Any, because: Any) -> str:
    """One side of the gap: in sentences, and all of it in a table."""
    title, (parts, name, total) = heads[0], told
    worth = [part for part in parts if abs(part.makes) >= 10]
    largest = sorted(worth, key=lambda part: -abs(part.makes))[:3]
    reasons = "".join(reason(part, because(part)) for part in largest)
    said = "    <p>None of them alone makes a point of it.</p>\n"
    if largest:
        said = f'    <ul class="reasons">\n      {reasons}\n    </ul>\n'
    return (
        f"\n\n<div>\n  <h3>{title}</h3>\n  \n{said}  \n  <details><summary>"
        f"{counting(len(parts), name)}</summary>\n"
        f"{table(heads, parts, sum_of, total)}  </details>\n</div>\n"
    )


def counting(count: int, name: str) -> str:
    if count == 1:
        return f"The 1 {name} that counts"
    return f"All {count} {'children' if name == 'child' else f'{name}s'} that count"


def reason(part: Part, because: str) -> str:
    where = "behind" if part.makes < 0 else "ahead of"
    much = signed_tenths(abs(part.makes)).removeprefix("+")
    return (
        f"\n        <li>\n\n\n{linked(part.link, part.title)} alone puts the objective "
        f"{much} pts {where} its children: {because}.\n</li>\n      "
    )


def table(heads: tuple, parts: list[Part], sum_of: Any, total: int) -> str:
    _, first, second = heads
    rows = "".join(row(part, second, sum_of(part)) for part in parts)
    last = "" if first == "Key result" else "\n        "
    return (
        '    <div class="ledger-wrap"><table class="ledger stack">\n'
        f'      <thead><tr><th scope="col">{first}</th><th scope="col" class="num">'
        f'{second}</th><th scope="col" class="num">Makes, in pts</th><th scope="col" '
        f'class="num">Gap without it</th></tr></thead>\n      <tbody>\n        {rows}'
        f"{last}\n      </tbody>\n      <tfoot><tr><td>Target gap</td><td></td>"
        '<td class="num" data-label="Makes, in pts">'
        f"{signed_tenths(total)}</td><td></td></tr></tfoot>\n    </table></div>\n"
    )


def row(part: Part, head: str, told: str) -> str:
    without = "–" if part.without is None else signed_tenths(tenths(part.without))
    return (
        '\n          <tr>\n            <th scope="row"><a class="quiet-link" '
        f'href="{part.link}">{bdi(part.title)}</a></th>\n'
        f'            <td class="num" data-label="{head}">'
        f"{percent1(figure(part.share))} × ({told})</td>\n"
        '            <td class="num strong" data-label="Makes, in pts">'
        f"{signed_tenths(part.makes)}</td>\n"
        f'            <td class="num" data-label="Gap without it">{without}</td>\n'
        "          </tr>\n        "
    )


def more(found: list[Open]) -> str:
    if not found:
        return ""
    rows = "".join(map(open_row, found))
    return (
        "\n      <details><summary>More that is overdue</summary>"
        f'<ul class="reasons">{rows}</ul></details>\n    '
    )


def open_row(one: Open) -> str:
    low, high = signed_points(one.low), signed_points(one.high)
    lies = f"could lie between {low} and {high} pts."
    if one.is_either:
        lies = f"would be {low} or {high} pts."
    return f"\n\n\n<li>{one.words}\n  Once updated, the gap {lies}</li>\n"


def paced_words(against: int, awaited: int) -> str:
    there, due = signed_tenths(against), signed_tenths(awaited)
    if abs(awaited) <= 50:
        return (
            "Little: both sides are expected to stand about as far today "
            f"({due} pts). Against pace the gap is {there} pts."
        )
    return (
        f"Against pace the gap is <b>{there} pts</b>: own progress and each child’s, "
        "each compared with what its own cycle expects today. The other "
        f"{due} pts are there even if everybody stands exactly on pace.\n      {DATES}"
    )


def pace_sums(pace: int, paces: Sums, against: int) -> list[str]:
    mean = points(paces.total)
    if paces.weight > 1:
        mean = f"{mean} ÷ {paces.weight}"
    return [
        "gap against pace = own pace − mean pace of the children",
        f"{points(pace)} {MINUS} ({mean}) = {points(against)}",
    ]
