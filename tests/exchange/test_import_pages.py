"""Upload, check, confirm: what each step shows, keeps and refuses."""

import csv
import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from objectives.models import Objective, User
from progress.models import Import
from tests.factories import make_cycle, make_objective, make_user

pytestmark = pytest.mark.django_db

GOOD = "objective,key_result,target,current\nGrow,Ten,10,4\n"
BAD = GOOD + "Shrink,=Two,four dollars,\n"


def upload(client, text, name="okrs.csv", **fields):
    content = text if isinstance(text, bytes) else text.encode()
    fields = {"encoding": "utf-8", "current": "check_in", **fields}
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("imports"), {"file": file, **fields})


def uploaded(client, text, **fields):
    response = upload(client, text, **fields)
    assert response.status_code == 302, response.text
    return response.headers["Location"]


def confirm(client, url, **fields):
    seen = client.get(url).context["report"]["digest"]
    return client.post(url, {"do": "import", "seen": seen, **fields})


@pytest.fixture
def client(client, dana, cycle):
    client.force_login(dana)
    return client


def test_a_file_is_checked_confirmed_and_there(client):
    url = uploaded(client, GOOD)
    assert not Objective.objects.exists()
    assert "Import 1 row" in client.get(url).text

    response = confirm(client, url)

    assert (response.status_code, response.headers["Location"]) == (302, url)
    assert Objective.objects.get().figures.progress == 400_000
    assert "Imported" in client.get(url).text


def test_confirming_twice_imports_once(client):
    url = uploaded(client, GOOD)
    seen = client.get(url).context["report"]["digest"]
    for _ in range(2):
        client.post(url, {"do": "import", "seen": seen})
    assert Objective.objects.count() == 1


def test_one_bad_row_offers_no_import_and_names_row_and_column(client):
    url = uploaded(client, BAD)
    page = client.get(url)
    assert 'value="import"' not in page.text
    [line] = page.context["page"].object_list[:1]
    assert (line.row, line.column, line.cell) == (3, "target", "four dollars")

    assert confirm(client, url).status_code == 409
    assert not Objective.objects.exists()


def test_errors_come_back_as_the_same_file_with_a_column_of_them(client):
    url = uploaded(client, BAD)
    answer = client.get(f"{url}errors/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["error"] == ""
    assert rows[1]["key_result"] == "'=Two"
    assert "Enter a number" in rows[1]["error"]
    again = text.replace("four dollars", "4")
    assert client.get(uploaded(client, again)).context["report"]["bad"] == 0


def test_what_changed_since_it_was_shown_is_shown_again(client, dana, cycle):
    url = uploaded(client, GOOD)
    seen = client.get(url).context["report"]["digest"]
    make_objective("Grow", cycle=cycle, owner=dana)

    response = client.post(url, {"do": "import", "seen": seen})

    assert response.status_code == 409
    assert "has changed since it was shown" in response.text
    assert Objective.objects.count() == 1
    assert confirm(client, url).status_code == 302
    assert Objective.objects.get().key_results.count() == 1


def test_columns_of_unknown_names_are_given_a_meaning(client):
    url = uploaded(client, "Ziel,KR-Text,Zielwert,Farbe\nGrow,Ten,10,red\n")
    page = client.get(url)
    assert "What do the columns mean?" in page.text
    assert "red" in page.text

    refused = client.post(url, {"do": "map", "okrs-1": "key_result"})
    assert refused.status_code == 422
    both = {"okrs-0": "objective", "okrs-1": "objective"}
    assert client.post(url, {"do": "map", **both}).status_code == 422

    said = {"okrs-0": "objective", "okrs-1": "key_result", "okrs-2": "target"}
    assert client.post(url, {"do": "map", **said}).status_code == 302
    assert confirm(client, url).status_code == 302
    assert str(Objective.objects.get().key_results.get().target_value) == "10.0000"


def test_two_csv_files_are_brought_together(client):
    okrs = "objective,key_result_id,key_result,target\nGrow,k,Ten,10\n"
    day = timezone.localdate() - datetime.timedelta(days=2)
    entries = f"key_result_id,measured_on,value\nk,{day},5\n".encode()
    url = uploaded(client, okrs, check_ins=SimpleUploadedFile("c.csv", entries))
    assert confirm(client, url).status_code == 302
    assert Objective.objects.get().figures.progress == 500_000


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\x00", "目标\n增长增长增长\n".encode("gbk")]
)
def test_a_file_that_is_no_table_is_refused_and_not_kept(client, content):
    assert upload(client, content).status_code == 422
    assert not Import.objects.exists()


def test_a_cell_with_a_null_character_or_markup_is_told_and_harmless(client):
    url = uploaded(client, "objective,target,key_result\n<script>x</script>,a\x01b,K\n")
    page = client.get(url)
    assert "<script>x" not in page.text
    assert page.context["report"]["bad"] == 1


def test_too_large_a_body_is_refused_before_it_is_read(client):
    answer = upload(client, b"x" * 43_000_000)
    assert answer.status_code == 413
    elsewhere = client.post(reverse("login"), {"file": io.BytesIO(b"x" * 3_000_000)})
    assert elsewhere.status_code == 413


def test_an_upload_belongs_to_whoever_brought_it(client):
    url = uploaded(client, GOOD)
    client.force_login(make_user(role="administrator"))
    for response in (client.get(url), client.post(url, {"do": "drop"})):
        assert response.status_code == 404
    assert Import.objects.count() == 1


def test_an_upload_can_be_discarded_and_runs_out(client):
    url = uploaded(client, GOOD)
    assert client.post(url, {"do": "drop"}).status_code == 302
    assert client.get(url).status_code == 404

    url = uploaded(client, GOOD)
    eight_days = timezone.now() - datetime.timedelta(days=8)
    Import.objects.update(created_at=eight_days)
    assert client.get(url).status_code == 404


def test_an_example_imports_as_it_is_and_a_template_has_every_column(client):
    example = client.get(reverse("import_template") + "?example=1").content
    url = uploaded(client, example, name="example.xlsx")
    assert confirm(client, url).status_code == 302
    assert Objective.objects.count() == 2
    assert User.objects.filter(email="ann@example.org").exists()
    template = b"".join(client.get(reverse("import_template") + "?format=csv"))
    assert template.decode("utf-8-sig").startswith("objective_id,parent_id,")


def test_the_check_is_told_in_the_language_of_its_reader(client, dana):
    url = uploaded(client, BAD)
    User.objects.filter(pk=dana.pk).update(language="zh-hans")
    assert "无法读取" in client.get(url).text


def test_the_check_asks_as_often_for_many_rows_as_for_few(client):
    def queries(number):
        lines = [f"Objective {i},K,{'' if i % 2 else 'x'}" for i in range(number)]
        url = uploaded(client, "\n".join(["objective,key_result,target", *lines]))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    queries(2)
    assert queries(2) == queries(40)


# Out


def exported(client, query):
    answer = client.get(f"{reverse('export')}?{query}")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_what_the_filters_show_is_what_is_exported(client, dana, cycle):
    make_objective("Grow", cycle=cycle, owner=dana)
    make_objective("Shrink", cycle=cycle, owner=dana)
    make_objective("Elsewhere", cycle=make_cycle(), owner=dana)
    query = f"cycle={cycle.pk}&q=grow&format=csv"
    assert [row["objective"] for row in exported(client, query)] == ["Grow"]
    assert len(exported(client, f"{query}&scope=all")) == 3
    assert len(exported(client, "format=csv")) == 3


def test_a_private_objective_is_not_there_for_a_stranger(client, dana, mallory, cycle):
    secret = make_objective("Merge", cycle=cycle, owner=dana, is_private=True)
    client.force_login(mallory)
    url = reverse("export")
    assert client.get(f"{url}?objective={secret.pk}").status_code == 404
    assert client.get(f"{url}?objective=99999&format=csv").status_code == 404
    assert exported(client, "format=csv") == []


def test_an_objectives_history_is_exported_alone(client, dana, cycle):
    one = make_objective("Grow", cycle=cycle, owner=dana)
    make_objective("Shrink", cycle=cycle, owner=dana)
    page = client.get(f"{reverse('export')}?objective={one.pk}")
    assert f'name="objective" value="{one.pk}"' in page.text
    [row] = exported(client, f"objective={one.pk}&format=csv")
    assert row["objective"] == "Grow"
