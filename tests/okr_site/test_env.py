"""The strict readers of okr_site/env.py."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from okr_site import env

VARIABLE = "PLUMBLINE_SAMPLE"


@pytest.fixture
def given(monkeypatch):
    """Sets the sample variable; None unsets it."""

    def give(value, name=VARIABLE):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)

    give(None)
    return give


@pytest.mark.parametrize(
    ("value", "meaning"),
    [("true", True), ("True", True), ("1", True), ("false", False), ("0", False)],
)
def test_a_flag_is_true_or_false(given, value, meaning):
    given(value)
    assert env.flag(VARIABLE, default=not meaning) is meaning


@pytest.mark.parametrize("value", ["yes", "on", "ture", "2", "no", "y"])
def test_a_flag_refuses_to_guess(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.flag(VARIABLE)
    assert str(refusal.value) == f"{VARIABLE} is '{value}'; it must be true or false."


@pytest.mark.parametrize("value", [None, "", "  "])
def test_unset_and_blank_mean_the_default(given, value):
    given(value)
    assert env.text(VARIABLE, "so") == "so"
    assert env.flag(VARIABLE, True) is True
    assert env.number(VARIABLE, 7, least=0, most=9) == 7
    assert env.choice(VARIABLE, ["a", "b"], "b") == "b"
    assert env.words(VARIABLE) == []
    assert env.secret(VARIABLE, "hush") == "hush"
    assert env.folder(VARIABLE, Path("/srv")) == Path("/srv")


@pytest.mark.parametrize(("value", "meaning"), [("0", 0), ("90", 90), (" 12 ", 12)])
def test_a_number_within_its_bounds(given, value, meaning):
    given(value)
    assert env.number(VARIABLE, 5, least=0, most=90) == meaning


@pytest.mark.parametrize("value", ["91", "-1", "1.5", "1e1", "x", "٣", "9" * 400])
def test_a_number_out_of_bounds_or_none_at_all(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match="a whole number from 0 to 90"):
        env.number(VARIABLE, 5, least=0, most=90)


def test_a_choice_is_spelled_exactly(given):
    given("EN")
    with pytest.raises(ImproperlyConfigured, match="one of en, zh-hans"):
        env.choice(VARIABLE, ["en", "zh-hans"], "en")


def test_words_are_parted_by_commas(given):
    given("okr.example.org , localhost")
    assert env.words(VARIABLE) == ["okr.example.org", "localhost"]


@pytest.mark.parametrize("value", ["a,,b", "a,", ","])
def test_words_refuse_an_empty_part(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match="no empty part"):
        env.words(VARIABLE)


def test_origins_have_a_scheme_and_a_host(given):
    given("https://okr.example.org,http://localhost:8000")
    assert env.origins(VARIABLE) == ["https://okr.example.org", "http://localhost:8000"]


@pytest.mark.parametrize(
    "value",
    [
        "okr.example.org",
        "https://okr.example.org/",
        "https://",
        "ftp://okr.example.org",
        "https://a@okr.example.org",
        "https://okr.example.org:99999",
        "https://[::1",
    ],
)
def test_origins_refuse_anything_else(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match="origins such as"):
        env.origins(VARIABLE)


def test_an_origin_is_one_origin(given):
    given("https://okr.example.org:8443")
    assert env.origin(VARIABLE) == "https://okr.example.org:8443"


@pytest.mark.parametrize("value", ["okr.example.org", "https://a,https://b", "/"])
def test_an_origin_refuses_anything_else(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match="an origin such as"):
        env.origin(VARIABLE)


def test_a_secret_comes_from_a_file(given, tmp_path):
    (tmp_path / "secret").write_text("hush\n")
    given(str(tmp_path / "secret"), f"{VARIABLE}_FILE")
    assert env.secret(VARIABLE) == "hush"


def test_a_secret_named_twice_is_refused(given, tmp_path):
    given("hush")
    given(str(tmp_path / "secret"), f"{VARIABLE}_FILE")
    with pytest.raises(ImproperlyConfigured, match="are both set") as refusal:
        env.secret(VARIABLE)
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"])
def test_a_secret_file_that_is_missing_empty_or_no_text(given, tmp_path, content):
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    given(str(path), f"{VARIABLE}_FILE")
    with pytest.raises(ImproperlyConfigured, match=f"{VARIABLE}_FILE names {path}"):
        env.secret(VARIABLE)


def test_a_folder_begins_at_the_root(given):
    given("var/data")
    with pytest.raises(ImproperlyConfigured, match="begins at the root"):
        env.folder(VARIABLE, None)


def test_a_folder_without_a_default_must_be_named(given):
    with pytest.raises(ImproperlyConfigured, match="is not set"):
        env.folder(VARIABLE, None)
