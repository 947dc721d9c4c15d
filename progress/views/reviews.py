"""Alignment reviews: the lists of them, and opening one from its objective."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objectives import access, clock
from objectives.models import Objective
from objectives.once import Reused, new_key, once
from objectives.views.common import REFUSED, form_page, key_to_send, posted
from progress import choices, review_lists, reviewing
from progress.asked import asked_id
from progress.choices import cycles
from progress.models import AlignmentReview
from progress.review_access import openable_objectives
from progress.review_forms import MeetingForm, ReviewForm
from progress.review_readings import Sheet, read_sheet, shown
from progress.selection import Selection

PAST = 20


# The lists


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    selection = Selection.asked(request)
    if selection is None:
        return render(request, "progress/nothing_yet.html")
    chosen, today = chosen_list(request, selection), selection.today
    counts = review_lists.counts(request.user, chosen, today)
    context = {
        "chosen": chosen,
        "part": review_lists.part_of(request.user, chosen, today),
        "states": [(s, words, counts[s]) for s, words in review_lists.states()],
        "team": choices.teams(selection),
        "cycle": choices.Choice("cycle", str(chosen.cycle.pk), cycles(selection)),
        "today": today,
    }
    return render(request, "progress/reviews.html", context)


def chosen_list(request: HttpRequest, selection: Selection) -> review_lists.Chosen:
    """What the address says; what means nothing is left out."""
    asked = request.GET.get("state", "")
    return review_lists.Chosen(
        selection.cycle,
        state=asked if asked in dict(review_lists.states()) else review_lists.LARGE,
        team=selection.team,
        mine=request.GET.get("mine") == "1",
        after=selection.after,
    )


# Those of one objective


@form_page
def objective_reviews(request: HttpRequest, pk: int) -> HttpResponse:
    """Its reviews, newest first; a POST opens one."""
    subject = objective_to_review(request, pk)
    form = MeetingForm(posted(request))
    if request.method != "POST":
        return show_reviews(request, subject, form)
    permit_opening(request, subject)
    refusal = reviewing.refusal(subject, request.user, subject.figures.gap)
    if refusal or not form.is_valid():
        return show_reviews(request, subject, form, refusal, status=REFUSED)
    return open_one(request, subject, form)


def objective_to_review(request: HttpRequest, pk: int) -> Objective:
    visible = Objective.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("cycle", "owner", "team", "figures"), pk=pk
    )


def permit_opening(request: HttpRequest, subject: Objective) -> None:
    access.permit(
        Objective.objects.filter(openable_objectives(request.user)),
        subject,
        _(
            "The owners of either level, the team’s leads, managers and "
            "administrators open a review."
        ),
    )


def open_one(
    request: HttpRequest, subject: Objective, form: MeetingForm
) -> HttpResponse:
    try:
        return redirect(once(request, lambda: opened(request, subject, form)))
    except reviewing.AlreadyOpen as already:
        text = _("%(name)s has opened a review of it already.")
        messages.warning(request, text % {"name": already.review.opened_by})
        return redirect(already.review)
    except Reused as reused:
        return redirect(reused.url or subject)


def opened(request: HttpRequest, subject: Objective, form: MeetingForm) -> str:
    review = reviewing.open_review(
        subject.pk, by=request.user, meets_at=form.cleaned_data["meets_at"]
    )
    messages.success(request, _("Review opened: both levels’ numbers are kept."))
    return review.get_absolute_url()


def show_reviews(
    request: HttpRequest,
    subject: Objective,
    form: MeetingForm,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    part = review_part(request, subject)
    context = {
        "part": part,
        "form": form,
        "refusal": refusal,
        "key": key_to_send(request, status),
        "objective": subject,
    }
    template = "progress/objective_reviews.html"
    return render(request, template, context, status=status)


# On the page of the objective


@dataclass(frozen=True)
class ReviewPart:
    """What an objective's page shows of its reviews.

    `refusal` says why the reader, who might, cannot open one now; `is_asked_for`
    whether the gap is large enough to ask.
    """

    sheet: Sheet | None
    form: ReviewForm | None
    past: list[AlignmentReview]
    earlier: str  # address of those before, "" where there are none
    may_open: bool
    is_asked_for: bool
    refusal: str
    key: str

    @property
    def is_shown(self) -> bool:
        return bool(self.sheet or self.past or self.is_asked_for or self.may_open)


def earlier_than(review: AlignmentReview) -> str:
    address = reverse("objective_reviews", args=[review.objective_id])
    return f"{address}?before={review.pk}"


def review_part(request: HttpRequest, subject: Objective) -> ReviewPart:
    """At most 8 queries; fewer where no review is open."""
    found = shown(AlignmentReview.objects.filter(objective=subject)).order_by("-pk")
    before = asked_id(request.GET.get("before", ""))
    every = list((found.filter(pk__lt=before) if before else found)[: PAST + 1])
    newest = found[:1] if before else every
    current = next((review for review in newest if review.is_open), None)
    allowed, refusal = (False, "") if current else opening(request, subject)
    is_large = reviewing.is_large(subject.figures.gap)
    sheet = sheet_of(request, current) if current else None
    return ReviewPart(
        sheet=sheet,
        form=new_form(sheet) if sheet and sheet.may_edit else None,
        past=[review for review in every[:PAST] if not review.is_open],
        earlier=earlier_than(every[PAST - 1]) if every[PAST:] else "",
        may_open=allowed and not refusal,
        is_asked_for=is_large and not refusal,
        refusal=refusal if allowed else "",
        key=new_key(),
    )


def opening(request: HttpRequest, subject: Objective) -> tuple[bool, str]:
    """Whether the reader may open reviews of it, and why not now."""
    openable = Objective.objects.filter(openable_objectives(request.user))
    allowed = openable.filter(pk=subject.pk).exists()
    return allowed, reviewing.refusal(subject, request.user, subject.figures.gap)


def sheet_of(request: HttpRequest, review: AlignmentReview) -> Sheet:
    mine = AlignmentReview.objects.editable_by(request.user)
    may_edit = mine.filter(pk=review.pk).exists()
    return read_sheet(review, request.user, clock.today(), may_edit)


def new_form(sheet: Sheet, data: Any = None, **options: Any) -> ReviewForm:
    """The sheet's form; the review that is shown stays as it is stored."""
    copy = AlignmentReview.objects.get(pk=sheet.review.pk) if data else sheet.review
    copy.objective = sheet.objective
    return ReviewForm(data, instance=copy, initial={"key": new_key()}, **options)
