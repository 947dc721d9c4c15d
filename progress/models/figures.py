"""Stored figures: what lists filter and sort by, in tables of their own.

All are whole millionths (1 000 000 is 100 %), so that both databases hold and
order the very same numbers. Only progress/figures.py writes them, in the
transaction of what changes them; `manage.py verify` proves them. They stand
apart from the tree's table because a move renumbers many of its rows: check-ins
that wrote there would wait for moves, and deadlock with them.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from objectives.models import Action, Cycle, KeyResult, Objective, Team, User
from objectives.models.values import value_field, within_range
from progress.models.check_in import CheckIn

WHOLE = 1_000_000


def between(field: str, low: int, high: int, name: str) -> models.CheckConstraint:
    """None passes, as in every CHECK."""
    condition = models.Q(**{f"{field}__gte": low, f"{field}__lte": high})
    return models.CheckConstraint(name=name, condition=condition)


class KeyResultFigures(models.Model):
    key_result = models.OneToOneField(
        KeyResult, models.CASCADE, primary_key=True, related_name="figures"
    )
    current = value_field(_("current value"), null=True)  # None before any check-in
    progress = models.IntegerField(_("progress"), null=True)  # None: does not count
    measured_on = models.DateField(_("last measured on"), null=True)
    last_check_in = models.ForeignKey(
        CheckIn, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("figures of a key result")
        verbose_name_plural = _("figures of key results")
        constraints = [
            within_range("current", "key_result_figures_current_within_range"),
            between("progress", 0, WHOLE, "key_result_figures_progress_0_to_1"),
        ]

    def __str__(self) -> str:
        return f"{self.key_result_id}: {self.progress}"


class ObjectiveFigures(models.Model):
    """An objective's progress and its target gap.

    `children_sum` is the sum over the counted children of alignment weight times
    progress, `children_weight` of their weights. `given_…` is what this
    objective has added to which parent's sums, so that a change can be taken
    back without knowing what led to it. `…_until` are the days on which its status
    turns (progress/turning.py), so that the database can filter by it. Of its
    live key results one has a measurement plan if `has_planned`, and one has none if
    `has_unplanned`.
    """

    objective = models.OneToOneField(
        Objective, models.CASCADE, primary_key=True, related_name="figures"
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    is_live = models.BooleanField(default=True)
    progress = models.IntegerField(_("progress"), null=True)
    children_sum = models.BigIntegerField(default=0)
    children_weight = models.BigIntegerField(default=0)
    children_mean = models.IntegerField(_("children’s mean"), null=True)
    gap = models.IntegerField(_("target gap"), null=True)
    gap_size = models.IntegerField(_("size of the gap"), null=True)
    last_measured_on = models.DateField(_("last check-in"), null=True)
    on_pace_until = models.DateField(_("on pace until"), null=True)
    too_early_until = models.DateField(_("too early to say until"), null=True)
    on_track_until = models.DateField(_("on track until"), null=True)
    at_risk_until = models.DateField(_("at risk until"), null=True)
    has_planned = models.BooleanField(default=False)
    has_unplanned = models.BooleanField(default=False)
    given_to = models.ForeignKey(
        Objective, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    given_sum = models.BigIntegerField(default=0)
    given_weight = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("figures of an objective")
        verbose_name_plural = _("figures of objectives")
        indexes = [
            models.Index(fields=["cycle", "owner"], name="figures_owner"),
            models.Index(fields=["cycle", "team"], name="figures_team"),
            models.Index(
                "cycle",
                models.F("gap_size").desc(),
                "objective",
                condition=models.Q(gap_size__isnull=False),
                name="figures_gap",
            ),
            models.Index(
                fields=["cycle", "on_pace_until", "objective"],
                condition=models.Q(on_pace_until__isnull=False),
                name="figures_pace",
            ),
            models.Index(fields=["cycle", "too_early_until"], name="figures_too_early"),
            models.Index(fields=["cycle", "on_track_until"], name="figures_on_track"),
            models.Index(fields=["cycle", "at_risk_until"], name="figures_at_risk"),
            models.Index(fields=["cycle", "last_measured_on"], name="figures_measured"),
            models.Index(fields=["cycle", "progress"], name="figures_progress"),
            models.Index(
                fields=["cycle", "team", "objective"],
                condition=models.Q(has_planned=True, is_live=True),
                name="figures_planned",
            ),
            models.Index(
                fields=["cycle", "team", "objective"],
                condition=models.Q(has_unplanned=True, is_live=True),
                name="figures_unplanned",
            ),
        ]
        constraints = [
            between("progress", 0, WHOLE, "objective_figures_progress_0_to_1"),
            between("children_mean", 0, WHOLE, "objective_figures_mean_0_to_1"),
            between("gap", -WHOLE, WHOLE, "objective_figures_gap_within_1"),
            between("gap_size", 0, WHOLE, "objective_figures_gap_size_0_to_1"),
            models.CheckConstraint(
                name="objective_figures_sums_positive",
                condition=models.Q(children_sum__gte=0, children_weight__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.progress}"


def live_by_due_day(name: str, **also: bool) -> models.Index:
    """The order of a list, of those actions alone that this is true of."""
    condition = models.Q(is_live=True, **also)
    fields = ["cycle", "due_day", "action"]
    return models.Index(fields=fields, condition=condition, name=name)


class ActionFigures(models.Model):
    """What lists of actions choose and sort by: of the action and of its objective.

    `is_live` unless its key result or its objective was dropped, `is_open` until it is
    done or dropped; `is_lacking` is in the plan without an owner or a day, and
    `is_drawn` has a day for the timeline. `due_day` is the last day there is for what
    is never due, so that this comes last. `ripe_on` is the first day on which it can
    be judged: its end or the day of its bet. None without a bet or before it began.
    """

    action = models.OneToOneField(
        Action, models.CASCADE, primary_key=True, related_name="figures"
    )
    # Without a check: it would wait for who writes the cycle and then all its figures.
    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=9)
    is_live = models.BooleanField()
    is_open = models.BooleanField()
    in_plan = models.BooleanField()
    is_lacking = models.BooleanField()
    is_drawn = models.BooleanField()
    due_day = models.DateField(_("due on"))
    ripe_on = models.DateField(_("can be judged from"), null=True)

    class Meta:
        verbose_name = _("figures of an action")
        verbose_name_plural = _("figures of actions")
        indexes = [
            models.Index(fields=["cycle", "state", "action"], name="acts_state"),
            models.Index(fields=["cycle", "owner", "state"], name="acts_owner"),
            models.Index(
                fields=["cycle", "team", "state", "is_live", "is_lacking"],
                name="acts_team",
            ),
            models.Index(
                fields=["cycle", "team", "state", "is_lacking"],
                condition=models.Q(is_live=True, is_drawn=True),
                name="acts_drawn",
            ),
            models.Index(
                fields=["cycle", "state", "due_day", "action"],
                condition=models.Q(is_live=True),
                name="acts_state_due",
            ),
            live_by_due_day("acts_due"),
            live_by_due_day("acts_open_due", is_open=True),
            live_by_due_day("acts_plan_due", in_plan=True),
            live_by_due_day("acts_lacking_due", is_lacking=True),
            models.Index(
                fields=["cycle", "ripe_on", "action"],
                condition=models.Q(ripe_on__isnull=False),
                name="acts_ripe",
            ),
            models.Index(
                fields=["cycle", "team", "ripe_on"],
                condition=models.Q(ripe_on__isnull=False),
                name="acts_team_ripe",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.state}"
