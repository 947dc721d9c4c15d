import string
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.numbers import NumberError, decimals_of, format_plain, parse_number

LANGUAGES = ["en", "zh-hans", "zh-hant"]
ACCEPTED = [
    pytest.param("1,234.5", "1234.5", id="grouped thousands"),
    pytest.param("1,234,567", "1234567", id="two groups"),
    pytest.param("1 234 567.5", "1234567.5", id="grouped by spaces"),
    pytest.param("1\u00a0234", "1234", id="grouped by a no-break space"),
    pytest.param("1\u2009234\u2009567", "1234567", id="grouped by thin spaces"),
    pytest.param("1\u202f234", "1234", id="grouped by a narrow no-break space"),
    pytest.param("１２３", "123", id="full-width digits"),
    pytest.param("１２３．５", "123.5", id="full-width point"),
    pytest.param("1，234", "1234", id="full-width comma"),
    pytest.param("\u30003.6\u3000", "3.6", id="ideographic spaces around"),
    pytest.param("−7", "-7", id="minus sign U+2212"),
    pytest.param("﹣7", "-7", id="small minus U+FE63"),
    pytest.param("－7", "-7", id="full-width minus U+FF0D"),
    pytest.param("- 7", "-7", id="minus with a space"),
    pytest.param("0", "0", id="zero"),
    pytest.param("-12.5", "-12.5", id="negative"),
    pytest.param("-0", "0", id="negative zero is zero"),
    pytest.param("007", "7", id="leading zeros"),
    pytest.param(" 3.6\t\r\n", "3.6", id="blanks around"),
    pytest.param("99999999999.9999", "99999999999.9999", id="the largest"),
    pytest.param("-99,999,999,999.9999", "-99999999999.9999", id="the smallest"),
]
REFUSED = [
    *[
        pytest.param(text, "not_a_number", id=f"1, 2: {text}")
        for text in ["NaN", "nan", "sNaN", "-NaN", "Infinity", "inf", "-Infinity"]
    ],
    pytest.param("1e400", "exponent", id="3: 1e400"),
    pytest.param("1e999999999", "exponent", id="4: an exponent that overflows"),
    pytest.param("1e-400", "exponent", id="5: not saved as 0"),
    pytest.param("1e3", "exponent", id="6: one rule for every exponent"),
    pytest.param("1.5E+3", "exponent", id="6: in capitals"),
    pytest.param("1" * 30, "too_large", id="7: 30 digits"),
    pytest.param("100000000000", "too_large", id="7: 12 digits"),
    pytest.param("9" * 100_000, "too_long", id="8: 100 000 digits"),
    pytest.param("1.12345678901", "too_many_decimals", id="9: never rounded"),
    pytest.param("1.00000", "too_many_decimals", id="9: zeros are decimals too"),
    pytest.param("1,23,4", "groups", id="11: wrong groups"),
    pytest.param("12,34.5", "groups", id="11: wrong group before a point"),
    pytest.param("1,2345,678", "groups", id="11: a group of four"),
    pytest.param("12 34", "groups", id="11: wrong groups by space"),
    pytest.param("1 234,567.8", "groups", id="11: two kinds of groups"),
    pytest.param("1 234,567", "use_point", id="12: spaces, then a comma"),
    pytest.param("12,5", "use_point", id="12: comma for decimals"),
    pytest.param("0,123", "use_point", id="12: no thousands begin with 0"),
    pytest.param("1234,567", "use_point", id="12: four digits before the comma"),
    pytest.param("1.234,5", "use_point", id="13: European"),
    pytest.param("1.234.567", "use_point", id="13: European thousands"),
    *[
        pytest.param(text, "digits", id=f"18: {text}")
        for text in ["5०", "०", "Ⅷ", "½", "5²", "⑤", "①", "5½", "٣", "三", "𝟓"]
    ],
    *[
        pytest.param(text, "not_a_number", id=f"19: {text}")
        for text in ["1_000", "0x10", "0o17", "++5", "+5", "5+5", "1-2", "--5", "5-"]
    ],
    pytest.param(".5", "not_a_number", id="no digit before the point"),
    pytest.param("5.", "not_a_number", id="no digit after the point"),
    pytest.param("1.2.3", "not_a_number", id="two points"),
    pytest.param("-", "not_a_number", id="a minus alone"),
    pytest.param("", "required", id="20: empty"),
    pytest.param(" \u00a0\u3000\t", "required", id="20: blanks"),
    pytest.param("5\0", "hidden", id="23: NUL behind"),
    pytest.param("\x005", "hidden", id="23: NUL before"),
    pytest.param("5\x1f", "hidden", id="23: another control"),
    pytest.param("5\u200b0", "hidden", id="24: zero width"),
    pytest.param("\u202e5", "hidden", id="25: right to left"),
    pytest.param("\ud8005", "hidden", id="25: a lone surrogate"),
    pytest.param("<b>5</b>", "not_a_number", id="26: markup"),
    pytest.param("{{7*7}}", "not_a_number", id="26: template"),
    pytest.param("5'; DROP", "not_a_number", id="26: SQL"),
    pytest.param("12%", "no_unit", id="17: percent without the unit"),
    pytest.param("12 h", "no_unit", id="a unit where there is none"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("text", "number"), ACCEPTED)
def test_a_number_is_read(text, number, language):
    assert parse_number(text, language=language) == Decimal(number)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_not_plainly_one_number_is_refused(text, code, language):
    with pytest.raises(NumberError) as refusal:
        parse_number(text, language=language)
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize(
    ("text", "number"),
    [("12,5", "12.5"), ("1.234,5", "1234.5"), ("1.234", "1234"), ("-3,60", "-3.6")],
)
def test_german_has_a_decimal_comma(text, number):
    assert parse_number(text, language="de") == Decimal(number)


@pytest.mark.parametrize("text", ["12.5", "1,234.5", "1,234,567"])
def test_german_says_to_use_a_comma(text):
    with pytest.raises(NumberError, match="Use a comma for decimals, as in 1.234,5."):
        parse_number(text, language="de")


def test_a_language_that_is_not_in_the_table_is_asked_of_django():
    assert parse_number("1\u202f234,5", language="fr") == Decimal("1234.5")
    with pytest.raises(NumberError, match="comma"):
        parse_number("12.5", language="fr")


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("12%", "%", "12"),
        ("12 %", "%", "12"),
        ("１２％", "%", "12"),
        ("12%", "％", "12"),
        ("3.6 h", "h", "3.6"),
        ("3.6h", "h", "3.6"),
        ("3.6\u00a0h", "h", "3.6"),
        ("12 agents", "agents", "12"),
        ("7.2 of 10", "of 10", "7.2"),
        ("12 m²", "m²", "12"),
        ("12人", "人", "12"),
        ("$4.72", "$", "4.72"),
        ("4.72 $", "$", "4.72"),
        ("−$0.13", "$", "-0.13"),
        ("$-0.13", "$", "-0.13"),
        ("US$ 1,000", "US$", "1000"),
        ("￥5", "¥", "5"),
        ("125", "5", "125"),
    ],
)
def test_the_own_unit_may_be_typed(text, unit, number):
    assert parse_number(text, unit=unit) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("12%", "h"), ("3 days", "h"), ("€5", "$"), ("$5", "h"), ("3.6 H", "h")],
)
def test_another_unit_is_refused_with_the_right_one(text, unit):
    with pytest.raises(NumberError) as refusal:
        parse_number(text, unit=unit)
    assert refusal.value.code == "other_unit"
    assert refusal.value.message == f"Leave out the unit: this number is in {unit}."


@pytest.mark.parametrize(
    ("unit", "language", "message"),
    [
        ("hours", "en", "Enter a number of hours, for example 3.6."),
        ("h", "en", "Enter a number, for example 3.6."),
        ("", "de", "Enter a number, for example 3,6."),
    ],
)
def test_the_message_shows_a_number_as_this_reader_writes_it(unit, language, message):
    with pytest.raises(NumberError) as refusal:
        parse_number("soon", unit=unit, language=language)
    assert str(refusal.value) == message


def test_the_unit_alone_is_no_number():
    with pytest.raises(NumberError) as refusal:
        parse_number("hours", unit="hours")
    assert refusal.value.code == "not_a_number_of"


def test_decimals_stay_as_they_were_typed():
    assert str(parse_number("3.60")) == "3.60"


def test_a_huge_text_is_refused_at_once():
    begun = time.perf_counter()
    for text in ["9" * 100_000, "1," * 50_000, " " * 100_000, "１" * 100_000]:
        with pytest.raises(NumberError):
            parse_number(text)
    assert time.perf_counter() - begun < 0.05


@given(st.text(alphabet=string.printable + "，．％−²½०\u200b\u00a0", max_size=20))
def test_any_text_is_either_an_exact_number_or_refused_with_a_sentence(text):
    number, sentence = read(text)
    if sentence:
        assert sentence.endswith(".")
    else:
        assert abs(number) < 10**11
        assert number == round(number, 4)


def read(text):
    try:
        return parse_number(text, unit="h"), ""
    except NumberError as refusal:
        return None, refusal.message


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from([*LANGUAGES, "de"]))
def test_what_is_written_out_is_read_back(units, language):
    number = Decimal(units).scaleb(-4)
    mark = "," if language == "de" else "."
    text = format_plain(number).replace(".", mark)
    assert parse_number(text, language=language) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("4.7200", "4.72"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("1E-4", "0.0001"),
        ("-0.0000", "0"),
        ("-0.5000", "-0.5"),
        ("99999999999.9999", "99999999999.9999"),
    ],
)
def test_the_plain_form(number, text):
    assert format_plain(Decimal(number)) == text


@pytest.mark.parametrize(
    ("numbers", "decimals"),
    [([], 0), (["12.0000"], 0), (["99.20", "99.95"], 2), (["1.9", "0.4001"], 4)],
)
def test_decimals_that_show_all_values(numbers, decimals):
    assert decimals_of(*map(Decimal, numbers)) == decimals
