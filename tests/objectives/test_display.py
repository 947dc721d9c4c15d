"""Values, changes and names as people read them."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from objectives import display
from objectives.templatetags.shown import typed


@pytest.mark.parametrize(
    ("value", "unit", "places", "shown"),
    [
        pytest.param("4.1", "h", 1, "4.1\u00a0h", id="no-break space before a word"),
        pytest.param("2", "h", 1, "2.0\u00a0h", id="as many decimals as asked"),
        pytest.param("2.5000", "h", None, "2.5\u00a0h", id="as many as needed"),
        pytest.param("83.6", "%", 1, "83.6%", id="percent closes up"),
        pytest.param("83.6", "％", 1, "83.6%", id="full-width percent too"),
        pytest.param("4.72", "$", 2, "$4.72", id="currency stands before"),
        pytest.param("-0.13", "HK$", 2, "−HK$0.13", id="the sign before the currency"),
        pytest.param("14", "agents", 0, "14\u00a0agents", id="things"),
        pytest.param("3", "", 0, "3", id="no unit"),
        pytest.param("1234567.5", "", 1, "1,234,567.5", id="thousands"),
        pytest.param("120", "", None, "120", id="trailing zeros of a whole number"),
        pytest.param("0.125", "", 2, "0.13", id="half up"),
        pytest.param("-0.125", "", 2, "−0.13", id="half away from zero"),
        pytest.param("-0.001", "", 2, "0.00", id="nothing is not negative"),
    ],
)
def test_value(value, unit, places, shown):
    assert display.show_value(Decimal(value), unit, places) == shown


@pytest.mark.parametrize(
    ("delta", "unit", "places", "shown"),
    [
        pytest.param("0.7", "%", 1, "+0.7 pts", id="points between percentages"),
        pytest.param("-0.5", "h", 1, "−0.5\u00a0h", id="a real minus"),
        pytest.param("3", "agents", 0, "+3\u00a0agents", id="things keep their unit"),
        pytest.param("-0.13", "$", 2, "−$0.13", id="currency"),
        pytest.param("0", "h", 1, "0.0\u00a0h", id="no sign on nothing"),
    ],
)
def test_change_carries_its_sign(delta, unit, places, shown):
    assert display.show_change(Decimal(delta), unit, places) == shown


def test_distance_between_percentages_is_in_points_without_a_sign():
    assert display.show_difference(Decimal("7.7"), "%", 1) == "7.7 pts"


@pytest.mark.parametrize(
    ("language", "shown"), [("de", "1.234,5"), ("zh-hans", "1,234.5")]
)
def test_number_follows_the_language_and_groups_by_three(language, shown):
    with translation.override(language):
        assert display.show_number(Decimal("1234.5"), 1) == shown


def test_days():
    day = datetime.date(2026, 8, 17)

    assert display.show_day(day) == "17 Aug"
    assert display.show_weekday(day) == "Mon 17 Aug"
    assert display.show_date(day) == "17 Aug 2026"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Grace Adeyemi", "GA"),
        ("Ana de la Cruz", "AC"),
        ("plato", "P"),
        ("林晓雯", "林"),
        ("김 민준", "김"),
        ("  ", "?"),
    ],
)
def test_initials(name, letters):
    assert display.initials(name) == letters


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("让上海团队", "zh"),
        ("顧客の満足", "ja"),
        ("고객 만족", "ko"),
        ("Ravi’s team – 5 €", ""),
    ],
)
def test_language_is_told_by_the_script(text, language):
    assert display.language_of(text) == language


def test_typed_words_are_escaped_and_kept_apart():
    assert typed("<b>\u202eevil") == "<bdi>&lt;b&gt;\u202eevil</bdi>"


def test_chinese_says_so_in_an_english_page_only():
    assert typed("上海") == '<bdi lang="zh">上海</bdi>'
    with translation.override("zh-hans"):
        assert typed("上海") == "<bdi>上海</bdi>"
