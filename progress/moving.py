"""What a move would change, reckoned from the stored sums before it is saved."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from objectives.models import Objective, User
from progress import measure
from progress.figures import counts_in
from progress.models import ObjectiveFigures
from progress.paths import Path, paths_of


@dataclass(frozen=True)
class Standing:
    """Mean of a parent's children and its gap, in millionths; None: there is none."""

    mean: int | None
    gap: int | None

    @property
    def has_children(self) -> bool:
        """Whether any of them count, so that words can say why there is no gap."""
        return self.mean is not None


@dataclass(frozen=True)
class Side:
    """What becomes of one parent. `link_gap` is its own progress minus the child's."""

    parent: Objective
    role: str
    own: int | None
    now: Standing
    after: Standing
    link_gap: int | None

    @property
    def is_same(self) -> bool:
        return self.now == self.after


@dataclass(frozen=True)
class Change:
    """A move as it would turn out: of `objective` from `old` to `parent`.

    None is the top. All of it is what the reader may see: the paths, the parents,
    and `along`, the number of objectives below that move along.
    """

    objective: Objective
    old: Objective | None
    parent: Objective | None
    path_now: Path
    path_after: Path
    sides: list[Side]
    along: int
    notes: list[str]

    @property
    def cycle_now(self) -> str:
        return self.old.cycle.name if self.old else ""

    @property
    def cycle_after(self) -> str:
        return self.parent.cycle.name if self.parent else ""


def change_of(
    reader: User, objective: Objective, parent: Objective | None, weight: int
) -> Change:
    """4 queries; `objective` and `parent` come with their cycles and figures."""
    subjects = [objective, *([parent] if parent else [])]
    paths = paths_of(subjects, reader)
    now = paths[objective.pk]
    after = (*paths[parent.pk], parent) if parent else ()
    old = old_parent(objective, now)
    return Change(
        objective,
        old,
        parent,
        now,
        after,
        sides_of(objective, old, parent, weight),
        along(reader, objective),
        notes_on(objective, old, parent),
    )


def old_parent(objective: Objective, path: Path) -> Objective | None:
    """The parent it leaves, None also where that is kept from the reader."""
    seen = path and path[-1].pk == objective.parent_id
    if not seen:
        return None
    return Objective.objects.select_related("figures", "cycle").get(pk=path[-1].pk)


def along(reader: User, objective: Objective) -> int:
    below = objective.get_descendants().order_by()
    seen = Objective.objects.visible_to(reader).order_by().values("pk")
    return below.filter(pk__in=seen).count()


def sides_of(
    objective: Objective, old: Objective | None, new: Objective | None, weight: int
) -> list[Side]:
    """The old parent and the new one; one where both are the same."""
    own = objective.figures
    given = (own.given_sum, own.given_weight)
    gives = new_share(objective, new, weight)
    sides = []
    if old and old != new:
        sides.append(
            side(old, _("Leaves"), own, taken=given if gave(own, old) else NONE)
        )
    if new:
        taken = given if gave(own, new) else NONE
        role = _("Stays under") if old == new else _("Comes under")
        sides.append(side(new, role, own, taken=taken, added=gives))
    return sides


Share = tuple[int, int]  # weight × progress, weight
NONE: Share = (0, 0)


def gave(own: ObjectiveFigures, parent: Objective) -> bool:
    return own.given_to_id == parent.pk


def new_share(objective: Objective, parent: Objective | None, weight: int) -> Share:
    """What the objective would add to the new parent's sums."""
    progress = objective.figures.progress
    if parent is None or progress is None or not counts_in(objective, parent):
        return NONE
    return weight * progress, weight


def side(
    parent: Objective,
    role: str,
    child: ObjectiveFigures,
    *,
    taken: Share = NONE,
    added: Share = NONE,
) -> Side:
    stored = parent.figures
    total = stored.children_sum - taken[0] + added[0]
    weight = stored.children_weight - taken[1] + added[1]
    return Side(
        parent,
        role,
        stored.progress,
        Standing(stored.children_mean, stored.gap),
        standing(stored.progress, total, weight),
        measure.link_gap(stored.progress, child.progress),
    )


def standing(own: int | None, total: int, weight: int) -> Standing:
    return Standing(
        measure.children_mean(total=total, weight=weight),
        measure.target_gap(own=own, total=total, weight=weight),
    )


def notes_on(
    objective: Objective, old: Objective | None, new: Objective | None
) -> list[str]:
    """In sentences: what counts where, and who sees what."""
    return [
        *counting_notes(objective, old, new),
        *sight_notes(objective, new),
    ]


def counting_notes(
    objective: Objective, old: Objective | None, new: Objective | None
) -> list[str]:
    if objective.dropped_at:
        return [_("It was dropped: it counts in no parent’s mean.")]
    counted = old is not None and counts_in(objective, old)
    will_count = new is not None and counts_in(objective, new)
    if new and not will_count:
        return [
            _(
                "It is private and its new parent is not: it does not count in that "
                "parent’s mean and gap."
            )
        ]
    if new and old and not counted:
        return [_("It did not count in its old parent’s mean; in the new one it does.")]
    if new and objective.figures.progress is None:
        return [_("It has no progress yet, so it counts in no mean until it has.")]
    return []


def sight_notes(objective: Objective, new: Objective | None) -> list[str]:
    if new and new.is_private and not objective.is_private:
        return [
            _(
                "The new parent is private: whoever may not see it finds this "
                "objective at the top."
            )
        ]
    if objective.is_private:
        return [_("It stays private: the same people see it as before.")]
    return [_("Who sees it does not change: that does not depend on the parent.")]
