"""The arithmetic behind each percentage, written out with its numbers.

Every function answers with lines such as "(99.36 − 99.20) ÷ (99.95 − 99.20) = 16/75
= 21.3333%". A figure stands there to its last stored digit: whole millionths are
percent with four decimals. The rules are those of docs/arithmetic.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from objectives.display import MINUS, show_number
from progress import measure
from progress.family import Child, Family
from progress.readings import KeyResultReading, ObjectiveReading, expected_of

LONGEST = 12  # parts of a sum that are written out one by one
PLAIN = 9_999  # the largest denominator that still says something


def percent(figure: int) -> str:
    """A figure to its last digit: "21.3333%", "62%"."""
    return f"{show_number(Decimal(figure).scaleb(-4))}%"


def points(figure: int) -> str:
    """A difference of figures to its last digit: "−30.7333 pts", "+4 pts"."""
    number = show_number(Decimal(figure).scaleb(-4))
    if figure > 0:
        number = f"+{number}"
    return _("%(number)s pts") % {"number": number}


def ratio(exact: Fraction) -> str:
    """ "16/75" or "1"; in percent where the fraction would be a riddle."""
    if exact.denominator > PLAIN:
        return percent(measure.to_figure(exact) or 0)
    return str(exact).replace("-", MINUS)


def equals(left: str, exact: Fraction) -> str:
    """ "a ÷ b = 16/75 = 21.3333%"; the fraction only where it says something."""
    told = [left, ratio(exact), percent(measure.to_figure(exact) or 0)]
    if exact.denominator > PLAIN or exact.denominator == 1:
        told.pop(1)
    return " = ".join(told)


def bracketed(number: str) -> str:
    return f"({number})" if number.startswith(MINUS) else number


# Key results


def key_result_lines(reading: KeyResultReading) -> list[str]:
    """How the progress of one key result comes about."""
    key_result = reading.key_result
    if key_result.is_milestone:
        reached = _("Reached: 100%"), _("Not reached: 0%")
        return [reached[reading.ratio != 1]]
    if key_result.is_line:
        return [line_words(reading)]
    if reading.latest is None:
        return [_("No check-in yet, so it stands at its start: 0%")]
    if reading.ratio is None:
        return [_("The start equals the target: it does not count.")]
    return way_lines(reading)


def line_words(reading: KeyResultReading) -> str:
    if reading.latest is None:
        return _("A line counts from its first check-in on.")
    value, limit = (
        show_number(number, reading.places)
        for number in (reading.latest.value, reading.key_result.target_value)
    )
    wanted, crossed = ("≤", ">") if reading.key_result.kind == "at_most" else ("≥", "<")
    if reading.ratio:
        return _("%(sum)s, so the line holds: 100%%") % {
            "sum": f"{value} {wanted} {limit}"
        }
    return _("%(sum)s, so the line is crossed: 0%%") % {
        "sum": f"{value} {crossed} {limit}"
    }


def way_lines(reading: KeyResultReading) -> list[str]:
    key_result = reading.key_result
    start, target, value = (
        show_number(number, reading.places)
        for number in (
            key_result.start_value,
            key_result.target_value,
            reading.latest.value,
        )
    )
    start = bracketed(start)
    way = f"({value} {MINUS} {start}) ÷ ({target} {MINUS} {start})"
    raw = measure.raw_progress(
        start=key_result.start_value,
        target=key_result.target_value,
        value=reading.latest.value,
    )
    lines = [_("progress = (current − start) ÷ (target − start)"), equals(way, raw)]
    if raw > 1:
        lines.append(_("Past the target: it counts as 100%."))
    if raw < 0:
        lines.append(_("In the wrong direction: it counts as 0%."))
    return lines


def expected_lines(reading: KeyResultReading) -> list[str]:
    """Where a way should stand today: on the straight line through its cycle."""
    cycle = reading.cycle
    gone = min(max((reading.today - cycle.starts_on).days, 0), cycle.days)
    rule = _("expected = days gone ÷ days of the cycle")
    return [rule, f"{gone} ÷ {cycle.days} = {percent(reading.expected)}"]


def key_result_sums(reading: KeyResultReading) -> list[str]:
    """Progress and, where it is told, expectation and pace of one key result."""
    lines = key_result_lines(reading)
    if reading.pace is None:
        return lines
    return [*lines, *expected_lines(reading), *pace_lines(reading)]


# Objectives


def own_lines(own: Sequence[KeyResultReading]) -> list[str]:
    """The weighted mean of the key results that count."""
    counting = [(r.key_result.weight, r.ratio) for r in own if r.ratio is not None]
    if not counting:
        return []
    rule = _("progress = Σ (weight × progress) ÷ Σ weight, of what counts")
    return [rule, equals(weighted(counting), measure.objective_progress(counting))]


def weighted(parts: Sequence[tuple[Decimal | int, Fraction]]) -> str:
    """ "(35 × 16/75 + 30 × 22/75) ÷ 65"."""
    total = sum(weight for weight, _ratio in parts)
    if len(parts) > LONGEST:
        whole = sum((Fraction(weight) * exact for weight, exact in parts), Fraction(0))
        return f"{ratio(whole)} ÷ {show_number(Decimal(total))}"
    terms = " + ".join(
        f"{show_number(Decimal(weight))} × {ratio(exact)}" for weight, exact in parts
    )
    return f"({terms}) ÷ {show_number(Decimal(total))}"


def objective_expected_lines(reading: ObjectiveReading) -> list[str]:
    cycle = reading.objective.cycle
    parts = [
        (key_result.weight, expected_of(key_result, cycle, reading.today))
        for key_result in reading.key_results
        if reading.counts(key_result)
    ]
    if not parts:
        return []
    rule = _("expected = Σ (weight × expected) ÷ Σ weight, of what counts")
    return [rule, equals(weighted(parts), measure.expected_objective(parts))]


def difference(one: int, other: int) -> str:
    """ "31.2667% − 50.7143% = −19.4476 pts"."""
    return f"{percent(one)} {MINUS} {percent(other)} = {points(one - other)}"


def pace_lines(reading: ObjectiveReading | KeyResultReading) -> list[str]:
    if reading.pace is None:
        return []
    rule = _("pace = progress − expected")
    return [rule, difference(reading.progress, reading.expected)]


def mean_lines(reading: ObjectiveReading, family: Family) -> list[str]:
    """The children's mean; nothing where one of them is not for this reader."""
    if reading.mean is None or family.hides_some:
        return []
    told = mean_terms(family.counted)
    return [mean_rule(family), f"{told} = {percent(reading.mean)}"]


def mean_rule(family: Family) -> str:
    if family.has_weights:
        return _("children’s mean = Σ (weight × progress) ÷ Σ weight")
    return _("children’s mean = Σ progress ÷ how many have any")


def mean_terms(children: Sequence[Child]) -> str:
    """ "(66% + 58% + 62%) ÷ 3", with the weights where they are not all 1."""
    known = [child for child in children if child.progress is not None]
    weight = sum(child.weight for child in known)
    if len(known) > LONGEST:
        total = sum(child.weight * child.progress for child in known)
        return f"{percent(total)} ÷ {weight}"
    plain = all(child.weight == 1 for child in known)
    terms = " + ".join(
        percent(child.progress)
        if plain
        else f"{child.weight} × {percent(child.progress)}"
        for child in known
    )
    return f"({terms}) ÷ {weight}"


def gap_lines(reading: ObjectiveReading, family: Family) -> list[str]:
    """The target gap from the exact mean, as it is stored."""
    if reading.gap is None:
        return []
    rule = _("target gap = own progress − children’s mean")
    if family.hides_some:
        return [rule]
    total, weight = sums_of(family)
    mean = f"{percent(total)} ÷ {weight}" if weight > 1 else percent(total)
    return [rule, f"{percent(reading.progress)} {MINUS} {mean} = {points(reading.gap)}"]


def sums_of(family: Family) -> tuple[int, int]:
    known = [child for child in family.counted if child.progress is not None]
    total = sum(child.weight * child.progress for child in known)
    return total, sum(child.weight for child in known)


def link_lines(child: Child, own: int | None) -> list[str]:
    """How far a child is ahead of the objective: its link gap, read from the child."""
    if own is None or child.progress is None:
        return []
    return [
        _("its lead = its progress − own progress"),
        difference(child.progress, own),
    ]


def pace_gap_lines(reading: ObjectiveReading, family: Family, figure: int) -> list[str]:
    """The gap against pace: own pace, the children's, and the one minus the other."""
    paces = [(child.weight, child.reading.pace) for child in family.counted]
    weight = sum(weight for weight, pace in paces if pace is not None)
    total = sum(weight * pace for weight, pace in paces if pace is not None)
    own = points(reading.pace)
    mean = f"{points(total)} ÷ {weight}" if weight > 1 else points(total)
    return [
        _("gap against pace = own pace − mean pace of the children"),
        f"{own} {MINUS} ({mean}) = {points(figure)}",
    ]


@dataclass(frozen=True)
class ObjectiveSums:
    """The lines of every figure on top of an objective's page."""

    own: list[str]
    expected: list[str]
    mean: list[str]
    gap: list[str]


def objective_sums(
    reading: ObjectiveReading, own: Sequence[KeyResultReading], family: Family
) -> ObjectiveSums:
    return ObjectiveSums(
        own=own_lines(own),
        expected=[*objective_expected_lines(reading), *pace_lines(reading)],
        mean=mean_lines(reading, family),
        gap=gap_lines(reading, family),
    )
