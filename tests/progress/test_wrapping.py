"""Titles on cards: where their lines break, by estimate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.wrapping import ELLIPSIS, width_of, wrapped

WIDTH = 244
letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])


@pytest.mark.parametrize(
    "lines",
    [
        ["Search puts the right article first"],
        ["Hire support specialists at three sites"],
        ["Replace the ticket queue with triage by", "intent"],
        ["Publish the 120 articles behind 80% of", "questions"],
        ["Cut over the call centre without losing", "a day"],
        ["Keep today’s customers happy while", "we launch"],
        ["Prove in 200 homes that set-up takes", "ten minutes"],
        ["Ship Tidewell Go on 15 September,", "without surprises"],
    ],
    ids=lambda lines: lines[0],
)
def test_titles_break_between_words(lines):
    assert wrapped(" ".join(lines), width=WIDTH) == lines


@pytest.mark.parametrize(
    "lines",
    [
        ["让上海团队的每位顾客", "在两小时内得到答复"],
        ["一二三四五六七八九十（一二三四五六七", "八九十百千，一二三四五六七八九十）"],
        ["在 2026 年第三季度之前让所有的客户团", "队都开始使用 Tidewell Go"],
    ],
    ids=["in the middle", "signs stay with their letters", "beside Latin words"],
)
def test_chinese_breaks_at_letters(lines):
    space = " " if lines[1].startswith(" ") else ""
    assert wrapped(space.join(lines), width=WIDTH) == lines


def test_what_does_not_fit_is_left_out_and_said_so():
    first, second = wrapped("Every team reports its measures " * 20, width=WIDTH)
    assert first == "Every team reports its measures Every"
    assert second.startswith("team reports its measures")
    assert second.endswith(ELLIPSIS)


def test_a_word_longer_than_a_line_breaks_anywhere():
    first, second = wrapped("x" * 1000, width=WIDTH)
    assert set(first) == {"x"}
    assert second.endswith("x" + ELLIPSIS)


def test_marks_stay_with_their_letters():
    lines = wrapped("e\u0301" * 60, width=WIDTH)
    assert [line[0] for line in lines] == ["e", "e"]


@given(st.text(letters, max_size=200))
def test_no_line_is_wider_than_estimated_and_no_letter_is_lost(text):
    lines = wrapped(text, width=WIDTH)
    assert all(width_of(line) <= WIDTH for line in lines)
    shown = "".join("".join(lines).split())
    typed = "".join(text.split())
    assert shown == typed or (len(lines) == 2 and typed.startswith(shown[:-1]))
