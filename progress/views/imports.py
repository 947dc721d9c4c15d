"""Bringing a file in: upload, check, confirm. Nothing is written before the last."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from objectives import access, clock
from progress.exchange import example, returned, uploads, workbook
from progress.exchange.applying import Changed, Refused
from progress.exchange.exporting import csv_lines
from progress.exchange.problems import Unreadable, sentence
from progress.import_forms import ColumnsForm, UploadForm
from progress.models import Import, ImportLine

REFUSED, CONFLICT = 422, 409
ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = {str(weight.value): weight for weight in ImportLine.Weight}


def for_administrators(view: Callable[..., HttpResponseBase]):
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        sentence = _("OKR administrators import what files hold.")
        access.permit_administration(request.user, sentence)
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def imports(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return show_upload(request, form)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid() and (kept := kept_from(request, form)):
        return redirect(kept)
    return show_upload(request, form, status=REFUSED)


def kept_from(request: HttpRequest, form: UploadForm) -> Import | None:
    """None where the file cannot be read; the form says why."""
    said = form.cleaned_data
    try:
        return uploads.keep(
            form.brought(),
            user=request.user,
            encoding=said["encoding"],
            current=said["current"] == "check_in",
        )
    except Unreadable as error:
        form.add_error("file", str(error))
        return None


def show_upload(
    request: HttpRequest, form: UploadForm, status: int = 200
) -> HttpResponse:
    mine = Import.objects.of(request.user).filter(done_at=None)
    waiting = mine.prefetch_related("files").defer("report").order_by("-pk")[:5]
    context = {"form": form, "waiting": waiting}
    return render(request, "progress/imports/upload.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def import_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The step at which an upload is: its columns, its check, or its result."""
    kept = get_object_or_404(Import.objects.of(request.user), pk=pk)
    if request.method != "POST":
        return show_step(request, kept)
    if request.POST.get("do") == "drop":
        kept.delete()
        messages.success(request, _("The file was discarded. Nothing was imported."))
        return redirect("imports")
    if kept.done_at or request.POST.get("do") == "import":
        return confirm(request, kept)
    return take_columns(request, kept)


def show_step(request: HttpRequest, kept: Import) -> HttpResponse:
    if kept.done_at:
        context = {"kept": kept, "counts": counts_of(kept)}
        return render(request, "progress/imports/result.html", context)
    if not kept.report:
        return show_columns(request, kept, ColumnsForm(tables=uploads.tables_of(kept)))
    return show_check(request, kept)


def take_columns(request: HttpRequest, kept: Import) -> HttpResponse:
    if kept.report:
        return redirect(kept)  # sent twice: its check is there
    form = ColumnsForm(request.POST, tables=uploads.tables_of(kept))
    if not form.is_valid():
        return show_columns(request, kept, form, status=REFUSED)
    kept.columns = form.chosen()
    kept.save(update_fields=["columns"])
    uploads.check(kept, uploads.tables_of(kept))
    return redirect(kept)


def show_columns(
    request: HttpRequest, kept: Import, form: ColumnsForm, status: int = 200
) -> HttpResponse:
    context = {"kept": kept, "form": form}
    return render(request, "progress/imports/columns.html", context, status=status)


def confirm(request: HttpRequest, kept: Import) -> HttpResponse:
    try:
        uploads.confirm(kept.pk, request.user, request.POST.get("seen", ""))
    except (Changed, Refused):
        kept.refresh_from_db()
        return show_check(request, kept, status=CONFLICT)
    except Import.DoesNotExist:
        raise Http404 from None
    return redirect(kept)


def show_check(request: HttpRequest, kept: Import, status: int = 200) -> HttpResponse:
    shown = SHOWN.get(request.GET.get("show", ""))
    lines = kept.lines.order_by("weight", "pk")
    if shown is not None:
        lines = lines.filter(weight=shown)
    page = Paginator(lines, ROWS).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    for line in page.object_list:
        line.told = sentence(line.code, line.params) if line.code else ""
    context = {
        "kept": kept,
        "report": kept.report,
        "ready": kept.report["rows"] - kept.report["bad"] - kept.report["look"],
        "counts": counts_of(kept),
        "page": page,
        "shown": "" if shown is None else str(shown.value),
        "is_stale": status == CONFLICT,
        "form": UploadForm(),
    }
    return render(request, "progress/imports/check.html", context, status=status)


def counts_of(kept: Import) -> list[tuple[str, int, int, int]]:
    """(what, new, changed, left) of each table."""
    counts = kept.report["counts"]
    named = [
        (_("Objectives"), "objectives"),
        (_("Key results"), "key_results"),
        (_("Check-ins"), "check_ins"),
        (_("Cycles"), "cycles"),
        (_("Teams"), "teams"),
        (_("People"), "people"),
    ]
    return [
        (label, *(counts.get(f"{name}_{w}", 0) for w in ("new", "changed", "left")))
        for label, name in named
    ]


@require_safe
@for_administrators
def import_errors(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same file with a column of what is wrong."""
    kept = get_object_or_404(Import.objects.of(request.user), pk=pk, done_at=None)
    if not kept.report:
        raise Http404
    tables, faults = uploads.tables_of(kept), returned.faults_of(kept)
    if any(file.is_workbook for file in uploads.files_of(kept)):
        return workbook_answer(returned.as_workbook(tables, faults), "errors.xlsx")
    asked = request.GET.get("table")
    table = next((t for t in tables.all if t.kind == asked), tables.all[0])
    return csv_answer(returned.as_csv(table, faults), f"{table.kind}-errors.csv")


@require_safe
@for_administrators
def import_template(request: HttpRequest) -> HttpResponseBase:
    """An empty table to fill in, or an example; as a workbook or as CSV."""
    is_example = request.GET.get("example") == "1"
    sheets = example.example(clock.today()) if is_example else example.template()
    name = "plumbline-example" if is_example else "plumbline-template"
    if request.GET.get("format") == "csv":
        _table, columns, rows = sheets[0]
        return csv_answer(csv_lines(list(columns), rows, bom=True), f"{name}.csv")
    with workbook.written(sheets) as file:
        disposition = f'attachment; filename="{name}.xlsx"'
        answer = HttpResponse(file.read(), content_type=XLSX)
    answer.headers["Content-Disposition"] = disposition
    return answer


def workbook_answer(file, name: str) -> HttpResponseBase:
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def csv_answer(lines, name: str) -> HttpResponseBase:
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
