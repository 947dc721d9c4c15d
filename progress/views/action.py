"""An action: its plan, its bet, what it waits for, its log, and the steps to take."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from objectives import actions, steps
from objectives.forms.action import StepForm
from objectives.models import Action
from objectives.plan import Stale
from objectives.views.common import CONFLICT, REFUSED, revision_of
from progress.confirming import version_of
from progress.judging import Judged, judged
from progress.models import ActionVerdict
from progress.readings import read_key_results
from progress.today import day_of
from progress.verdict_form import WordForm
from progress.views.action_access import action_to_change, action_to_read
from progress.views.comments import thread_part

LOG_ROWS = 50
WORDS = 20  # on a verdict, the newest ones
MOST_LINKS = 50  # actions that it waits for, or that wait for it

# Where a step may be taken from, and the page that one comes back to.
PLACES = {
    "key_result": lambda action: f"{action.key_result.get_absolute_url()}actions/",
    "objective": lambda action: action.key_result.objective.get_absolute_url(),
    "updates": lambda _action: "updates",
}


@dataclass(frozen=True)
class Overtaken:
    """Somebody took a step first: who, when, and where the action now stands."""

    who: str
    at: datetime.datetime
    state: str
    reason: str
    typed: str


@dataclass(frozen=True)
class Links:
    """Actions on the other end of a dependency: the first ones."""

    first: list[Action]
    more: bool


@dataclass(frozen=True)
class ToldVerdict:
    """What the key result did meanwhile, what people said of it, and a form."""

    told: Judged
    words: Sequence[ActionVerdict]
    form: WordForm | None
    version: str
    conflict: bool
    today: datetime.date


@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, action_to_read(request, pk))


def show(
    request: HttpRequest,
    subject: Action,
    refused: StepForm | None = None,
    overtaken: Overtaken | None = None,
    word_form: WordForm | None = None,
    status: int = 200,
) -> HttpResponse:
    [reading] = read_key_results([subject.key_result], day_of(request))
    editable = Action.objects.editable_by(request.user).filter(pk=subject.pk)
    may_judge = editable.exists()
    may_change = may_judge and not subject.fixed_because
    events = subject.events.select_related("by").order_by("-created_at", "-pk")
    context = {
        "action": subject,
        "reading": reading,
        "needs": linked(request, subject.needs),
        "waiting": linked(request, subject.needed_by),
        "log": Paginator(events, LOG_ROWS).get_page(request.GET.get("page")),
        "may_change": may_change,
        "thread": thread_part(request, subject),
        "forms": forms_of(subject, refused) if may_change else [],
        "refused": refused,
        "overtaken": overtaken,
        "verdict": told_of(request, subject, word_form, may_judge, status),
    }
    return render(request, "progress/action.html", context, status=status)


def told_of(
    request: HttpRequest,
    subject: Action,
    form: WordForm | None,
    may_judge: bool,
    status: int,
) -> ToldVerdict | None:
    """None before it has begun. 6 queries."""
    if subject.began_on is None:
        return None
    today = day_of(request).today
    told = judged([subject], today)[subject.pk]
    words = subject.verdicts.select_related("by").order_by("-created_at", "-pk")
    if form is None and may_judge and told.takes_word:
        form = WordForm()
    return ToldVerdict(
        told=told,
        words=list(words[:WORDS]),
        form=form,
        version=version_of(told),
        conflict=form is not None and form.is_bound and status == CONFLICT,
        today=today,
    )


def linked(request: HttpRequest, others) -> Links:
    """Only those that the reader may see. 1 query."""
    seen = others.visible_to(request.user).select_related("key_result", "owner")
    found = list(seen.order_by("pk")[: MOST_LINKS + 1])
    return Links(found[:MOST_LINKS], len(found) > MOST_LINKS)


def forms_of(subject: Action, refused: StepForm | None) -> list[StepForm]:
    """One for each step that can be taken; the refused one as it was sent."""
    return [
        refused
        if refused and refused.step == step
        else StepForm(action=subject, step=step)
        for step in subject.next_states
    ]


# Taking a step


@require_POST
def action_step(request: HttpRequest, pk: int) -> HttpResponse:
    subject = action_to_change(request, pk)
    step = request.POST.get("state", "")
    if step not in steps.STATES:
        return refuse(request, subject, None, _("Choose one of the steps below."))
    form = StepForm(request.POST, action=subject, step=step)
    if not form.is_valid():
        return refuse(request, subject, form)
    try:
        taken = take(request, pk, form)
    except Stale as stale:
        return after_another(request, stale.theirs, form)
    except ValidationError as refusal:
        return refuse_late(request, pk, form, refusal)
    messages.success(request, taken_words(taken))
    return back(request, taken)


def take(request: HttpRequest, pk: int, form: StepForm) -> Action:
    return actions.take(
        pk,
        form.step,
        seen=revision_of(request),
        by=request.user,
        reason=form.cleaned_data.get("reason", ""),
        on=form.cleaned_data.get("on"),
    )


def taken_words(taken: Action) -> str:
    named = {"title": taken.title, "state": taken.get_state_display()}
    return _("“%(title)s”: %(state)s.") % named


def back(request: HttpRequest, taken: Action) -> HttpResponse:
    """To where the step was taken; to the start for who sees it no longer."""
    if not Action.objects.visible_to(request.user).filter(pk=taken.pk).exists():
        return redirect("updates")
    place = PLACES.get(request.POST.get("back", ""))
    return redirect(place(taken) if place else taken)


def refuse_late(
    request: HttpRequest, pk: int, form: StepForm, refusal: ValidationError
) -> HttpResponse:
    """What only the verb can tell, put to the field that it is about."""
    told = refusal.message_dict if hasattr(refusal, "error_dict") else {}
    for name in set(told) & set(form.fields):
        form.add_error(name, told[name])
    others = [told[name] for name in told if name not in form.fields]
    sentence = " ".join(sum(others, []) if told else refusal.messages)
    return refuse(request, action_to_read(request, pk), form, sentence)


def refuse(
    request: HttpRequest, subject: Action, form: StepForm | None, sentence: str = ""
) -> HttpResponse:
    if sentence:
        messages.error(request, sentence)
    return show(request, subject, form, status=REFUSED)


def after_another(request: HttpRequest, theirs: Action, form: StepForm) -> HttpResponse:
    """What stands now; where this very step was sent twice, all is done."""
    last = theirs.events.select_related("by").last()
    if last.by == request.user and theirs.state == form.step:
        return back(request, theirs)
    overtaken = Overtaken(
        who=last.by.name,
        at=last.created_at,
        state=theirs.get_state_display(),
        reason=theirs.reason,
        typed=form.cleaned_data.get("reason", ""),
    )
    return show(
        request, action_to_read(request, theirs.pk), form, overtaken, status=CONFLICT
    )
