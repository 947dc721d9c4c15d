"""What a digest looks like when it leaves: headers, both parts, language, links."""

import re
from email import policy
from email.parser import BytesParser

import pytest
from django.conf import settings
from django.core import mail as django_mail

from objectives import clock
from progress import outbox
from progress.digest import digest_of
from progress.models import OutboxMail, ReminderPreference
from progress.models.outbox import LONGEST_PAUSE, pause_after
from tests.factories import check_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def any_hour(bob):
    ReminderPreference.objects.create(person=bob, hour=0)


@pytest.fixture
def sent(mailoutbox):
    """`sent()` runs the sender and is the one mail as a mail reader parses it."""

    def run():
        outbox.run()
        [message] = [mail for mail in mailoutbox if mail.to == ["bob@example.org"]]
        raw = message.message().as_bytes()
        return BytesParser(policy=policy.default).parsebytes(raw)

    return run


def part(message, kind):
    return message.get_body((kind,)).get_content()


def links(message):
    return re.findall(r"https?://\S+", part(message, "plain"))


def test_plain_text_and_html_say_the_same(measured, sent):
    key_result = measured(20, 7, content="Response time")
    message = sent()
    assert message.get_content_type() == "multipart/alternative"
    for kind in ("plain", "html"):
        text = part(message, kind)
        assert "Response time" in text
        assert key_result.objective.title in text
        assert "Due today" in text
        assert f"/updates/?kr={key_result.pk}#kr-{key_result.pk}-value" in text


def test_nothing_is_loaded_from_elsewhere(measured, sent):
    measured(20, 7)
    html = part(sent(), "html")
    assert not re.search(r"<(img|script|link|style|iframe)|src=|url\(", html)


def test_headers_say_that_a_machine_wrote_and_how_to_stop_it(measured, sent):
    measured(20, 7)
    message = sent()
    row = OutboxMail.objects.get()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (
        message["List-Unsubscribe"]
        .strip()
        .startswith(f"<{settings.PUBLIC_URL}/reminders/stop/")
    )
    assert message["Message-ID"] == f"<digest.{row.pk}.{row.day:%Y%m%d}@127.0.0.1>"


def test_the_mail_is_in_its_readers_language(measured, sent, bob):
    bob.language = "zh-hans"
    bob.save()
    measured(20, 7)
    message = sent()
    assert "今天到期" in message["Subject"]
    assert "今天到期" in part(message, "plain")
    assert 'lang="zh-hans"' in part(message, "html")


def test_words_that_were_typed_reach_no_header_and_no_line_of_their_own(measured, sent):
    wicked = (
        "Bcc: eve@example.org\r\n\r\nhttps://evil.example <script>alert(1)</script>"
    )
    measured(20, 7, content=wicked)
    message = sent()
    assert message["Bcc"] is None
    assert message["Subject"] == "1 due today"
    assert "* Bcc: eve@example.org https://evil.example <script>" in part(
        message, "plain"
    )
    assert "<script" not in part(message, "html")


def test_a_title_of_a_thousand_letters_breaks_no_line_of_smtp(measured, mailoutbox):
    measured(20, 7, content="长" * 1000)
    outbox.run()
    raw = mailoutbox[0].message().as_bytes()
    assert max(map(len, raw.splitlines())) <= 998


def test_links_of_a_mail_work_without_signing_in(measured, sent, client):
    key_result = measured(20, 7, content="Response time")
    paths = [link.removeprefix(settings.PUBLIC_URL) for link in links(sent())]
    signed = [path for path in paths if path.startswith("/reminders/")]
    assert len(signed) == 3  # this one later, all of it later, never again
    for path in signed:
        assert client.get(path).status_code == 200
    assert client.get(f"/updates/?kr={key_result.pk}").status_code == 302


def test_a_server_that_refuses_is_asked_again_later(measured, monkeypatch, mailoutbox):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError(111, "Connection refused")

    measured(20, 7)
    with monkeypatch.context() as patch:
        patch.setattr(django_mail.EmailMultiAlternatives, "send", refuse)
        assert outbox.run().failed == 1
    row = OutboxMail.objects.get()
    assert (row.state, row.tries) == ("failing", 1)
    assert "Connection refused" in row.last_error
    assert row.not_before > row.planned_at

    assert outbox.run().sent == 0  # the pause is on
    OutboxMail.objects.update(not_before=None)
    assert outbox.run().sent == 1
    assert len(mailoutbox) == 1


def test_what_fails_for_one_keeps_nobody_else_waiting(
    measured, monkeypatch, mailoutbox, alice, bob
):
    def stumble(told):
        if told.person == bob:
            raise KeyError("a section that stumbles")
        return digest_of(told)

    ReminderPreference.objects.create(person=alice, hour=0)
    measured(20, 7)
    measured(20, 7, owner=alice)
    monkeypatch.setattr(outbox, "digest_of", stumble)
    done = outbox.run()
    assert (done.sent, done.failed) == (1, 1)
    assert [mail.to for mail in mailoutbox] == [[alice.email]]
    assert OutboxMail.objects.failing().get().person == bob


def test_pauses_grow_and_end_at_six_hours():
    pauses = [pause_after(tries).total_seconds() / 60 for tries in (1, 2, 3, 4)]
    assert pauses == [2, 4, 8, 16]
    assert pause_after(10_000) == LONGEST_PAUSE


def test_a_day_without_news_counts_as_told(measured, bob):
    check_in(measured(20, 7), 30)
    outbox.run()
    assert ReminderPreference.objects.get(person=bob).told_on == clock.today()
