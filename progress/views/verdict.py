"""The word that people give on whether an action moved its key result."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from objectives.models import Action
from objectives.views.common import CONFLICT, REFUSED
from progress.confirming import Overtaken, give_word, too_early
from progress.judging import judged
from progress.today import day_of
from progress.verdict_form import LONGEST, WordForm
from progress.views.action import show
from progress.views.action_access import action_to_judge, action_to_read


@require_POST
def action_verdict(request: HttpRequest, pk: int) -> HttpResponse:
    subject = action_to_judge(request, pk)
    form, today = WordForm(request.POST), day_of(request).today
    if not judged([subject], today)[pk].takes_word:
        return refuse(request, subject, too_early())
    if not form.is_valid():
        return show(request, subject, word_form=form, status=REFUSED)
    try:
        give_word(
            pk,
            seen=request.POST.get("version", ""),
            by=request.user,
            agrees=form.agrees,
            words=form.cleaned_data["words"],
            today=today,
        )
    except Overtaken:
        again = action_to_read(request, pk)
        return show(request, again, word_form=form, status=CONFLICT)
    except ValidationError as refusal:
        return refuse(request, action_to_read(request, pk), *refusal.messages)
    messages.success(request, _("Your word is kept, with the numbers as they stand."))
    return redirect(subject)


def refuse(request: HttpRequest, subject: Action, sentence: str) -> HttpResponse:
    """Where there is no form for it, what was typed is said back."""
    if typed := request.POST.get("words", "").strip()[:LONGEST]:
        sentence += " " + _("You had written: “%(words)s”.") % {"words": typed}
    messages.error(request, sentence)
    return show(request, subject, status=REFUSED)
