"""Who may see and do what: each rule once, as a condition the database applies.

Querysets offer these as methods (`visible_to`, `editable_by`, `measurable_by`);
every view, list, count and export fetches through them, so that what a person
may not see leaves no trace. A member reads everything not private; a lead acts
for the own teams and those below; a manager reads everything; an administrator
may do everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q

from objectives import clock

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from objectives.models import KeyResult, Objective, Team, User

NOTHING = Q(pk__in=[])
EVERYTHING = Q()


def led_teams(user: User) -> QuerySet[Team]:
    """The teams this person leads and all those below; usable as a subquery."""
    from objectives.models import Membership, Team

    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    leads = Membership.objects.filter(person=user, is_lead=True).annotate(path=path)
    return Team.objects.filter(Exists(leads.filter(path__startswith=F("team__path"))))


def joined_teams(user: User) -> QuerySet[Team]:
    """The teams a person may set objectives for: joined or led, or all of them."""
    from objectives.models import Team

    if user.is_administrator:
        return Team.objects.all()
    led = led_teams(user).values("pk")
    return Team.objects.filter(Q(pk__in=led) | Q(memberships__person=user)).distinct()


def visible_objectives(user: User, of: str = "") -> Q:
    """Private ones only to their owners, their team's leads, and those above.

    Of objectives, or of what leads to one by `of` ("objective__"), so that no
    database first lists all objectives that somebody sees.
    """
    if not user.is_authenticated:
        return NOTHING
    if user.reads_private:
        return EVERYTHING
    measured = Q(**{f"{of}pk__in": _measured_by(user)})
    delegated = Q(**{f"{of}pk__in": _delegated_to(user)})
    acted = Q(**{f"{of}pk__in": _acted_for_by(user)})
    public = Q(**{f"{of}is_private": False})
    return public | _own_or_led(user, of) | measured | delegated | acted


def sees(user: User, objective: Objective) -> bool:
    """Whether it exists for this person; what is not private asks no query."""
    from objectives.models import Objective

    if not user.is_authenticated:
        return False
    if user.reads_private or not objective.is_private:
        return True
    return Objective.objects.visible_to(user).filter(pk=objective.pk).exists()


def edits(user: User, objective: Objective) -> bool:
    """As `editable_objectives`; of one's own no query is asked."""
    from objectives.models import Objective

    if user.is_administrator or objective.owner_id == user.pk:
        return True
    return Objective.objects.editable_by(user).filter(pk=objective.pk).exists()


def measures(user: User, key_result: KeyResult) -> bool:
    """As `measurable_key_results`; of one's own no query is asked."""
    from objectives.models import KeyResult

    if user.is_administrator or key_result.owner_id == user.pk:
        return True
    return KeyResult.objects.measurable_by(user).filter(pk=key_result.pk).exists()


def editable_objectives(user: User) -> Q:
    """Whose plan (objective, key results, weights) this person may change."""
    if not user.is_authenticated:
        return NOTHING
    return EVERYTHING if user.is_administrator else _own_or_led(user)


def visible_key_results(user: User) -> Q:
    return visible_objectives(user, "objective__")


def editable_key_results(user: User) -> Q:
    if not user.is_authenticated:
        return NOTHING
    return EVERYTHING if user.is_administrator else _own_or_led(user, "objective__")


def measurable_key_results(user: User) -> Q:
    """Own key results, those of the teams led, and those of people stood in for."""
    if not user.is_authenticated:
        return NOTHING
    if user.is_administrator:
        return EVERYTHING
    led = Q(objective__team__in=led_teams(user).values("pk"))
    return Q(owner=user) | led | Q(pk__in=delegated_key_results(user).values("pk"))


def visible_actions(user: User) -> Q:
    return visible_objectives(user, "key_result__objective__")


def actionable_key_results(user: User) -> Q:
    """Whose actions this person lists, weighs and orders.

    Who may edit the objective, and the owner of the key result itself.
    """
    if not user.is_authenticated:
        return NOTHING
    if user.is_administrator:
        return EVERYTHING
    return editable_key_results(user) | Q(owner=user)


def editable_actions(user: User) -> Q:
    """Those of the key results above, and the person's own."""
    if not user.is_authenticated:
        return NOTHING
    if user.is_administrator:
        return EVERYTHING
    planned = _own_or_led(user, "key_result__objective__")
    return Q(owner=user) | Q(key_result__owner=user) | planned


def _own_or_led(user: User, of: str = "") -> Q:
    """`of` leads to the objective: "objective__"."""
    led = led_teams(user).values("pk")
    return Q(**{f"{of}owner": user}) | Q(**{f"{of}team__in": led})


def _measured_by(user: User) -> QuerySet:
    from objectives.models import KeyResult

    return KeyResult.objects.filter(owner=user).values("objective")


def _acted_for_by(user: User) -> QuerySet:
    """Objectives for which the person does, or has done, something."""
    from objectives.models import Action

    acts = Action.objects.filter(owner=user).exclude(state="dropped").order_by()
    return acts.values("key_result__objective")


def delegated_key_results(user: User) -> QuerySet:
    """Key results of people who are away today and have this person stand in.

    What may be given away ends where the rights end of who named the delegate: an
    absence entered by a lead reaches the objectives of the lead's teams only.
    """
    from objectives.models import Absence, KeyResult, Membership

    people = _represented_by(user)
    if not people:
        return KeyResult.objects.none()
    today = Absence.objects.on(clock.today()).filter(delegate=user)
    own = Q(named_by=F("person")) | Q(named_by__role="administrator")
    team = OuterRef(OuterRef("objective__team__path"))
    path = ExpressionWrapper(team, output_field=CharField())
    leads = Membership.objects.filter(person=OuterRef("named_by"), is_lead=True)
    led = Exists(leads.annotate(path=path).filter(path__startswith=F("team__path")))
    given = today.filter(own | led, person=OuterRef("owner"))
    # The first condition lets the database begin with the few who are away.
    return KeyResult.objects.filter(Exists(given), owner__in=people)


def _represented_by(user: User) -> list[int]:
    """The ids of those who are away today and have this person stand in.

    Asked once in the life of this object, as Django asks for permissions: most people
    stand in for nobody, and need no more questions about it.
    """
    from objectives.models import Absence

    known = getattr(user, "_represented", None)
    if known is None or known[0] != clock.today():
        rows = Absence.objects.on(clock.today()).filter(delegate=user).order_by()
        known = clock.today(), list(rows.values_list("person", flat=True))
        user._represented = known
    return known[1]


def _delegated_to(user: User) -> QuerySet:
    return delegated_key_results(user).values("objective")


def people_seeing(objective: Objective) -> QuerySet[User]:
    """The active people for whom this objective exists: `visible_objectives` read
    the other way round."""
    from objectives.models import User

    people = User.objects.filter(is_active=True)
    if not objective.is_private:
        return people
    roles = Q(role__in=[User.Role.MANAGER, User.Role.ADMINISTRATOR])
    measures = objective.key_results.order_by().values("owner")
    allowed = roles | Q(pk=objective.owner_id) | Q(pk__in=measures)
    allowed |= Q(pk__in=_acting_for(objective))
    allowed |= Q(pk__in=_delegates_of(objective))
    return people.filter(allowed | Q(pk__in=_leads_above(objective)))


def _acting_for(objective: Objective) -> QuerySet:
    from objectives.models import Action

    acts = Action.objects.filter(key_result__objective=objective, owner__isnull=False)
    return acts.exclude(state="dropped").order_by().values("owner")


def _delegates_of(objective: Objective) -> QuerySet:
    """Who stands in today for an owner of its key results, by the same rules."""
    from objectives.models import Absence

    measures = objective.key_results.order_by().values("owner")
    today = Absence.objects.on(clock.today()).filter(person__in=measures)
    given = Q(named_by=F("person")) | Q(named_by__role="administrator")
    given |= Q(named_by__in=_leads_above(objective))
    return today.filter(given, delegate__isnull=False).order_by().values("delegate")


def _leads_above(objective: Objective) -> QuerySet:
    """The leads of its team and of those above it."""
    from objectives.models import Membership

    path = objective.team.path if objective.team else ""
    above = [int(pk) for pk in path.split("/") if pk]
    return Membership.objects.filter(is_lead=True, team__in=above).values("person")


def answered_for(user: User) -> QuerySet[User]:
    """Whose absences this person enters: their own, their teams', or everybody's."""
    from objectives.models import Membership, User

    if user.is_administrator:
        return User.objects.all()
    led = Membership.objects.filter(team__in=led_teams(user).values("pk"))
    return User.objects.filter(Q(pk=user.pk) | Q(pk__in=led.values("person")))


def may_plan_for(user: User, owner: User, team: Team | None) -> bool:
    """Whether this person may make that one responsible for a team's objective.

    A member plans for themself, alone or in a team they belong to; a lead for
    anybody in the teams led; an administrator for anybody anywhere.
    """
    if user.is_administrator:
        return True
    if team and led_teams(user).filter(pk=team.pk).exists():
        return True
    return owner == user and (
        team is None or team.memberships.filter(person=user).exists()
    )


def permit(allowed: QuerySet, subject: Model, sentence: str) -> None:
    """Raise PermissionDenied (403 with this sentence) unless `subject` is allowed.

    The subject was fetched through what the reader may see, so a stranger has
    already got 404; here somebody may look, but not act.
    """
    if not allowed.filter(pk=subject.pk).exists():
        raise PermissionDenied(sentence)


def permit_administration(user: User, sentence: str) -> None:
    if not user.is_administrator:
        raise PermissionDenied(sentence)
