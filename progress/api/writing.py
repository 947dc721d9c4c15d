"""What programs write: check-ins and corrections, by the way that the form takes."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Body, Field, Header, Router, Schema
from pydantic import ConfigDict

from objectives.models import KeyResult
from progress import ledger
from progress.api import rows
from progress.api.fields import PathId, SentDay, SentId, SentValue
from progress.api.guard import WritingToken
from progress.api.paging import answer, refuse_unknown
from progress.api.problems import Fault, Problem, invalid
from progress.api.reading import seen_check_ins
from progress.api.shapes import CheckInOut, Confidence, ConflictOut, ProblemOut
from progress.forms import CheckInForm, CorrectionForm
from progress.models import CheckIn
from progress.views.key_result import permit_check_in, visible_key_result

REFUSED = {400, 401, 403, 404, 413, 415, 422, 429, 503}
ANSWERS = {
    201: CheckInOut,
    409: ConflictOut,
    **dict.fromkeys(REFUSED, ProblemOut),
}
KEY = re.compile(r"[!-~]{1,255}")
# Keys of different people never meet, and a key is kept with its check-in for ever.
KEYS = uuid.UUID("0b6f8c1e-6c2f-4f55-9a3e-5d0a2f1f7c11")
LONGEST_KEY = 255
AS_SENT = {"version": "seen", "__all__": ""}

router = Router(auth=WritingToken())


class CheckInIn(Schema):
    """A new value; whatever is left out is as the form leaves it out."""

    model_config = ConfigDict(extra="forbid")

    value: SentValue = Field(
        description=gettext_noop("in the key result’s unit; 0 or 1 for a milestone")
    )
    measured_on: SentDay | None = Field(
        None, description=gettext_noop("today unless said otherwise")
    )
    confidence: Confidence = ""
    note: str = Field("", max_length=2000)
    seen: SentId | None = Field(
        None,
        description=gettext_noop("the entry last seen; a newer one gives 409"),
    )


class CorrectionIn(CheckInIn):
    """The value that the entry should have had, and why it had another."""

    reason: str = Field(
        max_length=1000, description=gettext_noop("why it is corrected")
    )
    measured_on: SentDay | None = Field(
        None,
        description=gettext_noop(
            "the day of the corrected entry unless said otherwise"
        ),
    )
    seen: None = Field(None, description=gettext_noop("not needed: the entry is named"))


IdempotencyKey = Header(
    None,
    alias="Idempotency-Key",
    max_length=LONGEST_KEY,
    description=gettext_noop(
        "sent again with the same content, it makes no second entry"
    ),
)


@router.post(
    "/key-results/{id:pk}/check-ins",
    response=ANSWERS,
    url_name="api_key_result_check_ins",
    summary=gettext_noop("Check in"),
)
def create_check_in(
    request: HttpRequest,
    pk: PathId,
    entry: Body[CheckInIn],
    key: str | None = IdempotencyKey,
) -> Any:
    refuse_unknown(request)
    subject = visible_key_result(request, pk)
    permit_check_in(request, subject)
    form = CheckInForm(form_data(request, entry, key), key_result=subject)
    return record(request, subject, form, entry)


@router.post(
    "/check-ins/{id:pk}/corrections",
    response=ANSWERS,
    url_name="api_check_in_corrections",
    summary=gettext_noop("Correct a check-in"),
)
def create_correction(
    request: HttpRequest,
    pk: PathId,
    entry: Body[CorrectionIn],
    key: str | None = IdempotencyKey,
) -> Any:
    refuse_unknown(request)
    replaced = get_object_or_404(seen_check_ins(request.user), pk=pk)
    subject = visible_key_result(request, replaced.key_result_id)
    permit_check_in(request, subject)
    replaced.key_result = subject
    form = CorrectionForm(form_data(request, entry, key), replaced=replaced)
    return record(request, subject, form, entry)


def form_data(request: HttpRequest, entry: CheckInIn, key: str | None) -> dict:
    """What a browser would have sent."""
    return {
        **entry.model_dump(exclude_none=True, exclude={"seen"}),
        "version": entry.seen,
        "key": one_time_key(request, key),
    }


def one_time_key(request: HttpRequest, key: str | None) -> uuid.UUID | None:
    if key is None:
        return None
    if not KEY.fullmatch(key):
        sentence = _("Send up to 255 letters, digits and signs, without spaces.")
        raise invalid(Fault("Idempotency-Key", sentence))
    return uuid.uuid5(KEYS, f"{request.user.pk} {key}")


def record(
    request: HttpRequest, subject: KeyResult, form: CheckInForm, sent: CheckInIn
) -> HttpResponse:
    """201 with the entry, new or made before by the same key; else a Problem."""
    if not form.is_valid():
        raise invalid(*faults_of(form))
    entry = on_the_same_day(form.entry(), sent)
    try:
        saved = ledger.record(key_result=subject, author=request.user, entry=entry)
    except ledger.Stale as stale:
        raise conflict(request, entry, stale.latest) from None
    except ledger.Refused as refused:
        raise invalid(Fault(refused.field, refused.sentence)) from None
    except ledger.KeyReused:
        sentence = _("This Idempotency-Key was sent before, with something else.")
        raise Problem(409, sentence, code="key_reused") from None
    [row] = rows.check_ins(request, [saved])
    response = answer(row, status=201)
    response.headers["Location"] = reverse("api_check_in", args=[saved.pk])
    return response


def on_the_same_day(entry: ledger.Entry, sent: CheckInIn) -> ledger.Entry:
    """A repeated request that names no day means the day of the first one."""
    if entry.key is None or sent.measured_on:
        return entry
    earlier = CheckIn.objects.filter(key=entry.key).first()
    return replace(entry, measured_on=earlier.measured_on) if earlier else entry


def faults_of(form: CheckInForm) -> list[Fault]:
    return [
        Fault(AS_SENT.get(name, name), sentence)
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def conflict(request: HttpRequest, entry: ledger.Entry, latest: CheckIn) -> Problem:
    """Both sides: whoever asks again says that the latest was seen."""
    [row] = rows.check_ins(request, [latest])
    yours = {
        "value": rows.plain(entry.value),
        "measured_on": entry.measured_on.isoformat(),
        "confidence": entry.confidence,
        "note": entry.note,
    }
    detail = _("Somebody else has checked in meanwhile; nothing was saved.")
    row = {**row, "measured_on": row["measured_on"].isoformat()}
    return Problem(409, detail, yours=yours, latest=row)
