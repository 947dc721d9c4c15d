"""A key result: its numbers, its chart, its ledger, and the form to check it in."""

from __future__ import annotations

import csv
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from objectives import access
from objectives.models import KeyResult
from progress import ledger, outcomes
from progress.asked import asked_ids
from progress.day import Day
from progress.deciding import Told, told
from progress.deltas import last_words
from progress.forms import CheckInForm, CorrectionForm
from progress.history import chart_of, ledger_of
from progress.lanes import lanes_of
from progress.measuring import may_measure
from progress.models import CheckIn
from progress.readings import (
    KeyResultReading,
    read_key_results,
    shown_key_results,
)
from progress.spreadsheet import defused
from progress.today import day_of
from progress.views.comments import thread_part
from progress.views.updates import own_entries, reused_sentence, same_value

LEDGER_ROWS = 50


@require_safe
def key_result(request: HttpRequest, pk: int) -> HttpResponse:
    subject = visible_key_result(request, pk)
    if request.GET.get("format") == "csv":
        return download(subject)
    return show(request, subject)


def visible_key_result(request: HttpRequest, pk: int) -> KeyResult:
    rows = shown_key_results(KeyResult.objects.all())
    rows = rows.select_related("objective__parent", "objective__figures")
    subject = get_object_or_404(rows, pk=pk)
    if not access.sees(request.user, subject.objective):
        raise Http404
    return subject


def show(
    request: HttpRequest,
    subject: KeyResult,
    form: CheckInForm | None = None,
    conflict: CheckIn | None = None,
    status: int = 200,
) -> HttpResponse:
    day = day_of(request)
    reading, rows = ledger_of(subject, day)
    form = form or fresh_form(reading)
    form.fields["value"].help_text = last_words(reading)
    may_check_in = access.measures(request.user, subject)
    context = {
        "reading": reading,
        "chart": chart_of(reading),
        "lanes": lanes_of(subject, day.today),
        "ledger": Paginator(rows, LEDGER_ROWS).get_page(request.GET.get("page")),
        "may_check_in": may_check_in and not subject.closed_because,
        "may_edit": access.edits(request.user, subject.objective),
        "may_measure": may_measure(request.user, [subject]),
        "share": share_of(subject),
        "form": form,
        "conflict": conflict,
        "seen": seen_entry(reading, form),
        "version": conflict.pk if conflict else reading.ledger_end,
        "key": uuid.uuid4(),
        "saved": saved_before(request, day),
        "thread": thread_part(request, subject),
    }
    return render(request, "progress/key_result.html", context, status=status)


def fresh_form(reading: KeyResultReading) -> CheckInForm:
    latest = reading.latest
    initial = {
        "measured_on": reading.owner_today,
        "confidence": latest.confidence if latest else "",
    }
    return CheckInForm(key_result=reading.key_result, initial=initial)


def seen_entry(reading: KeyResultReading, form: CheckInForm | None) -> CheckIn | None:
    """The entry that was current when the sent form was opened."""
    if form is None or not form.is_bound:
        return None
    seen = form.cleaned_data.get("version") if form.is_valid() else None
    return CheckIn.objects.filter(key_result=reading.key_result, pk=seen).first()


def share_of(subject: KeyResult) -> tuple[int, int]:
    """This key result's weight and the sum of all that count, as integers."""
    live = KeyResult.objects.filter(objective=subject.objective_id, dropped_at=None)
    weights = dict(live.values_list("pk", "weight"))
    scale = 10_000
    own = int(weights.get(subject.pk, 0) * scale)
    return own, int(sum(weights.values()) * scale)


def saved_before(request: HttpRequest, day: Day) -> Told | None:
    entries = own_entries(request, asked_ids(request.GET.get("saved", ""), most=1))
    found = outcomes.recorded(entries, day) if entries else []
    return next(iter(told(request.user, found)), None)


def permit_check_in(request: HttpRequest, subject: KeyResult) -> None:
    if not access.measures(request.user, subject):
        raise PermissionDenied(_("You may check in your own key results only."))


@require_POST
def check_in_create(request: HttpRequest, pk: int) -> HttpResponse:
    subject = visible_key_result(request, pk)
    permit_check_in(request, subject)
    data = request.POST.copy()
    if "same" in data:
        [reading] = read_key_results([subject], day_of(request))
        data["value"] = same_value(reading)
    form = CheckInForm(data, key_result=subject)
    if not form.is_valid():
        return show(request, subject, form, status=422)
    try:
        saved = ledger.record(
            key_result=subject, author=request.user, entry=chosen_entry(request, form)
        )
    except ledger.Stale as stale:
        return show(request, subject, form, stale.latest, status=409)
    except ledger.Refused as refused:
        form.refuse(refused.field, refused.sentence)
        return show(request, subject, form, status=422)
    except ledger.KeyReused:
        form.refuse("value", reused_sentence())
        return show(request, subject, form, status=409)
    messages.success(request, _("Check-in saved."))
    return redirect(f"{subject.get_absolute_url()}?saved={saved.pk}")


def chosen_entry(request: HttpRequest, form: CheckInForm) -> ledger.Entry:
    """After a conflict, "mine" replaces the other entry of the same day."""
    entry = form.entry()
    if request.POST.get("resolve") != "mine" or not entry.seen:
        return entry
    newest = CheckIn.objects.filter(key_result=form.key_result, pk=entry.seen).first()
    if newest is None or newest.measured_on != entry.measured_on:
        return entry
    return ledger.Entry(
        **{
            **vars(entry),
            "corrects": newest.pk,
            "reason": _("Entered at the same time; this value stands."),
        }
    )


@require_safe
def check_in_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a value would mean, computed here while it is typed; writes nothing."""
    subject = visible_key_result(request, pk)
    permit_check_in(request, subject)
    prefix = f"kr-{pk}" if f"kr-{pk}-value" in request.GET else None
    form = CheckInForm(request.GET, key_result=subject, prefix=prefix)
    [reading] = read_key_results([subject], day_of(request))
    context = {"reading": reading, "row_id": f"kr-{pk}", "error": "", "outcome": None}
    if not form["value"].data:
        pass
    elif form.is_valid():
        entry = form.entry()
        outcome = outcomes.proposed(reading, entry.value, entry.measured_on)
        context |= {"reading": outcome.reading, "outcome": outcome}
    else:
        context["error"] = " ".join(sum(form.errors.values(), []))
    return render(request, "progress/_preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_correct(request: HttpRequest, pk: int) -> HttpResponse:
    entries = CheckIn.objects.visible_to(request.user)
    replaced = get_object_or_404(entries.select_related("author"), pk=pk)
    subject = visible_key_result(request, replaced.key_result_id)
    permit_check_in(request, subject)
    if reason := subject.closed_because:
        raise PermissionDenied(str(reason))
    if request.method == "POST":
        return correct(request, subject, replaced)
    return show_correction(request, subject, replaced, open_correction(replaced))


def open_correction(replaced: CheckIn) -> CorrectionForm:
    initial = {
        "measured_on": replaced.measured_on,
        "confidence": replaced.confidence,
        "note": replaced.note,
    }
    return CorrectionForm(replaced=replaced, initial=initial)


def correct(
    request: HttpRequest, subject: KeyResult, replaced: CheckIn
) -> HttpResponse:
    form = CorrectionForm(request.POST, replaced=replaced)
    if not form.is_valid():
        return show_correction(request, subject, replaced, form, status=422)
    try:
        saved = ledger.record(
            key_result=subject, author=request.user, entry=form.entry()
        )
    except ledger.Stale as stale:
        return show_correction(
            request, subject, replaced, form, stale.latest, status=409
        )
    except ledger.Refused as refused:
        form.refuse(refused.field, refused.sentence)
        return show_correction(request, subject, replaced, form, status=422)
    except ledger.KeyReused:
        form.refuse("value", reused_sentence())
        return show_correction(request, subject, replaced, form, status=409)
    messages.success(request, _("Correction saved; what stood before stays visible."))
    return redirect(f"{reverse('key_result', args=[subject.pk])}?saved={saved.pk}")


def show_correction(
    request: HttpRequest,
    subject: KeyResult,
    replaced: CheckIn,
    form: CorrectionForm,
    conflict: CheckIn | None = None,
    status: int = 200,
) -> HttpResponse:
    [reading] = read_key_results([subject], day_of(request))
    later = CheckIn.objects.filter(corrects=replaced).select_related("author").first()
    context = {
        "reading": reading,
        "replaced": replaced,
        "form": form,
        "conflict": conflict or later,
        "key": uuid.uuid4(),
    }
    return render(request, "progress/correction.html", context, status=status)


def download(subject: KeyResult) -> HttpResponse:
    """The whole ledger, corrected entries too, as CSV."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"key-result-{subject.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(CSV_COLUMNS)
    entries = CheckIn.objects.filter(key_result=subject).in_order()
    for entry in entries.select_related("author"):
        writer.writerow(csv_row(entry))
    return response


CSV_COLUMNS = [
    "check_in_id",
    "corrects",
    "measured_on",
    "entered_at",
    "value",
    "confidence",
    "note",
    "reason",
    "author",
]


def csv_row(entry: CheckIn) -> list[str]:
    return [
        str(entry.pk),
        str(entry.corrects_id or ""),
        entry.measured_on.isoformat(),
        entry.created_at.isoformat(),
        f"{entry.value.normalize():f}",
        entry.confidence,
        defused(entry.note),
        defused(entry.reason),
        defused(entry.author.email),
    ]
