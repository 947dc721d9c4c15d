"""What the objectives of a cycle come to on a day, in numbers and few rows.

Made of the standing of each objective, at a visit or, for a large cycle, beforehand
(progress/counting.py): a page shows no more than is in here, however large the cycle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from progress import measure
from progress.drawing_paces import counted, fits_marks
from progress.measure import DEFAULT_RULES, Status
from progress.standings import Standing

BEHIND = (Status.AT_RISK, Status.OFF_TRACK, Status.NOT_ACHIEVED)
NAMED = 8  # of those behind their pace
LARGE = DEFAULT_RULES.large_from


@dataclass(frozen=True)
class Summary:
    """Figures in millionths; means are of the objectives that have progress.

    `paces` says how many objectives stand in each step of drawing_paces.py, `drawn`
    how many of those have which status; `marks` are all of them where they are few,
    and else none. `furthest` are some of those `behind`, the furthest first.
    """

    objectives: int
    mean: int | None
    mean_expected: int | None
    statuses: dict[str, int]
    drawn: dict[str, int]
    paces: dict[int, int]
    marks: Sequence[Standing]
    behind: int
    furthest: Sequence[Standing]
    large_gaps: int
    widest: int

    @property
    def on_their_way(self) -> int:
        found = (Status.ON_TRACK, Status.ACHIEVED)
        return sum(self.statuses.get(status, 0) for status in found)

    @property
    def named(self) -> list[int]:
        """The ids of the objectives that marks and lists name."""
        return [each.objective_id for each in [*self.marks, *self.furthest]]

    def stored(self) -> dict[str, Any]:
        """As JSON holds it; `read` takes it back."""
        return vars(self) | {"paces": list(self.paces.items())}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Summary:
        rows = {name: as_standings(stored[name]) for name in ("marks", "furthest")}
        return cls(**stored | rows | {"paces": dict(stored["paces"])})


def as_standings(rows: Sequence[Sequence]) -> list[Standing]:
    return [Standing(*rest, status=Status(status)) for *rest, status in rows]


def summary_of(standings: Sequence[Standing]) -> Summary:
    paced = [each for each in standings if each.pace is not None]
    behind = [each for each in paced if each.status in BEHIND]
    paces = counted(each.pace for each in paced)
    return Summary(
        objectives=len(standings),
        mean=mean([each.progress for each in paced]),
        mean_expected=mean([each.expected for each in paced]),
        statuses=dict(Counter(each.status for each in standings)),
        drawn=dict(Counter(each.status for each in paced)),
        paces=paces,
        marks=paced if fits_marks(paces) else [],
        behind=len(behind),
        furthest=sorted(behind, key=by_pace)[:NAMED],
        large_gaps=sum((each.gap_size or 0) >= LARGE for each in standings),
        widest=max((each.gap_size or 0 for each in standings), default=0),
    )


def by_pace(standing: Standing) -> tuple[int, int]:
    return standing.pace, standing.objective_id


def mean(figures: Sequence[int]) -> int | None:
    return measure.children_mean(total=sum(figures), weight=len(figures))
