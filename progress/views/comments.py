"""Comments: the threads, writing, editing and withdrawing, and who is named in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from objectives.access import people_seeing
from objectives.models import Action, KeyResult, Objective
from objectives.once import Reused, once
from objectives.people import found
from objectives.plan import Stale
from objectives.views.common import (
    CONFLICT,
    REFUSED,
    crumbs_to,
    form_page,
    key_to_send,
    posted,
    revision_of,
)
from progress import commenting, mentions
from progress.asked import asked_id
from progress.comment_form import CommentForm
from progress.models import CheckIn, Comment
from progress.models.comment import objective_of, thread_url
from progress.words_of_comments import subject_words

ROWS = 50
SUGGESTED = 8
NEWEST = 5  # comments on the page of what they are about


# Threads


@dataclass(frozen=True)
class Thread:
    """For the part of a page that shows the newest comments on something."""

    url: str
    comments: list[Comment]
    has_more: bool
    form: CommentForm
    key: str


def thread_part(request: HttpRequest, subject: commenting.Subject) -> Thread:
    """2 queries."""
    rows = shown(Comment.objects.about(subject)).order_by("-created_at", "-pk")
    newest = list(rows[: NEWEST + 1])
    return Thread(
        thread_url(subject),
        newest[:NEWEST][::-1],
        len(newest) > NEWEST,
        form_for(subject),
        key_to_send(request, 200),
    )


def shown(rows):
    return rows.select_related("author", "withdrawn_by").prefetch_related(
        "mentions__person"
    )


def form_for(subject: commenting.Subject, data=None) -> CommentForm:
    suggests = reverse("objective_people", args=[objective_of(subject).pk])
    return CommentForm(data, suggests=suggests)


@form_page
def objective_comments(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Objective.objects.visible_to(request.user)
    return thread(request, get_object_or_404(with_team(visible, ""), pk=pk))


@form_page
def key_result_comments(request: HttpRequest, pk: int) -> HttpResponse:
    visible = KeyResult.objects.visible_to(request.user)
    return thread(request, get_object_or_404(with_team(visible, "objective__"), pk=pk))


@form_page
def action_comments(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Action.objects.visible_to(request.user)
    rows = with_team(visible, "key_result__objective__")
    return thread(request, get_object_or_404(rows, pk=pk))


@form_page
def check_in_comments(request: HttpRequest, pk: int) -> HttpResponse:
    rows = CheckIn.objects.visible_to(request.user)
    return thread(
        request, get_object_or_404(with_team(rows, "key_result__objective__"), pk=pk)
    )


def with_team(rows, path: str):
    return rows.select_related(f"{path}team", f"{path}cycle")


def thread(request: HttpRequest, subject: commenting.Subject) -> HttpResponse:
    """All that was said of one thing, the oldest first; takes a new comment."""
    form = form_for(subject, posted(request))
    if request.method != "POST":
        return show_thread(request, subject, form)
    if not form.is_valid():
        return show_thread(request, subject, form, status=REFUSED)
    try:
        return redirect(once(request, say(request, subject, form)))
    except Reused:
        text = _("This form was sent before with another text, which was saved.")
        form.add_error("text", text)
        return show_thread(request, subject, form, status=CONFLICT)


def say(
    request: HttpRequest, subject: commenting.Subject, form: CommentForm
) -> Callable[[], str]:
    def make() -> str:
        text = form.cleaned_data["text"]
        return commenting.say(subject, text, by=request.user).get_absolute_url()

    return make


def show_thread(
    request: HttpRequest,
    subject: commenting.Subject,
    form: CommentForm,
    status: int = 200,
) -> HttpResponse:
    rows = shown(Comment.objects.about(subject)).order_by("created_at", "pk")
    pages = Paginator(rows, ROWS)
    # Who comes to read what is new begins at the end.
    page = pages.get_page(request.GET.get("page", pages.num_pages))
    context = {
        "page": page,
        "form": form,
        "title": title_of(subject),
        "crumbs": crumbs_of(subject),
        "here": thread_url(subject),
        "key": key_to_send(request, status),
    }
    return render(request, "progress/comments.html", context, status=status)


def title_of(subject: commenting.Subject) -> str:
    if isinstance(subject, CheckIn):
        return subject_words(Comment(objective=objective_of(subject), check_in=subject))
    return str(subject)


def crumbs_of(subject: commenting.Subject) -> list[tuple[str, str]]:
    """The way to what is commented on, itself the last."""
    crumbs = crumbs_to(objective_of(subject))
    if isinstance(subject, Objective):
        return crumbs
    key_result = subject if isinstance(subject, KeyResult) else subject.key_result
    crumbs = [*crumbs[1:], (key_result.content, key_result.get_absolute_url())]
    if isinstance(subject, Action):
        crumbs.append((subject.title, subject.get_absolute_url()))
    return crumbs


# One comment


def comment_to_read(request: HttpRequest, pk: int) -> Comment:
    visible = Comment.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related(
            "author",
            "withdrawn_by",
            "objective__cycle",
            "key_result__objective__cycle",
            "action__key_result__objective__cycle",
            "check_in__key_result__objective__cycle",
        ),
        pk=pk,
    )


@form_page
def comment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_to_read(request, pk)
    permit_author(request, comment)
    form = form_for(comment.objective, posted(request))
    form.fields["text"].label = _("Comment")
    if request.method != "POST":
        form.initial["text"] = comment.text
        return show_edit(request, comment, form, comment.revision)
    if not form.is_valid():
        return show_edit(request, comment, form, revision_of(request), REFUSED)
    try:
        text = form.cleaned_data["text"]
        commenting.edit(pk, text, seen=revision_of(request), by=request.user)
    except Stale as stale:
        theirs = stale.theirs
        if theirs.withdrawn_at:
            raise PermissionDenied(withdrawn_sentence()) from stale
        return show_edit(request, theirs, form, theirs.revision, CONFLICT)
    return redirect(comment)


def permit_author(request: HttpRequest, comment: Comment) -> None:
    if comment.author_id != request.user.pk:
        raise PermissionDenied(_("Only who wrote a comment edits it."))
    if comment.withdrawn_at:
        raise PermissionDenied(withdrawn_sentence())


def withdrawn_sentence() -> str:
    return _("This comment was withdrawn.")


def show_edit(
    request: HttpRequest,
    comment: Comment,
    form: CommentForm,
    revision: int,
    status: int = 200,
) -> HttpResponse:
    context = {
        "comment": comment,
        "form": form,
        "revision": revision,
        "is_stale": status == CONFLICT,
        "crumbs": crumbs_of(comment.subject),
    }
    return render(request, "progress/comment_edit.html", context, status=status)


@form_page
def comment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks on GET; withdraws on POST, however often that is sent."""
    comment = comment_to_read(request, pk)
    if request.user.pk != comment.author_id and not request.user.is_administrator:
        text = _("Who wrote a comment and administrators withdraw it.")
        raise PermissionDenied(text)
    context = {"comment": comment, "crumbs": crumbs_of(comment.subject)}
    if request.method != "POST":
        return render(request, "progress/comment_withdraw.html", context)
    if comment.withdrawn_at:
        return redirect(comment)
    try:
        commenting.withdraw(pk, seen=revision_of(request), by=request.user)
    except Stale as stale:
        if stale.theirs.withdrawn_at is None:
            context |= {"comment": stale.theirs, "is_stale": True}
            page = "progress/comment_withdraw.html"
            return render(request, page, context, status=CONFLICT)
    messages.success(request, _("The comment was withdrawn."))
    return redirect(comment)


@require_safe
def comment_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version that its readers could read, the newest first."""
    comment = comment_to_read(request, pk)
    versions = comment.history.filter(withdrawn_at=None).order_by("-history_id")
    rows = versions.none() if comment.withdrawn_at else versions
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"comment": comment, "page": page, "crumbs": crumbs_of(comment.subject)}
    return render(request, "progress/comment_history.html", context)


# Who is named


@require_safe
def objective_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Names that begin as typed, of people who see the objective: `?q=han`."""
    visible = Objective.objects.visible_to(request.user).select_related("team")
    objective = get_object_or_404(visible, pk=pk)
    query = request.GET.get("q", "")[:100].strip()
    people = people_seeing(objective).filter(pk__in=found(query).values("pk"))
    names = people.exclude(pk=request.user.pk).order_by("name", "pk")
    return JsonResponse(
        {"people": list(names.values_list("name", flat=True)[:SUGGESTED])}
    )


@require_POST
def mentions_read(request: HttpRequest) -> HttpResponse:
    """Marks one of the reader's mentions as read, or all; others' are not touched."""
    text = request.POST.get("mention", "")
    if text == "all" or asked_id(text) is not None:
        mentions.mark_read(request.user, asked_id(text))
    return redirect(f"{reverse('updates')}#s-mentions")
