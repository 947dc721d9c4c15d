from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from objectives import access, steps
from objectives.models.cycle import FIRST_DAY, LAST_DAY
from objectives.models.key_result import KeyResult
from objectives.models.people import User
from objectives.models.values import value_field, within_range
from objectives.text import LINE, PROSE

# A condition on a missing day would let every row pass.
RAN = {
    "began_on__isnull": False,
    "ended_on__isnull": False,
    "ended_on__gte": F("began_on"),
}


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ActionQuerySet:
        return self.filter(access.visible_actions(user))

    def editable_by(self, user: User) -> ActionQuerySet:
        """Those whose plan this person makes, and those that the person does."""
        return self.filter(access.editable_actions(user))

    def in_plan(self) -> ActionQuerySet:
        return self.filter(state__in=steps.IN_PLAN)

    def not_yet_a_plan(self) -> ActionQuerySet:
        """Chosen, but nobody does it or nobody knows when."""
        missing = Q(owner=None) | Q(starts_on=None) | Q(due_on=None)
        return self.in_plan().filter(missing)

    def in_order(self) -> ActionQuerySet:
        """As ordered by hand; the rest by impact less effort, then by impact.

        Those that nobody has weighed come last, the earliest first.
        """
        weight = (F("impact") - F("effort")).desc(nulls_last=True)
        by_hand = F("position").asc(nulls_last=True)
        return self.order_by(by_hand, weight, F("impact").desc(nulls_last=True), "pk")


class Action(models.Model):
    """A piece of work meant to move a key result, and the bet that it will.

    What is planned stands in `starts_on` and `due_on`; `began_on` and `ended_on` are
    the days on which it really ran (objectives.steps). The hypothesis: if this is
    done, the key result goes from `expected_from` to `expected_to` by `expected_by`.
    Doing it never moves the key result's progress: only check-ins do.
    """

    class State(models.TextChoices):
        CANDIDATE = steps.CANDIDATE, _("Candidate")
        PLANNED = steps.PLANNED, _("Planned")
        DOING = steps.DOING, _("Doing")
        BLOCKED = steps.BLOCKED, _("Blocked")
        DONE = steps.DONE, _("Done")
        DROPPED = steps.DROPPED, _("Dropped")

    key_result = models.ForeignKey(
        KeyResult,
        models.PROTECT,
        verbose_name=_("key result"),
        related_name="actions",
    )
    title = models.CharField(_("action"), max_length=1000, validators=LINE)
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("owner"),
        related_name="actions",
        null=True,
        blank=True,
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    resources = models.CharField(
        _("resources"), max_length=1000, blank=True, default="", validators=PROSE
    )
    cost = value_field(_("cost"), null=True, blank=True)
    currency = models.CharField(
        _("currency"), max_length=40, blank=True, default="", validators=PROSE
    )
    deliverable = models.CharField(
        _("deliverable"), max_length=1000, blank=True, default="", validators=PROSE
    )
    effort = models.PositiveSmallIntegerField(_("effort"), null=True, blank=True)
    impact = models.PositiveSmallIntegerField(_("impact"), null=True, blank=True)
    routine_work = models.CharField(
        _("routine work it touches"),
        max_length=1000,
        blank=True,
        default="",
        validators=PROSE,
    )
    premise = models.CharField(
        _("if we do this"),
        max_length=1000,
        blank=True,
        default="",
        validators=PROSE,
        help_text=_("What is assumed, in a sentence: “if the queues fail over …”."),
    )
    expected_from = value_field(_("expected from"), null=True, blank=True)
    expected_to = value_field(_("expected to"), null=True, blank=True)
    expected_by = models.DateField(_("expected by"), null=True, blank=True)
    needs = models.ManyToManyField(
        "self",
        verbose_name=_("depends on"),
        through="Dependency",
        through_fields=("action", "needs"),
        symmetrical=False,
        related_name="needed_by",
    )
    position = models.PositiveIntegerField(null=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=State.choices,
        default=State.CANDIDATE,
        editable=False,
    )
    reason = models.CharField(
        _("reason"),
        max_length=1000,
        blank=True,
        default="",
        validators=PROSE,
        editable=False,
    )
    began_on = models.DateField(_("began on"), null=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("proposed by"),
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(
        _("created"), default=timezone.now, editable=False
    )

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name=_("earlier version of an action"),
        verbose_name_plural=_("earlier versions of actions"),
        excluded_fields=["revision", "position"],
    )

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["key_result", "state"], name="action_key_result"),
            models.Index(fields=["owner", "state", "due_on"], name="action_owner"),
        ]
        constraints = [
            within_range("cost", "action_cost_within_range"),
            within_range("expected_from", "action_from_within_range"),
            within_range("expected_to", "action_to_within_range"),
            models.CheckConstraint(
                name="action_cost_not_negative",
                condition=Q(cost=None) | Q(cost__gte=0),
                violation_error_message=_("A cost is 0 or more."),
            ),
            models.CheckConstraint(
                name="action_title_within_1000",
                condition=Q(title__length__gte=1, title__length__lte=1000),
            ),
            models.CheckConstraint(
                name="action_state_known", condition=Q(state__in=steps.STATES)
            ),
            models.CheckConstraint(
                name="action_effort_1_to_5",
                condition=Q(effort=None) | Q(effort__gte=1, effort__lte=5),
                violation_error_message=_("Effort goes from 1 to 5."),
            ),
            models.CheckConstraint(
                name="action_impact_1_to_5",
                condition=Q(impact=None) | Q(impact__gte=1, impact__lte=5),
                violation_error_message=_("Impact goes from 1 to 5."),
            ),
            models.CheckConstraint(
                name="action_reason_where_one_is_due",
                condition=(Q(state__in=steps.WITH_REASON) & ~Q(reason=""))
                | (~Q(state__in=steps.WITH_REASON) & Q(reason="")),
            ),
            models.CheckConstraint(
                name="action_due_when_it_starts_or_later",
                condition=Q(starts_on=None)
                | Q(due_on=None)
                | Q(due_on__gte=F("starts_on")),
                violation_error_message=_("It is due before it starts."),
            ),
            models.CheckConstraint(
                name="action_ran_as_its_state_says",
                condition=Q(
                    state__in=[steps.CANDIDATE, steps.PLANNED],
                    began_on=None,
                    ended_on=None,
                )
                | Q(state=steps.DOING, began_on__isnull=False, ended_on=None)
                | Q(state=steps.BLOCKED, ended_on=None)
                | Q(state=steps.DONE, **RAN)
                | Q(state=steps.DROPPED, began_on=None, ended_on=None)
                | Q(state=steps.DROPPED, **RAN),
            ),
            models.CheckConstraint(
                name="action_hypothesis_whole",
                condition=Q(expected_from=None, expected_to=None, expected_by=None)
                | Q(
                    expected_from__isnull=False,
                    expected_to__isnull=False,
                    expected_by__isnull=False,
                ),
                violation_error_message=_(
                    "A hypothesis needs all three: from which value, to which, by when."
                ),
            ),
            models.CheckConstraint(
                name="action_hypothesis_expects_a_change",
                condition=Q(expected_to=None) | ~Q(expected_to=F("expected_from")),
                violation_error_message=_(
                    "From and to are the same: that expects nothing."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("action", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        for name in ("starts_on", "due_on", "expected_by"):
            day = getattr(self, name)
            if day and not FIRST_DAY <= day <= LAST_DAY:
                raise ValidationError({name: _("Dates lie between 2000 and 2100.")})
        if self.expected_by and not self.key_result.within_cycle(self.expected_by):
            text = _("This day lies outside the cycle: nothing is measured on it.")
            raise ValidationError({"expected_by": text})

    @property
    def run(self) -> steps.Run:
        return steps.Run(self.began_on, self.ended_on)

    @property
    def is_weighed(self) -> bool:
        return self.effort is not None and self.impact is not None

    @property
    def has_hypothesis(self) -> bool:
        return self.expected_to is not None

    @property
    def is_plan(self) -> bool:
        """Whether somebody does it, and when."""
        return bool(self.owner_id and self.starts_on and self.due_on)

    @property
    def next_states(self) -> list[Action.State]:
        """Where it may go from here, the usual step first."""
        return [Action.State(state) for state in steps.STEPS[self.state]]

    @property
    def fixed_because(self):
        """Why it is changed no more, as a sentence; None where it may be."""
        return self.key_result.actions_fixed_because
