"""Comments: who is told, what is kept, what harmless HTML is, and who may do what."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from objectives import bookkeeping, clock
from objectives.models import Objective
from progress import commenting, mentions, reminding
from progress.digest import digest_of
from progress.markdown import html_of
from progress.models import Comment, Mention
from tests.factories import (
    check_in,
    make_action,
    make_key_result,
    make_objective,
    make_user,
)


@pytest.fixture
def hana(db):
    return make_user("Hana Kim", email="hana.kim@example.org")


@pytest.fixture
def xiaowen(db):
    return make_user("林晓雯", email="xiaowen@example.org")


@pytest.fixture
def objective(db):
    return make_objective("Calls are never lost", owner=make_user("Priya Nair"))


def told(comment):
    return {mention.person.name for mention in comment.mentions.all()}


def say(subject, text, by=None):
    return commenting.say(subject, text, by=by or make_user())


def hide(objective):
    Objective.objects.filter(pk=objective.pk).update(is_private=True)
    bookkeeping.objectives_changed(objective.pk)
    objective.refresh_from_db()


# Who is named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Hana Kim look", {"Hana Kim"}),
        ("@hana kim, look", {"Hana Kim"}),
        ("@hana.kim look", {"Hana Kim"}),
        ("ask @hana.kim.", {"Hana Kim"}),
        ("＠林晓雯请看", {"林晓雯"}),
        ("@林晓雯请看 and @Hana Kim", {"林晓雯", "Hana Kim"}),
        ("@Hana", set()),
        ("@Hana Kimura", set()),
        ("hana.kim@example.org", set()),
        ("someone@hana.kim", set()),
        ("@Nobody here", set()),
        ("@", set()),
        ("@ Hana Kim", set()),
        ("@" * 5000, set()),
    ],
)
def test_who_is_named(objective, hana, xiaowen, text, names):
    assert told(say(objective, text)) == names


def test_the_longer_of_two_names_that_fit_counts(objective, hana):
    make_user("Hana Kim Lee")
    assert told(say(objective, "@Hana Kim Lee")) == {"Hana Kim Lee"}


def test_nobody_is_told_of_what_they_may_not_see(objective, hana):
    hide(objective)
    assert told(say(objective, "@Hana Kim")) == set()


def test_nobody_is_told_of_what_was_hidden_or_withdrawn_since(objective, hana):
    comment = say(objective, "@Hana Kim", by=objective.owner)
    assert mentions.mentioned(hana).rows
    hide(objective)
    assert not mentions.mentioned(hana).rows
    Objective.objects.filter(pk=objective.pk).update(is_private=False)
    bookkeeping.objectives_changed(objective.pk)
    commenting.withdraw(comment.pk, seen=1, by=objective.owner)
    assert not mentions.mentioned(hana).rows


def test_nobody_is_told_of_their_own_comment_or_twice_of_one(objective, hana):
    comment = say(objective, "@Hana Kim @hana.kim", by=hana)
    assert told(comment) == set()
    other = say(objective, "@Hana Kim", by=objective.owner)
    commenting.edit(other.pk, "@Hana Kim!", seen=1, by=objective.owner)
    assert Mention.objects.filter(person=hana).count() == 1


def test_editing_tells_those_who_are_named_now(objective, hana):
    comment = say(objective, "Look", by=objective.owner)
    commenting.edit(comment.pk, "Look, @Hana Kim", seen=1, by=objective.owner)
    assert told(comment) == {"Hana Kim"}


# The digest


def told_on(person, *, day, since):
    return reminding.told(person, day, since).mentions


def test_a_mention_is_told_once_on_the_day_after(objective, hana):
    comment = say(objective, "@Hana Kim look at this", by=objective.owner)
    today, day = clock.today_in(hana.time_zone), datetime.timedelta(days=1)
    before, after = today - day, today + day
    assert not told_on(hana, day=today, since=before)
    assert [m.comment for m in told_on(hana, day=after, since=today)] == [comment]
    assert [m.comment for m in told_on(hana, day=after, since=before)] == [comment]
    assert not told_on(hana, day=after + day, since=after)


def test_the_digest_says_who_said_what_and_leads_there(objective, hana):
    comment = say(objective, "@Hana Kim look\nat this", by=objective.owner)
    today = clock.today_in(hana.time_zone)
    after = today + datetime.timedelta(days=1)
    digest = digest_of(reminding.told(hana, after, today))
    [line] = [
        line
        for section in digest.sections
        if section.heading == "You were mentioned"
        for line in section.lines
    ]
    assert line.text == "@Hana Kim look at this"
    assert line.context == "Priya Nair about Calls are never lost"
    assert line.url.endswith(comment.get_absolute_url())
    assert "1 mention" in digest.subject


def test_what_was_read_is_not_told_any_more(client, objective, hana):
    say(objective, "@Hana Kim", by=objective.owner)
    client.force_login(hana)
    page = client.get(reverse("updates")).text
    assert "s-mentions" in page
    client.post(reverse("mentions_read"), {"mention": "all"})
    assert "s-mentions" not in client.get(reverse("updates")).text
    tomorrow = clock.today_in(hana.time_zone) + datetime.timedelta(days=1)
    assert not told_on(hana, day=tomorrow, since=clock.today_in(hana.time_zone))


@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 30, "0"])
def test_nonsense_marks_nothing_as_read(client, objective, hana, text):
    say(objective, "@Hana Kim", by=objective.owner)
    client.force_login(hana)
    client.post(reverse("mentions_read"), {"mention": text})
    assert mentions.mentioned(hana).rows


def test_others_mentions_are_not_marked_as_read(client, objective, hana):
    comment = say(objective, "@Hana Kim", by=objective.owner)
    client.force_login(objective.owner)
    pk = comment.mentions.get().pk
    client.post(reverse("mentions_read"), {"mention": str(pk)})
    assert mentions.mentioned(hana).rows


# Harmless


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and `code`", "<p><strong>bold</strong> and <code>code</code></p>\n"),
        ("# Title", "<p><strong>Title</strong></p>\n"),
        ("a\nb", "<p>a<br>\nb</p>\n"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](data:text/html,y)", "<p>[x](data:text/html,y)</p>\n"),
    ],
)
def test_markdown_becomes_harmless_html(text, html):
    assert html_of(text) == html


@pytest.mark.parametrize("address", ["//example.org/a", "/settings/", "?next=/", "#x"])
def test_an_address_without_a_scheme_leads_nowhere(address):
    assert "href" not in html_of(f"[x]({address})")


def test_an_image_is_a_link():
    html = html_of("![cat](https://example.org/cat.png)")
    assert "<img" not in html
    assert html.startswith("<p><a ")
    assert ">cat</a>" in html
    assert 'href="https://example.org/cat.png" rel="nofollow' in html


def test_names_are_bold_where_they_mean_somebody_and_not_in_code():
    html = html_of("@Hana Kim and `@Hana Kim`", ["@Hana Kim"])
    assert html == "<p><b>@Hana Kim</b> and <code>@Hana Kim</code></p>\n"


EVIL = st.lists(
    st.sampled_from(
        [
            *("<script>", "</script>", "<img src=x onerror=y>", "<svg onload=z>"),
            *("[a](javascript:x)", "![i](http://e.org/i)", "<a href='vbscript:x'>"),
            *("](", "`", "```\n", "\n\n", "&lt;", "&#106;avascript:", "<!--", "-->"),
            *("[r]: javascript:x\n", "[r]", "<iframe>", "style=", "**", "~~", "@Hana"),
        ]
    )
    | st.text(max_size=8),
    max_size=12,
).map("".join)


@given(EVIL)
def test_no_script_handler_image_or_odd_address_survives(text):
    from html.parser import HTMLParser

    seen = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append((tag, dict(attrs)))

    Reader().feed(html_of(text, ["@Hana"]))
    for tag, attrs in seen:
        assert tag in {
            *("p", "br", "hr", "strong", "em", "b", "s", "code", "pre"),
            *("blockquote", "ul", "ol", "li", "a"),
        }
        assert set(attrs) <= {"href", "rel"}
        scheme = (attrs.get("href") or "").partition(":")[0].lower()
        assert "script" not in scheme
        assert scheme not in {"data", "file"}


# Writing, editing, withdrawing


@pytest.fixture
def subjects(objective):
    key_result = make_key_result(objective)
    return {
        "objective": objective,
        "key_result": key_result,
        "action": make_action(key_result),
        "check_in": check_in(key_result, 3),
    }


def thread(subjects, name):
    return reverse(f"{name}_comments", args=[subjects[name].pk])


NAMES = ["objective", "key_result", "action", "check_in"]


@pytest.mark.parametrize("name", NAMES)
def test_everything_can_be_commented_on_and_leads_back(client, subjects, hana, name):
    client.force_login(hana)
    url = thread(subjects, name)
    answer = client.post(url, {"text": "One **word**", "key": ""}, follow=True)
    assert "<strong>word</strong>" in answer.text
    comment = Comment.objects.get()
    assert comment.subject == subjects[name]
    assert answer.redirect_chain[-1][0] == comment.get_absolute_url()
    page = subjects["objective"].get_absolute_url()
    assert "<strong>word</strong>" in client.get(page).text


def test_a_form_sent_twice_says_it_once(client, subjects, hana):
    client.force_login(hana)
    url, key = thread(subjects, "objective"), "6f1c1c1e-0000-4000-8000-000000000001"
    for _ in range(2):
        client.post(url, {"text": "Once", "key": key})
    assert Comment.objects.count() == 1
    other = client.post(url, {"text": "Other", "key": key})
    assert other.status_code == 409
    assert "Other" in other.text


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "a\x00b", "x" * 10_001])
def test_what_cannot_be_said_is_refused_with_its_field(client, subjects, hana, text):
    client.force_login(hana)
    answer = client.post(thread(subjects, "objective"), {"text": text})
    assert answer.status_code == 422
    assert "text" in answer.context["form"].errors
    assert not Comment.objects.exists()


def test_only_its_author_edits_a_comment_and_every_version_stays(
    client, objective, hana
):
    comment = say(objective, "First words", by=hana)
    edit = reverse("comment_edit", args=[comment.pk])
    client.force_login(objective.owner)
    assert client.post(edit, {"text": "Mine", "revision": 1}).status_code == 403
    client.force_login(hana)
    client.post(edit, {"text": "Second words", "revision": 1})
    page = client.get(reverse("comment_history", args=[comment.pk])).text
    assert page.index("Second words") < page.index("First words")


def test_two_windows_of_one_author_do_not_overwrite_each_other(client, objective, hana):
    comment = say(objective, "First", by=hana)
    edit = reverse("comment_edit", args=[comment.pk])
    client.force_login(hana)
    client.post(edit, {"text": "Second", "revision": 1})
    late = client.post(edit, {"text": "Third", "revision": 1})
    assert late.status_code == 409
    assert "Second" in late.text
    assert "Third" in late.text
    comment.refresh_from_db()
    assert comment.text == "Second"


def test_a_withdrawn_comment_keeps_its_place_and_shows_no_word(client, objective, hana):
    comment = say(objective, "Regretted", by=hana)
    url = reverse("comment_withdraw", args=[comment.pk])
    client.force_login(objective.owner)
    assert client.post(url, {"revision": 1}).status_code == 403
    client.force_login(hana)
    for _ in range(2):
        assert client.post(url, {"revision": 1}).status_code == 302
    for page in (
        thread({"objective": objective}, "objective"),
        objective.get_absolute_url(),
        reverse("objective_activity", args=[objective.pk]),
        reverse("comment_history", args=[comment.pk]),
    ):
        text = client.get(page).text
        assert "Regretted" not in text
        assert "withdrawn by" in text


def test_an_administrator_withdraws_anybodys_comment(client, objective, hana):
    comment = say(objective, "Rude", by=hana)
    client.force_login(make_user(role="administrator"))
    client.post(reverse("comment_withdraw", args=[comment.pk]), {"revision": 1})
    comment.refresh_from_db()
    assert comment.withdrawn_at
    assert comment.withdrawn_by != hana


def test_the_database_keeps_a_comment_about_one_thing(subjects, hana):
    comment = say(subjects["key_result"], "About", by=hana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(action=subjects["action"])


# Suggestions


def test_only_people_who_see_the_objective_are_suggested(
    client, objective, hana, xiaowen
):
    client.force_login(objective.owner)
    url = reverse("objective_people", args=[objective.pk])
    assert client.get(url, {"q": "han"}).json() == {"people": ["Hana Kim"]}
    assert client.get(url, {"q": "林"}).json() == {"people": ["林晓雯"]}
    assert client.get(url, {"q": "\x00"}).json() == {"people": []}
    hide(objective)
    assert client.get(url, {"q": "han"}).json() == {"people": []}


@pytest.mark.parametrize("many", [1, 15])
def test_a_thread_costs_the_same_however_long(
    client, objective, hana, many, django_assert_num_queries
):
    for number in range(many):
        say(objective, f"{number} @Hana Kim", by=objective.owner)
    client.force_login(hana)
    url = thread({"objective": objective}, "objective")
    client.get(url)
    with django_assert_num_queries(THREAD_QUERIES):
        client.get(url)


THREAD_QUERIES = 11


def test_comments_of_a_check_in_are_counted_in_the_ledger(client, subjects, hana):
    say(subjects["check_in"], "Really?", by=hana)
    client.force_login(hana)
    page = client.get(subjects["key_result"].get_absolute_url()).text
    assert "1 comment" in page
