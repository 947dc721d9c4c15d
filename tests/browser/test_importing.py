"""Bringing a file in as a person does, with and without JavaScript."""

import pytest

from objectives.models import Objective
from tests.browser.audit import audit
from tests.factories import make_cycle

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = "目标,关键结果,目标值,当前值\n增长,更多客户,10,4\n"
BAD = "objective,key_result,target\nGrow,Ten,four dollars\n"


def choose(page, text):
    file = {"name": "okrs.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("CSV or XLSX").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Check the file").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_file_is_mended_checked_and_imported(visit, dana, scripts):
    make_cycle("2026 Q3")
    page = visit(dana, java_script_enabled=scripts, reduced_motion="reduce")
    page.context.expected += ["status of 422"]
    page.goto("/import/")
    choose(page, BAD)
    assert page.get_by_text("four dollars").is_visible()
    if scripts:
        assert audit(page) == []
    assert page.get_by_role("button", name="Import all").count() == 0

    choose(page, GOOD)
    with page.expect_navigation():
        page.get_by_role("button", name="Import 1 row").click()

    assert page.get_by_role("heading", name="Imported").is_visible()
    assert Objective.objects.get().title == "增长"
