"""Every page in both themes, on a desk and on a phone: WCAG, width, and quiet."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from objectives.models import KeyResult, Objective, User

WCAG = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    }
}
WIDTHS = [390, 1440]
CHECKED = [360, 390, 768, 1024, 1280, 1440, 1920]


def pages_of_members():
    plain = ["updates", "alignment", "teams", "objective_create", "settings_profile"]
    plain += ["password_change"]
    objective = Objective.objects.get(title__startswith="A support platform")
    key_result = KeyResult.objects.filter(content="First response time").latest("pk")
    milestone = KeyResult.objects.get(content="Knowledge base launched")
    closed = KeyResult.objects.filter(objective__cycle__state="closed").first()
    entry = key_result.check_ins.latest("pk")
    return [
        *map(reverse, plain),
        objective.get_absolute_url(),
        key_result.objective.get_absolute_url(),
        key_result.get_absolute_url(),
        milestone.get_absolute_url(),
        closed.get_absolute_url(),
        objective.team.get_absolute_url(),
        key_result.owner.get_absolute_url(),
        reverse("objective_children", args=[objective.pk]),
        reverse("objective_edit", args=[key_result.objective_id]),
        reverse("objective_drop", args=[key_result.objective_id]),
        reverse("objective_weights", args=[key_result.objective_id]),
        reverse("key_result_create", args=[key_result.objective_id]),
        reverse("key_result_edit", args=[key_result.pk]),
        reverse("key_result_drop", args=[key_result.pk]),
        reverse("check_in_correct", args=[entry.pk]),
        "/objectives/987654321/",
    ]


def pages_of_administrators():
    names = ["organisation", "cycles", "cycle_create", "teams", "team_create"]
    names += ["people", "person_create"]
    team = Objective.objects.exclude(team=None).first().team
    return [
        *(reverse(f"settings_{name}") for name in names),
        reverse("settings_cycle_edit", args=[Objective.objects.first().cycle_id]),
        reverse("settings_team_edit", args=[team.pk]),
        reverse("settings_person_edit", args=[User.objects.first().pk]),
    ]


def faults_of(page):
    found = Axe().run(page, options=WCAG).response["violations"]
    return [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]]


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def look_at(page, addresses):
    """What axe and the ruler find, by page and width; empty when all is well."""
    found = []
    for address in addresses:
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [(address, width, fault) for fault in faults_of(page)]
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_members_pass_axe(tidewell, visit, theme):
    page = visit(User.objects.get(name="Grace Adeyemi"), color_scheme=theme)
    page.context.expected.append("status of 404")
    assert look_at(page, pages_of_members()) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_administrators_pass_axe(tidewell, visit, theme):
    page = visit(User.objects.get(role="administrator"), color_scheme=theme)
    assert look_at(page, pages_of_administrators()) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_the_entrance_pass_axe(visit, alice, theme):
    page = visit(None, color_scheme=theme)
    names = [
        "login",
        "password_reset",
        "password_reset_done",
        "password_reset_complete",
    ]
    assert look_at(page, map(reverse, names)) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_run_passes_axe(visit, theme):
    assert look_at(visit(None, color_scheme=theme), ["/setup/"]) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_refusals_pass_axe(tidewell, visit, theme):
    page = visit(User.objects.get(name="Grace Adeyemi"), color_scheme=theme)
    page.context.expected.append("status of 422")
    key_result = KeyResult.objects.filter(content="First response time").latest("pk")
    for address, field in (
        (reverse("updates"), f"#kr-{key_result.pk}-value"),
        (key_result.get_absolute_url(), "#id_value"),
    ):
        page.goto(address)
        page.fill(field, "many")
        page.press(field, "Enter")
        page.wait_for_selector('[role="alert"]')
        assert faults_of(page) == []


def test_no_page_is_wider_than_its_window(tidewell, visit):
    page = visit(User.objects.get(name="Grace Adeyemi"))
    page.context.expected.append("status of 404")
    wide = []
    for address in pages_of_members():
        page.goto(address)
        for width in CHECKED:
            page.set_viewport_size({"width": width, "height": 900})
            wide += [(address, width)] if is_too_wide(page) else []
    assert wide == []


def test_print_opens_the_whole_tree(tidewell, visit):
    page = visit(User.objects.get(name="Grace Adeyemi"))
    page.goto(reverse("alignment"))
    page.locator(".twist summary").first.click()
    assert page.locator(".node .node .node-row").first.is_hidden()
    page.emulate_media(media="print")
    assert page.locator(".node .node .node-row").first.is_visible()
    assert page.locator(".topbar").is_hidden()
