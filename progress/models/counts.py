"""What large cycles came to when they were last counted (progress/counting.py).

Nothing rests on these rows: they can be counted anew at any time.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from objectives.models import Cycle


class CycleCount(models.Model):
    """The objectives of a cycle that everybody may read, together.

    `summary` is a progress.summary.Summary as JSON; `stale` are ids of key results,
    the longest without a check-in first; `graded` objectives have grades that come to
    `hundredths`. Of private objectives as well, since no more is said of them than how
    many there are: `done` is what progress.closing.counted says, `teams` how many live
    key results lie in each team, by its path; "" are those of none.
    """

    cycle = models.OneToOneField(
        Cycle, models.CASCADE, primary_key=True, related_name="+"
    )
    counted_at = models.DateTimeField(_("counted"))
    key_results = models.PositiveIntegerField(_("key results"))
    summary = models.JSONField(_("summary"))
    stale = models.JSONField(_("longest without a check-in"))
    graded = models.PositiveIntegerField(_("graded objectives"))
    hundredths = models.PositiveIntegerField(_("their grades"))
    done = models.JSONField(_("done before closing"))
    teams = models.JSONField(_("key results by team"))

    class Meta:
        verbose_name = _("count of a cycle")
        verbose_name_plural = _("counts of cycles")

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.counted_at}"


class UpdatesCount(models.Model):
    """What became of the updates that were due in a week of a cycle.

    `key` says of whom, as addresses do: "12" is a team with those below it, which
    `has_below` says that there are; "12-only" is the team without them; "none" are
    objectives without a team.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    week = models.PositiveSmallIntegerField(_("week"))
    has_below = models.BooleanField(default=False)
    on_time = models.PositiveIntegerField(_("on time"))
    late = models.PositiveIntegerField(_("late"))
    missed = models.PositiveIntegerField(_("missed"))
    open = models.PositiveIntegerField(_("due today"))
    excused = models.PositiveIntegerField(_("excused"))

    class Meta:
        verbose_name = _("count of updates")
        verbose_name_plural = _("counts of updates")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "key", "week"], name="updates_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.key} {self.week}"
