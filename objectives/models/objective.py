from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet
from simple_history.models import HistoricalRecords

from objectives import access, bookkeeping, external_ids
from objectives.locks import structure_lock
from objectives.models.cycle import Cycle
from objectives.models.people import Team, User
from objectives.text import LINE, PROSE

if TYPE_CHECKING:
    from objectives.models.key_result import KeyResult

TREE_FIELDS = ["lft", "rght", "tree_id", "level"]
STRUCTURE = {*TREE_FIELDS, "parent", "parent_id"}
# How an objective serves its parent: which key result of it, why, and how much.
ALIGNMENT = ["parent_key_result", "derivation_note", "alignment_weight"]
DEEPEST = 20

models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)


class ObjectiveQuerySet(TreeQuerySet):
    def in_cycle(self, cycle: Cycle) -> ObjectiveQuerySet:
        return self.filter(cycle=cycle)

    def live(self) -> ObjectiveQuerySet:
        return self.filter(dropped_at=None)

    def visible_to(self, user: User) -> ObjectiveQuerySet:
        """What exists for this reader; everything else answers 404."""
        return self.filter(access.visible_objectives(user))

    def editable_by(self, user: User) -> ObjectiveQuerySet:
        return self.filter(access.editable_objectives(user))

    def possible_parents_of(
        self, objective: Objective, height: int
    ) -> ObjectiveQuerySet:
        """Those it could be moved under: where `parent_refusal` finds no reason."""
        inside = Q(
            tree_id=objective.tree_id,
            lft__gte=objective.lft,
            rght__lte=objective.rght,
        )
        cycles = Cycle.objects.overlapping(objective.cycle)
        cycles = cycles.exclude(state=Cycle.State.CLOSED).order_by()
        room = DEEPEST - 1 - height
        fitting = self.live().filter(cycle__in=cycles.values("pk"), level__lte=room)
        return fitting.exclude(inside)

    def delete(self):
        raise TypeError("Delete objectives one by one: each closes its gap in the tree")

    def bulk_create(self, *args, **kwargs):
        raise TypeError("Create objectives with save(): it finds their place")


class Objective(MPTTModel):
    """Where a team wants to be by the end of a cycle; its parent is what it serves.

    Its progress is the weighted mean of its own key results and never rolled up
    from the objectives below.
    """

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, verbose_name=_("cycle"), related_name="objectives"
    )
    parent = TreeForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("serves"),
        related_name="children",
        null=True,
        blank=True,
    )
    parent_key_result = models.ForeignKey(
        "objectives.KeyResult",
        models.PROTECT,
        verbose_name=_("serves the key result"),
        related_name="served_by",
        null=True,
        blank=True,
        help_text=_("The one of its parent’s key results that it is to move."),
    )
    owner = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("owner"), related_name="objectives"
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        verbose_name=_("team"),
        related_name="objectives",
        null=True,
        blank=True,
    )
    title = models.CharField(_("title"), max_length=1000, validators=LINE)
    description = models.TextField(
        _("description"), max_length=10_000, blank=True, default="", validators=PROSE
    )
    derivation_note = models.CharField(
        _("how it is derived"),
        max_length=1000,
        blank=True,
        default="",
        validators=PROSE,
        help_text=_("One sentence: if this is reached, the parent moves because …"),
    )
    alignment_weight = models.PositiveSmallIntegerField(
        _("alignment weight"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("How much it counts in the mean of its parent’s children."),
    )
    is_private = models.BooleanField(
        _("private"),
        default=False,
        help_text=_("Only its owners, the team’s leads and managers see it."),
    )
    dropped_at = models.DateTimeField(_("dropped"), null=True, editable=False)
    drop_reason = models.CharField(
        _("reason"), max_length=1000, blank=True, default="", validators=PROSE
    )
    # Whether it may stand at the top of a list; objectives/tops.py says when.
    at_top = models.BooleanField(default=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    external_id = models.CharField(
        _("key in files"),
        max_length=external_ids.LONGEST,
        unique=True,
        default=external_ids.objective_key,
        editable=False,
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    # Declared so that readers and type checkers see them; django-mptt fills them.
    lft = models.PositiveIntegerField(editable=False)
    rght = models.PositiveIntegerField(editable=False)
    tree_id = models.PositiveIntegerField(editable=False)
    level = models.PositiveIntegerField(editable=False)

    objects = TreeManager.from_queryset(ObjectiveQuerySet)()
    history = HistoricalRecords(
        verbose_name=_("earlier version of an objective"),
        verbose_name_plural=_("earlier versions of objectives"),
        excluded_fields=[*TREE_FIELDS, "at_top", "revision", "external_id"],
    )

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        # django-mptt adds this index itself only where migrations cannot see it.
        indexes = [
            models.Index(fields=["tree_id", "lft"], name="objective_tree"),
            models.Index(fields=["cycle", "tree_id", "lft"], name="objective_cycle"),
            models.Index(
                fields=["cycle", "tree_id", "lft"],
                condition=Q(at_top=True),
                name="objective_top",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="objective_title_within_1000",
                condition=Q(title__length__gte=1, title__length__lte=1000),
            ),
            models.CheckConstraint(
                name="objective_alignment_weight_counts",
                condition=Q(alignment_weight__gte=1, alignment_weight__lte=1000),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """Create the objective in the tree, or write the named fields of it.

        Without `update_fields` an objective that exists would write back the
        parent it once read: say which fields, and move with `tree.move`.
        """
        if self._state.adding:
            self.insert(*args, **kwargs)
            return
        if update_fields is None or STRUCTURE & set(update_fields):
            raise TypeError("Name the fields; objectives.tree.move changes the parent")
        super().save(*args, update_fields=update_fields, **kwargs)

    def insert(self, *args, **kwargs) -> None:
        with structure_lock():
            if self.parent_id:
                # A parent read before the lock may have moved since.
                self.parent = Objective.objects.get(pk=self.parent_id)
                self.refuse_parent(self.parent)
            self.refuse_key_result(self.parent_key_result)
            super().save(*args, **kwargs)
            bookkeeping.objectives_changed(self.pk)

    def place(self) -> None:
        """Write the parent and why; only objectives.tree calls it, under the lock."""
        link = ["parent", *ALIGNMENT]
        super().save(update_fields=[*link, "revision", *TREE_FIELDS])

    def delete(self, *args, **kwargs):
        """Delete a leaf that was never measured; everything else is dropped."""
        with structure_lock():
            self.refresh_from_db()
            # First: it waits for check-ins under way, which forbid the deletion.
            bookkeeping.objective_leaves(self.pk)
            self.refuse_deletion()
            return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("objective", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.parent_id and self.cycle_id and self._state.adding:
            self.refuse_parent(self.parent)

    def refuse_parent(self, parent: Objective) -> None:
        """Raise ValidationError, naming the reason, where this parent cannot be."""
        if reason := self.parent_refusal(parent):
            raise ValidationError({"parent": reason})

    def parent_refusal(self, parent: Objective, height: int | None = None):
        """Why it cannot serve this parent; None where it can.

        Whoever asks about many parents passes the `height`, and no query is made.
        """
        if self.pk and parent.pk == self.pk:
            return _("An objective cannot be its own parent.")
        if self.pk and self.is_above(parent):
            return _("An objective cannot serve one that lies under it.")
        if parent.dropped_at:
            return _("The parent has been dropped.")
        height = self.height() if height is None else height
        if parent.level + 1 + height > DEEPEST:
            return _("An objective can have at most 20 levels above it.")
        return self.cycle_refusal(parent.cycle)

    def leaving_refusal(self):
        """Why it stays where it is; None where it may be moved."""
        cycles = [self.cycle, *([self.parent.cycle] if self.parent else [])]
        for cycle in cycles:
            if cycle.state == Cycle.State.CLOSED:
                text = _("%(cycle)s is closed: closed cycles keep their tree.")
                return text % {"cycle": cycle.name}
        return None

    def refuse_key_result(self, key_result: KeyResult | None) -> None:
        """Raise ValidationError where it cannot serve this key result from now on."""
        if reason := key_result and self.key_result_refusal(key_result):
            raise ValidationError({"parent_key_result": reason})

    def key_result_refusal(self, key_result: KeyResult):
        if key_result.objective_id != self.parent_id:
            return _("That key result is not one of its parent’s.")
        if key_result.dropped_at:
            return _("That key result was dropped.")
        return None

    def refuse_cycle(self, cycle: Cycle) -> None:
        """Raise ValidationError where this objective cannot move to this cycle."""
        if reason := self.cycle_change_refusal(cycle):
            raise ValidationError({"cycle": reason})

    def cycle_change_refusal(self, cycle: Cycle):
        measured = self.key_results.filter(check_ins__isnull=False)
        if measured.exists():
            return _("Its key results have been measured; it stays in its cycle.")
        if self.parent_id and not cycle.overlaps(self.parent.cycle):
            return _("These dates and those of its parent’s cycle do not overlap.")
        below = Cycle.objects.filter(objectives__parent=self)
        if not all(cycle.overlaps(other) for other in below.distinct()):
            return _("An objective under it lies in a cycle outside these dates.")
        due = self.key_results.exclude(due_on=None).values_list("due_on", flat=True)
        if not all(cycle.starts_on <= day <= cycle.ends_on for day in due):
            return _("One of its milestones is due outside these dates.")
        return None

    def cycle_refusal(self, other: Cycle):
        if Cycle.State.CLOSED in {other.state, self.cycle.state}:
            text = _("%(own)s or %(other)s is closed: closed cycles keep their tree.")
        elif not self.cycle.overlaps(other):
            text = _("The dates of %(own)s and of %(other)s do not overlap.")
        else:
            return None
        return text % {"own": self.cycle.name, "other": other.name}

    def is_above(self, other: Objective) -> bool:
        same_tree = self.tree_id == other.tree_id
        return same_tree and self.lft < other.lft and other.rght < self.rght

    def height(self) -> int:
        """How many levels lie below it."""
        if self._state.adding or self.rght == self.lft + 1:
            return 0
        below = self.get_descendants().aggregate(deepest=models.Max("level"))
        return (below["deepest"] or self.level) - self.level

    def refuse_deletion(self) -> None:
        if self.children.exists():
            raise ValidationError(_("Objectives lie under this one; drop it instead."))
        if self.key_results.filter(check_ins__isnull=False).exists():
            raise ValidationError(
                _("Its key results have been measured; drop it instead.")
            )

    @property
    def is_dropped(self) -> bool:
        return self.dropped_at is not None
