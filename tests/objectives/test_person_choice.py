"""People are chosen from a list, and typed where a list would be too long."""

import pytest
from django import forms

from objectives.forms import person_choice
from objectives.models import User
from tests import pages
from tests.factories import make_user

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    owner = person_choice.PersonChoice(queryset=None, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.filter(is_active=True)


@pytest.fixture
def ann():
    return make_user("Ann Lee", email="ann@example.org")


@pytest.fixture
def many(monkeypatch, ann):
    """Three people are more than a list holds."""
    monkeypatch.setattr(person_choice, "MOST", 2)
    make_user("Ben", email="ben@example.org")
    make_user("Ben", email="other@example.org")


def test_few_are_listed(ann):
    drawn = str(Form(initial={"owner": ann.pk})["owner"])
    assert "<select" in drawn
    assert f'<option value="{ann.pk}" selected>Ann Lee</option>' in drawn


@pytest.mark.parametrize(("label", "is_required"), [("–", True), (None, False)])
def test_a_required_list_says_so_where_its_first_choice_is_none(
    ann, label, is_required
):
    people = User.objects.all()
    field = person_choice.PersonChoice(queryset=people, empty_label=label)
    drawn = str(type("Required", (forms.Form,), {"owner": field})()["owner"])
    assert ("required" in drawn) is is_required


def test_drawing_it_asks_for_no_more_people_than_a_list_holds(
    many, ann, django_assert_num_queries
):
    form = Form(initial={"owner": ann.pk})
    with django_assert_num_queries(2) as caught:
        str(form["owner"])
    assert all("LIMIT" in query["sql"] for query in caught)


def test_many_are_typed_and_the_one_chosen_stands_there(many, ann):
    drawn = str(Form(initial={"owner": ann.pk})["owner"])
    assert "<select" not in drawn
    assert 'value="Ann Lee (ann@example.org)"' in drawn
    assert 'placeholder="Name or e-mail address"' in drawn


@pytest.mark.parametrize(
    "typed",
    [
        *("Ann Lee", "ann lee", "ＡＮＮ Lee", " ANN@example.org "),
        "Ann Lee (ann@example.org)",
        "somebody else (ann@example.org)",
    ],
)
def test_a_name_or_an_address_finds_its_person(many, ann, typed):
    form = Form({"owner": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["owner"] == ann


def test_nothing_typed_is_nobody(many):
    form = Form({"owner": "  "})
    assert form.is_valid()
    assert form.cleaned_data["owner"] is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Ann\x00Lee", "Null characters are not allowed."),
        ("Cid", "Nobody who can be chosen here is called Cid."),
        ("Ben", "Several people are called Ben: type an e-mail address."),
        ("%", "Nobody who can be chosen here is called %."),
        ("987654", "Select a valid choice."),
        ("9" * 5000, "Nobody who can be chosen here is called"),
    ],
)
def test_a_refusal_names_what_was_typed_and_keeps_it(many, typed, sentence):
    form = Form({"owner": typed})
    assert sentence in form.errors["owner"][0]
    assert f'value="{typed}"' in str(form["owner"])


def test_who_may_not_be_chosen_is_nobody(many, ann):
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert "Nobody" in Form({"owner": "Ann Lee"}).errors["owner"][0]


@pytest.mark.parametrize(
    ("data", "changed"),
    [("Ann Lee", False), ("ann@example.org", False), ("Cid", True), ("", True)],
)
def test_the_same_person_typed_is_no_change(many, ann, data, changed):
    assert Form({"owner": data}, initial={"owner": ann.pk}).has_changed() == changed


def test_an_objective_is_handed_over_by_typing_a_name(
    many, sign_in, dana, company_objective, ann
):
    client = sign_in(dana)
    url = f"{company_objective.get_absolute_url()}edit/"
    page = client.get(url)
    chosen = {"owner": "Ann Lee", "cycle": company_objective.cycle_id}
    typed = pages.sent(page, None) | chosen
    assert client.post(url, typed).status_code == 302
    company_objective.refresh_from_db()
    assert company_objective.owner == ann
