"""Reminders: what people choose, what they put off, and what became of the mails."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from objectives.models import User
from objectives.views.common import form_page
from objectives.views.settings.common import Words, edit_page, settings_page
from progress import feed, letters, snoozes
from progress.mails import in_language_of
from progress.models import CalendarToken, OutboxMail, ReminderPreference
from progress.reminder_form import ReminderForm
from progress.reminding import today_of

ROWS = 50
page_or_post = require_http_methods(["GET", "HEAD", "POST"])

# All that somebody can be told of; stopping reminders turns each of them off.
NEWS = ["coming", "due", "late", "team", "mentions"]


@form_page
def settings_reminders(request: HttpRequest) -> HttpResponse:
    def open_form(data: QueryDict | None) -> ReminderForm:
        return ReminderForm(data, instance=ReminderPreference.of(request.user))

    words = Words(
        heading=_("Reminders and calendar"),
        title=_("Your choice was not saved."),
        action=_("Save choice"),
        done=_("Your choice was saved."),
        template="progress/settings/reminders.html",
    )
    return edit_page(request, open_form, words, **calendar_context(request))


def calendar_context(request: HttpRequest) -> dict:
    return {
        "calendar": CalendarToken.objects.filter(person=request.user).first(),
        "snoozed": snoozes.of(request.user, today_of(request.user)),
    }


@require_POST
@never_cache
def settings_calendar(request: HttpRequest) -> HttpResponse:
    """Makes the secret address, which is shown this once, or revokes it."""
    action = request.POST.get("action")
    if action == "make":
        return show_address(request, feed.make_token(request.user))
    if action == "revoke":
        feed.revoke_token(request.user)
        messages.success(request, _("The calendar’s address works no more."))
    return redirect("settings_reminders")


def show_address(request: HttpRequest, token: str) -> HttpResponse:
    path = reverse("calendar", args=[token])
    context = {"address": request.build_absolute_uri(path)}
    return render(request, "progress/settings/calendar.html", context)


@require_POST
def settings_wake(request: HttpRequest) -> HttpResponse:
    """Ends whatever the reader has put off."""
    snoozes.end(request.user)
    messages.success(request, _("You are reminded of everything again."))
    return redirect("settings_reminders")


@settings_page
def settings_mail(request: HttpRequest) -> HttpResponse:
    """What waits, fails and was sent, the newest first."""
    asked = request.GET.get("state", "")
    rows = mails_in(asked).select_related("person").order_by("-planned_at", "-pk")
    context = {
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "state": asked,
        "states": STATES,
        "trouble": OutboxMail.objects.in_trouble(timezone.now()).exists(),
    }
    return render(request, "progress/settings/mail.html", context)


STATES = ["waiting", "failing", "sent", "dropped"]


def mails_in(state: str) -> QuerySet[OutboxMail]:
    mails = OutboxMail.objects.all()
    if state == "failing":
        return mails.failing()
    if state == "waiting":
        return mails.waiting()
    if state == "sent":
        return mails.exclude(sent_at=None)
    return mails.exclude(dropped_at=None) if state == "dropped" else mails


# By a signed address, signed in or not


@login_not_required
@never_cache
@page_or_post
def snooze(request: HttpRequest, token: str) -> HttpResponse:
    """One button: no reminders of this until its next due date."""
    person, subject = named_by("snooze", token)
    items = snoozes.owed(person, today_of(person), subject)
    done = request.method == "POST"
    if done:
        snoozes.put_off(person, items)
    context = {"items": items, "done": done, "person": person}
    return answer(request, person, "progress/snooze.html", context)


@csrf_exempt  # mail readers send this by themselves, as List-Unsubscribe-Post asks
@login_not_required
@never_cache
@page_or_post
def reminders_stop(request: HttpRequest, token: str) -> HttpResponse:
    """One button: no reminders at all."""
    person, _subject = named_by("stop", token)
    done = request.method == "POST"
    if done:
        off = dict.fromkeys(NEWS, False)
        ReminderPreference.objects.update_or_create(person=person, defaults=off)
    context = {"done": done, "person": person}
    return answer(request, person, "progress/reminders_stop.html", context)


def named_by(purpose: str, token: str) -> tuple[User, int]:
    found = letters.read(purpose, token)
    if found is None:
        raise Http404
    return found


def answer(
    request: HttpRequest, person: User, template: str, context: dict
) -> HttpResponse:
    """In the language of whom the mail was for, whoever reads it."""
    with in_language_of(person):
        return render(request, template, context)
