"""What two people wrote at once, put together or left to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.merge import applied, hunks, merge_lines, merge_values

LINES = st.lists(st.sampled_from(["", "a", "b", "c", "Jonas: done."]), max_size=8)
TEXTS = LINES.map("\n".join)
BASE = "one\ntwo\nthree\nfour\nfive"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        pytest.param(
            "ONE\ntwo\nthree\nfour\nfive",
            "one\ntwo\nthree\nfour\nFIVE",
            "ONE\ntwo\nthree\nfour\nFIVE",
            id="one changes the first line, the other the last",
        ),
        pytest.param(
            "one\none and a half\ntwo\nthree\nfour\nfive",
            "one\ntwo\nthree\nfive",
            "one\none and a half\ntwo\nthree\nfive",
            id="one inserts, the other deletes further down",
        ),
        pytest.param(
            f"{BASE}\nsix", f"zero\n{BASE}", f"zero\n{BASE}\nsix", id="both ends"
        ),
        pytest.param(
            BASE.replace("two", "2"),
            BASE.replace("two", "2").replace("five", "5"),
            BASE.replace("two", "2").replace("five", "5"),
            id="the same change is made once",
        ),
    ],
)
def test_lines_that_do_not_touch_are_put_together(mine, theirs, merged):
    assert merge_lines(BASE, mine, theirs) == merged


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        pytest.param(
            BASE.replace("two", "2"), BASE.replace("two", "II"), id="one line"
        ),
        pytest.param(
            BASE.replace("two", "2"), BASE.replace("three", "3"), id="neighbours"
        ),
        pytest.param(f"{BASE}\nsix", f"{BASE}\nsieben", id="both at the end"),
        pytest.param("", BASE.replace("two", "2"), id="one empties all"),
    ],
)
def test_where_both_changed_the_same_place_people_decide(mine, theirs):
    assert merge_lines(BASE, mine, theirs) is None


@given(TEXTS, TEXTS)
def test_what_only_one_changed_is_taken(base, text):
    assert merge_lines(base, text, base) == text
    assert merge_lines(base, base, text) == text
    assert merge_lines(base, text, text) == text


@given(TEXTS, TEXTS, TEXTS)
def test_it_does_not_matter_who_was_first(base, mine, theirs):
    assert merge_lines(base, mine, theirs) == merge_lines(base, theirs, mine)


@given(LINES, LINES)
def test_the_hunks_of_a_change_make_it(old, new):
    assert applied(old, hunks(old, new)) == new


@given(LINES, TEXTS, TEXTS)
def test_changes_far_apart_always_go_together(middle, mine, theirs):
    fence = ["-- fence --", *middle, "-- fence --"]
    base = "\n".join(["start", *fence, "end"])
    merged = merge_lines(
        base, "\n".join([mine, *fence, "end"]), "\n".join(["start", *fence, theirs])
    )
    assert merged == "\n".join([mine, *fence, theirs])


def test_a_text_of_many_equal_lines_is_one_change():
    base = "\n" * 20_000
    mine = f"first{base}"
    assert merge_lines(base, mine, "x\n" * 9_000) is None
    assert len(hunks(["a"] * 2000, ["b"] * 2000)) == 1


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "answer"),
    [
        ("keep", "children", "keep", (True, "children")),
        ("keep", "keep", "children", (True, "children")),
        ("keep", "children", "children", (True, "children")),
        ("keep", "children", "alignment", (False, "children")),
    ],
)
def test_a_value_that_both_changed_is_left_to_them(base, mine, theirs, answer):
    assert merge_values(base, mine, theirs) == answer
