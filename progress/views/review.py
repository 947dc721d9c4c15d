"""One alignment review: its sheet, which several people write at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from objectives import access, clock, plan
from objectives.models import Objective
from objectives.views.common import (
    CONFLICT,
    REFUSED,
    Difference,
    conflict_of,
    form_page,
    last_change,
    posted,
    revision_of,
)
from objectives.views.common import (
    shown as in_words,
)
from progress import reviewing
from progress.asked import asked_id
from progress.models import AlignmentReview, FollowUp
from progress.review_course import gap_since
from progress.review_forms import AgainForm, FollowUpForm, ReviewForm
from progress.review_history import history_of
from progress.review_readings import Sheet, shown
from progress.views.reviews import new_form, opening, sheet_of


@dataclass(frozen=True)
class Conflict:
    """What somebody else wrote meanwhile; `closed` where they closed the review."""

    who: str
    when: Any
    differences: list[Difference]
    closed: bool


# The sheet


@form_page
def review(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_of(request, review_to_read(request, pk))
    if request.method != "POST":
        return show(request, sheet, new_form(sheet) if sheet.may_edit else None)
    permit_writing(request, sheet.review)
    form = new_form(sheet, request.POST, closes=request.POST.get("do") == "close")
    if not form.is_valid():
        return show(request, sheet, form, revision_of(request), status=REFUSED)
    return save(request, sheet, form)


def review_to_read(request: HttpRequest, pk: int) -> AlignmentReview:
    visible = AlignmentReview.objects.visible_to(request.user)
    return get_object_or_404(shown(visible), pk=pk)


def permit_writing(request: HttpRequest, subject: AlignmentReview) -> None:
    access.permit(
        AlignmentReview.objects.editable_by(request.user),
        subject,
        _("Those who take part, the team’s leads and managers write in a review."),
    )


def save(request: HttpRequest, sheet: Sheet, form: ReviewForm) -> HttpResponse:
    do, seen = request.POST.get("do", ""), revision_of(request)
    try:
        written = reviewing.write(
            sheet.review.pk,
            seen=seen,
            by=request.user,
            values=form.values(),
            wish=form.wish(),
            guest=form.cleaned_data["guest"],
            close=form.closes,
        )
    except reviewing.Stale as stale:
        return show_conflict(request, sheet, form, stale)
    mark(request, sheet, do)
    text = _("Review closed.") if form.closes else saved_words(written.revision - seen)
    messages.success(request, text)
    return redirect(sheet.review)


def saved_words(revisions: int) -> str:
    """More than one new revision since it was opened: others wrote too."""
    if revisions > 1:
        return _("Saved, together with what others wrote meanwhile.")
    return _("Saved.")


def mark(request: HttpRequest, sheet: Sheet, do: str) -> None:
    """The pressed check mark of a follow-up: "done:7" or "open:7"."""
    wanted, _colon, text = do.partition(":")
    pk = asked_id(text)
    if wanted in {"done", "open"} and pk in {f.pk for f in sheet.follow_ups}:
        reviewing.set_done(pk, by=request.user, done=wanted == "done")


def show_conflict(
    request: HttpRequest, sheet: Sheet, form: ReviewForm, stale: reviewing.Stale
) -> HttpResponse:
    """Both versions; the form keeps what was typed, put together where that went."""
    typed = {name: form.cleaned_data[name] for name in form.values()}
    mine = AlignmentReview(**typed)
    pairs = [
        Difference(
            str(form.fields[name].label),
            in_words(stale.theirs, name),
            in_words(mine, name),
        )
        for name in stale.names
        if name in typed
    ]
    who, when = last_change(stale.theirs)
    closed = not stale.theirs.is_open
    differing = [pair for pair in pairs if pair.theirs != pair.mine]
    conflict = Conflict(who, when, differing, closed)
    fresh = sheet_of(request, review_to_read(request, sheet.review.pk))
    again = together(request, fresh, form, stale)
    revision = stale.theirs.revision
    return show(request, fresh, again, revision, conflict, status=CONFLICT)


def together(
    request: HttpRequest, sheet: Sheet, form: ReviewForm, stale: reviewing.Stale
) -> ReviewForm:
    """The sent form with what others changed in the fields that do not differ."""
    data = request.POST.copy()
    for name, value in stale.merged.items():
        kept = form.fields[name].prepare_value(value)
        data[name] = form.fields[name].widget.format_value(kept) or ""
    return new_form(sheet, data)


def show(
    request: HttpRequest,
    sheet: Sheet,
    form: ReviewForm | None,
    revision: int | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
    again: AgainForm | None = None,
) -> HttpResponse:
    subject = sheet.objective
    plan_of = Objective.objects.editable_by(request.user).filter(pk=subject.pk)
    context = {
        "sheet": sheet,
        "form": form if sheet.review.is_open else None,
        "typed": form,
        "revision": sheet.review.revision if revision is None else revision,
        "conflict": conflict,
        "line": gap_since(subject, clock.day_of(sheet.review.opened_at), sheet.today),
        "happened": history_of(sheet.review, sheet.follow_ups),
        "may_plan": plan_of.exists(),
        "may_open": may_open(request, sheet),
        "again": again or AgainForm(),
    }
    return render(request, "progress/review.html", context, status=status)


def may_open(request: HttpRequest, sheet: Sheet) -> bool:
    if sheet.review.is_open:
        return False
    others = AlignmentReview.objects.open().filter(objective=sheet.objective)
    allowed, refusal = opening(request, sheet.objective)
    return allowed and not refusal and not others.exists()


@require_POST
def review_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a gap again until a later day."""
    sheet = sheet_of(request, review_to_read(request, pk))
    permit_writing(request, sheet.review)
    form = AgainForm(request.POST)
    if not sheet.is_accepted or not form.is_valid():
        return show(request, sheet, None, status=REFUSED, again=form)
    reviewing.accept_again(pk, by=request.user, until=form.cleaned_data["until"])
    messages.success(request, _("Accepted until that day."))
    return redirect(sheet.review)


# Follow-ups


@form_page
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a follow-up: what, who, until when."""
    subject = follow_up_to_do(request, pk)
    objective, revision = subject.review.objective, subject.revision
    form = FollowUpForm(posted(request), instance=subject, objective=objective)
    if request.method != "POST":
        return show_follow_up(request, form, revision)
    if not form.is_valid():
        return show_follow_up(request, form, revision_of(request), status=REFUSED)
    try:
        reviewing.change_follow_up(
            pk, seen=revision_of(request), by=request.user, values=form.values()
        )
    except plan.Stale as stale:
        conflict = conflict_of(form, stale.theirs)
        return show_follow_up(request, form, stale.theirs.revision, conflict)
    return redirect(subject.review)


def follow_up_to_do(request: HttpRequest, pk: int) -> FollowUp:
    visible = FollowUp.objects.visible_to(request.user)
    subject = get_object_or_404(
        visible.select_related("review__objective__team"), pk=pk
    )
    access.permit(
        FollowUp.objects.doable_by(request.user),
        subject,
        _("The one who does it, and those who write in the review, change it."),
    )
    return subject


def show_follow_up(
    request: HttpRequest, form: FollowUpForm, revision: int, conflict=None, status=200
) -> HttpResponse:
    subject = form.instance.review
    context = {
        "form": form,
        "heading": _("Change a follow-up"),
        "crumbs": [
            (subject.objective.title, subject.objective.get_absolute_url()),
            (_("Alignment review"), subject.get_absolute_url()),
        ],
        "revision": revision,
        "conflict": conflict,
        "cancel": subject.get_absolute_url(),
        "title": _("The follow-up was not saved."),
        "action": _("Save"),
    }
    status = CONFLICT if conflict else status
    return render(request, "objectives/form_page.html", context, status=status)


@require_POST
def follow_up_done(request: HttpRequest, pk: int) -> HttpResponse:
    """One press: done, or (`done=0`) open again. Back to where it was pressed."""
    subject = follow_up_to_do(request, pk)
    done = request.POST.get("done", "1") != "0"
    reviewing.set_done(pk, by=request.user, done=done)
    text = _("Done: %(text)s") if done else _("Open again: %(text)s")
    messages.success(request, text % {"text": subject.text})
    back = request.POST.get("back") == "updates"
    return redirect("updates" if back else subject.review)
