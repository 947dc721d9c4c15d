"""Every page and every state of its form: WCAG 2.2 AA, width, and no complaint."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from objectives import clock
from objectives.forms import person_choice
from objectives.models import Action, Cycle, KeyResult, Objective, Team, User
from progress import counting, letters
from progress.models import Comment
from tests.browser.audit import audit, audit_all, is_wide
from tests.factories import check_in, make_key_result

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def still(visit):
    """`still(alice)` is a page of her browser, where colours change at once."""

    def still(person, **options):
        page = visit(person, reduced_motion="reduce", **options)
        page.context.expected += ["status of 404", "status of 409", "status of 422"]
        return page

    return still


def press(page, name):
    page.locator("main").get_by_role("button", name=name).first.click()


def pages_of_members():
    names = [
        "updates",
        "alignment",
        "reviews",
        "measurement_plans",
        "alignment_map",
        "teams",
        "export",
        "objective_create",
    ]
    names += ["settings_profile", "settings_token_create", "api_docs"]
    names += ["settings_absences", "settings_absence_create", "settings_reminders"]
    behind = Objective.objects.get(title__startswith="A support platform")
    key_result = KeyResult.objects.filter(content="First response time").latest("pk")
    slow = KeyResult.objects.get(content="Support specialists hired")
    milestone = KeyResult.objects.get(content="Knowledge base launched")
    closed = KeyResult.objects.filter(objective__cycle__state="closed").first()
    mine = {
        "objective": [
            "objective_edit",
            "objective_move",
            "objective_alignment",
            "objective_drop",
            "objective_weights",
        ],
        "key_result": [
            "key_result_edit",
            "key_result_drop",
            "key_result_measurement",
        ],
    }
    move = reverse("objective_move", args=[key_result.objective_id])
    return [
        *map(reverse, [*names, "password_change", "password_change_done"]),
        behind.get_absolute_url(),
        *pages_of_a_cycle(behind.cycle, closed.objective.cycle),
        key_result.objective.get_absolute_url(),
        key_result.get_absolute_url(),
        milestone.get_absolute_url(),
        *pages_of_comments(behind),
        *pages_of_actions(behind),
        *pages_of_boards(behind),
        closed.get_absolute_url(),
        behind.team.get_absolute_url(),
        reverse("team_learning", args=[behind.team_id]),
        Action.objects.get(title="Night desk pilot").get_absolute_url(),
        key_result.owner.get_absolute_url(),
        reverse("objective_children", args=[behind.pk]),
        *(reverse(name, args=[key_result.objective_id]) for name in mine["objective"]),
        *(f"{move}?parent={where}" for where in ("top", behind.pk)),
        reverse("key_result_create", args=[key_result.objective_id]),
        *(reverse(name, args=[key_result.pk]) for name in mine["key_result"]),
        reverse("check_in_correct", args=[key_result.check_ins.latest("pk").pk]),
        reverse("check_in_decision", args=[slow.check_ins.latest("pk").pk]),
        reverse("alignment") + "?attention=1",
        reverse("alignment") + "?sort=gap",
        reverse("alignment") + "?q=nonesuch",
        "/objectives/987654321/",
    ]


def pages_of_comments(objective):
    """The stream of what happened, a thread, and the pages about one's own comment."""
    own = Comment.objects.filter(objective=objective).first()
    about = ["objective_activity", "objective_comments"]
    return [
        *(reverse(name, args=[objective.pk]) for name in about),
        reverse("comment_history", args=[own.pk]),
        reverse("comment_edit", args=[own.pk]),
        reverse("comment_withdraw", args=[own.pk]),
    ]


def pages_of_actions(objective):
    """Of one that is blocked and waits, of one that is done, and with their lists."""
    blocked = Action.objects.get(state="blocked", key_result__objective=objective)
    done = Action.objects.filter(state="done", key_result__objective=objective).first()
    mine = Action.objects.get(title="Night desk pilot")
    lists = [reverse("key_result_actions", args=[mine.key_result_id])]
    return [
        reverse("objective_actions", args=[objective.pk]),
        *lists,
        *(action.get_absolute_url() for action in (blocked, done, mine)),
        reverse("action_edit", args=[mine.pk]),
        reverse("key_result_action_create", args=[mine.key_result_id]),
    ]


def pages_of_boards(objective):
    """The other views of an objective's, a key result's and a team's actions."""
    mine = Action.objects.get(title="Night desk pilot").key_result_id
    whole = reverse("objective_actions", args=[objective.pk])
    own = reverse("key_result_actions", args=[mine])
    team = reverse("team_actions", args=[objective.team_id])
    return [
        *(f"{whole}?view={view}" for view in ("board", "timeline")),
        *(f"{own}?view={view}" for view in ("board", "weigh", "timeline")),
        *(f"{team}{query}" for query in ("?state=all", "?view=timeline", "?owner=1")),
    ]


def pages_of_a_cycle(cycle, earlier):
    own = cycle.get_absolute_url()
    team = Team.objects.get(name="Process").pk
    week = cycle.week_of(clock.today()) - 1
    updates = reverse("cycle_compliance", args=[cycle.pk])
    return [
        reverse("cycles"),
        own,
        f"{own}?team={team}",
        earlier.get_absolute_url(),
        f"{updates}?period={week}",
        f"{updates}?period={cycle.weeks}",
    ]


def pages_of_administrators():
    names = ["organisation", "cycles", "cycle_create", "teams", "team_create"]
    names += ["people", "person_create", "mail", "cadences", "cadence_new"]
    names += ["cadence_organisation", "workdays", "closed_day_create"]
    goal = Objective.objects.exclude(team=None).first()
    running = Objective.objects.filter(cycle__state="open").first()
    return [
        *(reverse(name) for name in ("imports", "export")),
        *(reverse(f"settings_{name}") for name in names),
        reverse("settings_cadence_team", args=[goal.team_id]),
        reverse("settings_cadence_objective", args=[running.pk]),
        reverse("settings_cycle_edit", args=[goal.cycle_id]),
        reverse("cycle_close", args=[goal.cycle_id]),
        *(
            reverse("cycle_close", args=[cycle.pk])
            for cycle in Cycle.objects.filter(state="closed")
        ),
        reverse("settings_team_edit", args=[goal.team_id]),
        reverse("settings_person_edit", args=[goal.owner_id]),
    ]


def test_pages_of_members(tidewell, still):
    page = still(User.objects.get(name="Grace Adeyemi"))
    assert audit_all(page, pages_of_members()) == []
    page = still(User.objects.get(name="林晓雯"))
    in_chinese = [reverse("updates"), reverse("alignment"), reverse("alignment_map")]
    assert audit_all(page, in_chinese) == []


def test_pages_of_administrators(tidewell, still):
    page = still(User.objects.get(role="administrator"))
    assert audit_all(page, pages_of_administrators()) == []


def test_pages_of_a_large_cycle(tidewell, still, monkeypatch):
    """Before its first count and after it, and a list that would be too long."""
    cycle = Cycle.objects.current(clock.today())
    monkeypatch.setattr(counting, "LIVE", 5)
    monkeypatch.setattr(person_choice, "MOST", 2)
    page = still(User.objects.get(role="administrator"))
    own = cycle.get_absolute_url()
    week = cycle.week_of(clock.today()) - 1
    faults = audit_all(page, [own])
    counting.count(cycle)
    wide = [own, f"{own}compliance/?period={week}", reverse("objective_create")]
    assert faults + audit_all(page, wide) == []


def test_pages_with_nothing_on_them(still, mallory):
    page = still(mallory)
    assert (
        audit_all(
            page,
            map(reverse, ["updates", "alignment", "alignment_map", "teams", "cycles"]),
        )
        == []
    )


def test_pages_of_the_entrance(still, bob):
    page = still(None)
    names = ["login", "password_reset", "password_reset_done"]
    names += ["password_reset_complete"]
    token = default_token_generator.make_token(bob)
    uid = urlsafe_base64_encode(force_bytes(bob.pk))
    links = [
        reverse("password_reset_confirm", args=[uid, text]) for text in (token, "old-1")
    ]
    links += [
        reverse("snooze", args=[letters.sign("snooze", bob)]),
        reverse("reminders_stop", args=[letters.sign("stop", bob)]),
    ]
    assert audit_all(page, [*map(reverse, names), *links]) == []


def test_refusals_of_the_entrance(still, bob):
    page = still(None)
    page.goto(reverse("login"))
    page.get_by_label("Email").fill(bob.email)
    page.get_by_label("Password").fill("not this one")
    press(page, "Sign in")
    page.get_by_role("alert").wait_for()
    assert audit(page) == []


def test_the_first_run_and_what_it_refuses(still):
    page = still(None)
    page.goto(reverse("first_run"))
    faults = audit(page)
    send_as_it_is(page)
    assert faults + audit(page) == []


def test_refusals_of_forms(still, dana, company_objective):
    page = still(dana)
    key_result = make_key_result(company_objective)
    faults = []
    for address in (
        reverse("objective_create"),
        reverse("key_result_create", args=[company_objective.pk]),
        reverse("settings_cycle_create"),
        reverse("settings_team_create"),
        reverse("settings_person_create"),
        reverse("password_change"),
    ):
        page.goto(address)
        send_as_it_is(page)
        faults += audit(page)
    page.goto(reverse("objective_weights", args=[key_result.objective_id]))
    page.locator("main input[inputmode=decimal]").first.fill("0")
    send_as_it_is(page)
    assert faults + audit(page) == []


def send_as_it_is(page):
    """The site is asked for its refusal even where the browser would refuse first."""
    form = page.locator("main form:has(.btn.primary)")
    form.evaluate("form => form.noValidate = true")
    form.locator(".btn.primary").click()
    page.get_by_role("alert").wait_for()


@pytest.fixture
def owed(derived_objective, alice):
    """Bob's key result; `overtake()` lets Alice check it in behind his back."""
    owed = make_key_result(derived_objective, content="Response time", unit="h")
    check_in(owed, 10)
    owed.overtake = lambda: check_in(owed, 12, author=alice, note="from the report")
    return owed


def test_states_of_my_updates(still, bob, derived_objective, alice):
    kept = make_key_result(derived_objective, content="Kept", unit="h")
    taken = make_key_result(derived_objective, content="Taken", unit="h")
    page = still(bob)
    page.goto(reverse("updates"))
    faults = refuse_and_audit(page, f"#kr-{kept.pk}-value")

    page.locator(f"#kr-{kept.pk}-value").fill("20")
    page.locator(".before-after").wait_for()
    faults += audit(page)

    page.locator(f"#kr-{taken.pk}-value").fill("30")
    check_in(taken, 12, author=alice, note="from the report")
    page.keyboard.press("Enter")
    page.get_by_role("row", name="Yours").wait_for()
    faults += audit(page)

    page.goto(reverse("updates"))
    page.locator(".revise summary").first.click()
    assert faults + audit(page) == []


def refuse_and_audit(page, field):
    page.fill(field, "many")
    page.press(field, "Enter")
    page.get_by_role("alert").wait_for()
    return audit(page)


def test_states_of_a_key_result(still, bob, owed):
    page = still(bob)
    page.goto(owed.get_absolute_url())
    faults = refuse_and_audit(page, "#id_value")

    page.fill("#id_value", "20")
    page.locator(".before-after").wait_for()
    owed.overtake()
    page.press("#id_value", "Enter")
    page.get_by_role("row", name="Yours").wait_for()
    faults += audit(page)

    press(page, "Save mine")
    page.get_by_role("heading", name="Just saved").wait_for()
    assert faults + audit(page) == []


def test_a_gap_taken_apart(still, tidewell):
    page = still(User.objects.get(name="Grace Adeyemi"))
    launch = KeyResult.objects.filter(content="First response time").latest("pk")
    page.goto(launch.objective.get_absolute_url())
    for part in page.locator(".why details:not(.how) > summary").all():
        part.click()
    faults = audit(page)
    for place in (".verdict", ".ledger", ".dotplot", ".why"):
        page.locator(f"{place} .how > summary").last.click()
        faults += audit(page, within=f"{place} .how[open]")
        faults += [(place, width) for width in (360, 1440) if is_wide(page, width)]
    assert faults == []


def test_menus_and_the_list_of_keys(still, bob, cycle):
    page = still(bob)
    page.goto(reverse("teams"))
    faults = []
    for menu in page.locator("details.menu > summary").all():
        menu.click()
        faults += audit(page, within="details[open]")
        page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    assert faults + audit(page) == []
