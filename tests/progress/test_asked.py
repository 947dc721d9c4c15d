"""Ids that an address or a button names."""

import pytest

from progress.asked import asked_id, asked_ids


@pytest.mark.parametrize(
    ("text", "pk"),
    [
        ("7", 7),
        ("999999999999999999", 999_999_999_999_999_999),
        ("1" * 19, None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        ("1.0", None),
        (" 1", None),
        pytest.param("²", None, id="a digit that is no number"),
        pytest.param("٣", None, id="another script's digit"),
    ],
)
def test_only_plain_digits_name_an_id(text, pk):
    assert asked_id(text) == pk


def test_of_several_the_nonsense_is_left_out():
    assert asked_ids("3,x,,²,5", most=5) == [3, 5]


def test_no_more_than_so_many_are_read():
    assert asked_ids("1,2,3", most=2) == [1, 2]
