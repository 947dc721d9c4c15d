"""My updates: every key result the reader owes, overdue first, in one form."""

from __future__ import annotations

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from objectives import clock
from objectives.display import show_number
from objectives.models import KeyResult
from progress import ledger, outcomes
from progress.asked import asked_id, asked_ids
from progress.day import Day
from progress.deciding import Told, told
from progress.forms import CheckInForm, CorrectionForm, row_form
from progress.mentions import mentioned
from progress.models import CheckIn
from progress.owed_actions import owed_actions
from progress.queues import Owed, queue, readings_of
from progress.readings import (
    KeyResultReading,
    read_key_results,
    shown_key_results,
)
from progress.review_readings import owed_to_reviews
from progress.rows import ROWS, Page, Row
from progress.today import day_of
from progress.verdicts_owed import owed_words

VALUE = re.compile(r"kr-([1-9]\d{0,17})-value")


@require_http_methods(["GET", "HEAD", "POST"])
def updates(request: HttpRequest) -> HttpResponse:
    day = day_of(request)
    if request.method == "POST":
        return save(request, day)
    page = open_page(request, day, request.GET)
    saved = saved_before(request, day)
    return show(request, page, saved)


def show(request: HttpRequest, page: Page, saved, status: int = 200) -> HttpResponse:
    reviews = owed_to_reviews(request.user, clock.today())
    context = {
        "page": page,
        "saved": saved,
        "saved_ids": ",".join(str(told.outcome.entry.pk) for told in saved),
        "reviews": reviews,
        "actions": owed_actions(request.user, clock.today()),
        "mentioned": mentioned(request.user),
        "words": owed_words(request.user, clock.today()),
    }
    return render(request, "progress/updates.html", context, status=status)


def open_page(request: HttpRequest, day: Day, data: QueryDict) -> Page:
    lines = queue(request.user, day)
    asked = asked_id(data.get("kr", ""))
    number = page_of(asked, lines) or page_number(data.get("page", ""), len(lines))
    shown = lines[(number - 1) * ROWS : number * ROWS]
    rows = [
        Row(reading, form_of(line, reading), line.group)
        for line, reading in zip(shown, readings_of(shown, day), strict=True)
    ]
    return Page(rows, lines, number, asked)


def form_of(line: Owed, reading: KeyResultReading) -> CheckInForm:
    """Who stands in for somebody may always enter a new value, due or not."""
    if line.absence:
        prefix = f"kr-{line.key_result_id}"
        return CheckInForm(prefix=prefix, key_result=reading.key_result)
    return row_form(reading)


def page_of(asked: int | None, lines: list[Owed]) -> int | None:
    """The page on which the key result stands that a link names; None without one."""
    ids = [line.key_result_id for line in lines]
    return ids.index(asked) // ROWS + 1 if asked in ids else None


def page_number(text: str, lines: int) -> int:
    last = max((lines + ROWS - 1) // ROWS, 1)
    return min(max(asked_id(text) or 1, 1), last)


def saved_before(request: HttpRequest, day: Day) -> list[Told]:
    """What this reader saved a moment ago, named in the address."""
    return saved_now(request, day, asked_ids(request.GET.get("saved", ""), most=ROWS))


def saved_now(request: HttpRequest, day: Day, ids: list[int]) -> list[Told]:
    entries = own_entries(request, ids) if ids else []
    found = outcomes.recorded(entries, day) if entries else []
    return told(request.user, found)


def own_entries(request: HttpRequest, ids: list[int]) -> list[CheckIn]:
    entries = CheckIn.objects.visible_to(request.user)
    entries = entries.filter(author=request.user, pk__in=ids)
    shown = "objective__cycle", "figures", "owner", "measurement_plan"
    related = [f"key_result__{name}" for name in shown]
    return list(entries.select_related("corrects", *related).order_by("pk"))


def save(request: HttpRequest, day: Day) -> HttpResponse:
    """Each row stands for itself: what is right is saved, the rest is kept as typed."""
    wanted = sent_rows(request.POST)
    readings = asked_for(request, day, wanted)
    rows = [sent_row(request, reading) for reading in readings]
    chosen = chosen_ids(request.POST, wanted)
    for row in rows:
        if row.reading.key_result.pk in chosen:
            record(request, row)
    entries = [row.saved for row in rows if row.saved]
    kept = [row for row in rows if row.has_text and not row.saved]
    if not kept and not any(row.is_wrong or row.conflict for row in rows):
        return after_saving(request, entries)
    return show_again(request, day, rows, entries)


def sent_rows(data: QueryDict) -> list[int]:
    """Ids of the rows in which something was typed or pressed."""
    typed = [name for name, value in data.items() if value.strip()]
    ids = [int(match[1]) for name in typed if (match := VALUE.fullmatch(name))]
    pressed = asked_id(data.get("same", "")), asked_id(data.get("save", ""))
    ids += [pk for pk in pressed if pk is not None]
    return list(dict.fromkeys(ids))[: 2 * ROWS]


def chosen_ids(data: QueryDict, sent: list[int]) -> set[int]:
    """Save or No change means one row; Enter and Save all mean every typed one."""
    for text in (data.get("same", ""), data.get("save", "")):
        if (pk := asked_id(text)) is not None:
            return {pk} & set(sent)
    return set(sent)


def asked_for(request: HttpRequest, day: Day, ids: list[int]) -> list[KeyResultReading]:
    """Readings of what may be checked in; 404 for the unseen, 403 for the forbidden."""
    visible = KeyResult.objects.visible_to(request.user).filter(pk__in=ids)
    found = shown_key_results(visible).in_bulk()
    if len(found) < len(ids):
        raise Http404
    if KeyResult.objects.measurable_by(request.user).filter(pk__in=ids).count() < len(
        ids
    ):
        raise PermissionDenied(_("You may check in your own key results only."))
    return read_key_results([found[pk] for pk in ids], day)


def sent_row(request: HttpRequest, reading: KeyResultReading) -> Row:
    """The row as it was sent; a revision where one was offered."""
    data = request.POST
    prefix = f"kr-{reading.key_result.pk}"
    if data.get("same") == str(reading.key_result.pk):
        data = data.copy()
        data[f"{prefix}-value"] = same_value(reading)
    form: CheckInForm
    if replaced := replaced_entry(reading, data.get(f"{prefix}-replaces", "")):
        form = CorrectionForm(data, prefix=prefix, replaced=replaced)
    else:
        form = CheckInForm(data, prefix=prefix, key_result=reading.key_result)
    group = "done" if not reading.is_owed else reading.due_group
    return Row(reading, form, group)


def replaced_entry(reading: KeyResultReading, text: str) -> CheckIn | None:
    """The entry that a revision names, even one that has been corrected since."""
    entries = CheckIn.objects.select_related("key_result")
    return entries.filter(key_result=reading.key_result, pk=asked_id(text)).first()


def same_value(reading: KeyResultReading) -> str:
    """The value of the last entry, as typed by its reader."""
    if reading.latest is None:
        return ""
    if reading.key_result.is_milestone:
        return str(int(reading.latest.value))
    return show_number(reading.latest.value)


def record(request: HttpRequest, row: Row) -> None:
    """Record one row; a refusal stands beside its field, what was typed is kept."""
    if not row.form.is_valid():
        return
    try:
        row.saved = ledger.record(
            key_result=row.reading.key_result,
            author=request.user,
            entry=row.form.entry(),
        )
    except ledger.Stale as stale:
        row.conflict = stale.latest
    except ledger.Refused as refused:
        row.form.refuse(refused.field, refused.sentence)
    except ledger.KeyReused:
        row.is_reused = True
        row.form.refuse("value", reused_sentence())


def reused_sentence() -> str:
    return _(
        "This form was sent before with another value, which was saved. "
        "Look at the value below, then send yours again."
    )


def after_saving(request: HttpRequest, entries: list[CheckIn]) -> HttpResponse:
    """Redirect to the page that tells what the saved values mean."""
    if not entries:
        messages.warning(request, _("Nothing was typed, so nothing was saved."))
        return redirect("updates")
    count = len(entries)
    text = ngettext("%(count)s update saved.", "%(count)s updates saved.", count)
    messages.success(request, text % {"count": count})
    ids = ",".join(str(entry.pk) for entry in entries)
    return redirect(f"{reverse('updates')}?saved={ids}")


def show_again(
    request: HttpRequest, day: Day, rows: list[Row], entries: list[CheckIn]
) -> HttpResponse:
    """The page with what was typed; rows that were saved stand in it as saved."""
    page = open_page(request, day, request.POST)
    kept = {row.reading.key_result.pk: row for row in rows if not row.saved}
    on_page = {row.reading.key_result.pk for row in page.rows}
    page.rows = [kept.get(row.reading.key_result.pk, row) for row in page.rows]
    page.rows = [row for pk, row in kept.items() if pk not in on_page] + page.rows
    saved = saved_now(request, day, [entry.pk for entry in entries])
    return show(request, page, saved, status_of(rows))


def status_of(rows: list[Row]) -> int:
    """409 where something else was first, 422 where something typed is wrong."""
    if any(row.conflict or row.is_reused for row in rows):
        return 409
    return 422 if any(row.is_wrong for row in rows) else 200
