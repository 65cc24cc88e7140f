"""A phone's line while somebody types, and once it is left: no digit is lost, none changes its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.phone_typing import as_typed, settled
from leadexec_desktop.profiles.phones import FORMATS, Phone, phone_of


def typed(keys: str) -> list[str]:
    """What stands in the line after each key."""
    shown, text = [], ""
    for key in keys:
        formatted = as_typed(text, text + key, len(text) + 1)
        text = text + key if formatted is None else formatted[0]
        shown.append(text)
    return shown


@pytest.mark.parametrize(
    "keys, shown",
    [
        ("7025550123", "7 70 702 702-5 702-55 702-555 702-5550 (702)_555-01 (702)_555-012 (702)_555-0123"),
        ("1702555", "1 17 1_70 1_(702 1_(702)_5 1_(702)_55 1_(702)_555"),
        ("+1702555", "+ +1 +1_7 +1_70 +1_702 +1_702-5 +1_702-55 +1_702-555"),
        ("+4420", "+ +4 +44 +442 +4420"),
        ("(702) 5", "( (7 (70 (702 (702) (702)_ (702)_5"),
        ("702.5", "7 70 702 702. 702.5"),
        ("702-555-01", "7 70 702 702- 702-5 702-55 702-555 702-555- 702-555-0 702-555-01"),
        ("702x", "7 70 702 702x"),
    ],
)
def test_a_number_is_formatted_as_it_is_typed(keys: str, shown: str) -> None:
    assert typed(keys) == [text.replace("_", " ") for text in shown.split()]


def test_one_digit_too_many_stays() -> None:
    assert typed("70255501234")[-1] == "70255501234"
    assert typed("+" + "1" * 40)[-1] == "+" + "1" * 40


def test_what_is_taken_out_again_formats_the_rest() -> None:
    text = "(702) 555-0123"
    left = []
    while text:
        shorter = text[:-1]
        formatted = as_typed(text, shorter, len(shorter))
        text = shorter if formatted is None else formatted[0]
        left.append(text)
    assert left == [*("(702) 555-012", "(702) 555-01", "702-5550", "702-555", "702-55", "702-5", "702", "70", "7", "")]


@pytest.mark.parametrize(
    "before, after, cursor, wanted",
    [
        ("702-555", "702-1555", 5, ("702-1555", 5)),
        ("702-5550", "702-55501", 5, ("(702) 555-01", 7)),
        ("(702) 555-01", "(02) 555-01", 1, ("0255501", 0)),
        ("(702) 555-0123", "(702) 55-0123", 8, ("(702) 550-123", 8)),
        ("", "7", 1, ("7", 1)),
        ("7", "", 0, ("", 0)),
    ],
)
def test_the_cursor_stays_behind_the_digit_that_was_typed(
    before: str, after: str, cursor: int, wanted: tuple[str, int]
) -> None:
    assert as_typed(before, after, cursor) == wanted


@pytest.mark.parametrize(
    "before, after",
    [
        ("", "7025550123"),  # pasted
        ("", "(702) 555.0123 x45"),
        ("702", "702-555-0123"),
        ("7025550123", "6045550123"),
        ("(702) 555-0123", "(702) 5550123"),  # taken out by hand, and not put in again
        ("(702) 5550123", "(702) 55501234"),
        ("+44 20 7946 095", "+44 20 7946 0958"),
        ("", "\u0667"),
        ("", "\uff17"),
        ("", "a"),
        ("", "+"),
    ],
)
def test_what_was_pasted_or_written_otherwise_is_left_alone(before: str, after: str) -> None:
    formatted = as_typed(before, after, len(after))
    assert formatted is None or formatted[0] == after


@given(
    before=st.text("0123456789+()- x", max_size=18),
    after=st.text("0123456789+()- x", max_size=18),
    data=st.data(),
)
def test_no_digit_is_lost_and_none_changes_its_place(before: str, after: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(after)))
    formatted = as_typed(before, after, cursor)
    if formatted is not None:
        text, place = formatted
        assert _digits(text) == _digits(after)
        assert _digits(text[:place]) == _digits(after[:cursor])


@given(st.text("0123456789", max_size=16))
def test_typing_digits_never_loses_one(keys: str) -> None:
    assert [_digits(text) for text in typed(keys)] == [keys[: at + 1] for at in range(len(keys))]


def _digits(text: str) -> str:
    return "".join(char for char in text if char in "+0123456789")


@pytest.mark.parametrize(
    "pasted, left",
    [
        ("7025550123", "(702) 555-0123"),
        ("702.555.0123", "(702) 555-0123"),
        ("1-702-555-0123", "1 (702) 555-0123"),
        ("tel:+1-702-555-0123", "+1 702-555-0123"),
        ("702\u00a0555\u00a00123", "(702) 555-0123"),
        ("\uff17\uff10\uff125550123", "(702) 555-0123"),
        ("\u202a(702) 555-0123\u202c", "(702) 555-0123"),
        ("(702) 555.0123 x45", "(702) 555-0123 ext. 45"),
        ("702-555-0123;ext=45", "(702) 555-0123 ext. 45"),
        *((text, text) for text in ("", "x", "702-555", "+44 20 7946 0958", "Phone: 702-555-0123", "702-555-CARS")),
        *((text, text) for text in ("702-555-0123 / 702-555-0124", "7025550123 after six", "9" * 10_000)),
    ],
)
def test_a_number_is_formatted_once_its_line_is_left(pasted: str, left: str) -> None:
    assert settled(pasted) == left
    assert settled(left) == left
    assert phone_of(left, "") == phone_of(pasted, "")


@pytest.mark.parametrize("wire_format, wire", [("", "7025550123"), *FORMATS.items()])
@pytest.mark.parametrize("extension", ["x45", "ext. 45", "extension 45", ";ext=45", "#45", ",45#"])
def test_an_extension_is_kept_apart_and_in_no_format(wire_format: str, wire: str, extension: str) -> None:
    assert phone_of(f"(702) 555-0123 {extension}", wire_format) == Phone(wire, extension="45")
