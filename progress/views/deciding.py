"""What follows from a check-in that left its key result behind its pace."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from objectives.views.common import CONFLICT, REFUSED, form_page, posted
from progress.asked import asked_ids
from progress.deciding import Question, Taken, asks, decide, questions_of
from progress.decision_form import DecisionForm
from progress.models import CheckIn, Choice, PaceDecision
from progress.readings import KeyResultReading, read_key_results
from progress.rows import ROWS
from progress.today import day_of
from progress.views.key_result import permit_check_in, visible_key_result


@form_page
def check_in_decision(request: HttpRequest, pk: int) -> HttpResponse:
    [question] = questions_of(request.user, [slow_check_in(request, pk)])
    if request.POST.get("skip"):
        decide(question.reading, by=request.user, choice=Choice.SKIPPED)
        return redirect(way_back(request, question))
    form = DecisionForm(posted(request), question=question)
    if not form.is_valid():
        status = REFUSED if request.method == "POST" else 200
        return show(request, question, form, status=status)
    try:
        decide(question.reading, by=request.user, **form.cleaned_data)
    except Taken as taken:
        return show(request, question, form, taken.theirs, status=CONFLICT)
    messages.success(request, _("Decision recorded; it stands beside the check-in."))
    return redirect(way_back(request, question))


def slow_check_in(request: HttpRequest, pk: int) -> KeyResultReading:
    """Up to that check-in; 403 with the reason where nothing is to be decided."""
    entry = get_object_or_404(CheckIn.objects.visible_to(request.user), pk=pk)
    subject = visible_key_result(request, entry.key_result_id)
    permit_check_in(request, subject)
    if reason := subject.closed_because:
        raise PermissionDenied(str(reason))
    [whole] = read_key_results([subject], day_of(request))
    if entry not in whole.entries:
        raise PermissionDenied(_("This check-in was corrected: decide at the new one."))
    reading = whole.up_to(entry)
    if not asks(reading):
        raise PermissionDenied(
            _("This check-in left its key result on its pace: nothing is to decide.")
        )
    return reading


def way_back(request: HttpRequest, question: Question) -> str:
    """To the page that asked, with the check-ins that were saved there."""
    if request.POST.get("back") == "updates":
        saved = asked_ids(request.POST.get("saved", ""), most=ROWS)
        ids = ",".join(map(str, saved or [question.entry.pk]))
        return f"{reverse('updates')}?saved={ids}"
    key_result = question.reading.key_result
    return f"{key_result.get_absolute_url()}?saved={question.entry.pk}"


def show(
    request: HttpRequest,
    question: Question,
    form: DecisionForm,
    theirs: PaceDecision | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "question": question,
        "reading": question.reading,
        "form": form,
        "theirs": theirs,
        "back": request.POST.get("back", ""),
        "saved": request.POST.get("saved", ""),
    }
    return render(request, "progress/decision.html", context, status=status)
