"""Patterns of a profile mean what Python's do, and none of them holds the window."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.model import FieldKind, FieldSpec, SourceProfile
from leadexec_desktop.profiles.patterns import TIME_LIMIT_S, fits, why_no_pattern
from leadexec_desktop.profiles.problems import problems_of
from leadexec_desktop.profiles.reading import read_field

ENDLESS = ((r"(a|aa)+b", "a" * 100), (r"(([a-z])+.)+[A-Z]([a-z])+", "a" * 10_000))
SLOW = ((r"(a+)+b", "a" * 10_000), (r"(x+x+)+y", "x" * 10_000), (r"(\d+)*(\w+)*[^1]", "1" * 10_000), *ENDLESS)
GENEROUS_S = 20 * TIME_LIMIT_S


@pytest.mark.parametrize("pattern, text", SLOW)
def test_no_pattern_holds_the_window(pattern: str, text: str) -> None:
    assert why_no_pattern(pattern) is None
    began = time.perf_counter()
    assert fits(pattern, text) is not True
    assert time.perf_counter() - began < GENEROUS_S


@pytest.mark.parametrize("pattern, text", ENDLESS)
def test_what_is_not_known_in_time_is_neither_right_nor_wrong(pattern: str, text: str) -> None:
    assert fits(pattern, text) is None


def test_a_field_says_so_and_what_to_do() -> None:
    spec = FieldSpec("Field", pattern="(a|aa)+b", pattern_help="Letters a, then b.")
    assert read_field(spec, "aaab").wire == "aaab"
    assert read_field(spec, "b").problem == "Letters a, then b."
    reading = read_field(spec, "a" * 100)
    assert reading.wire == ""
    assert "takes too long on this text" in reading.problem
    assert "mended in the profile" in reading.problem


@pytest.mark.parametrize(
    "pattern, reason",
    [
        ("(", "is no regular expression"),
        (r"\p{L}", "is no regular expression"),
        ("(?<n>a)", "is no regular expression"),
        ("(?V1)a", "is no regular expression"),
        ("a{1" + "0" * 5_000 + "}", "is no regular expression"),
        ("((((a{100}){100}){100}){100})", "repeats too much"),
        ("a{1000000}", "repeats too much"),
        ("(ab){5000}(cd){5000}(ef){5000}", "repeats too much"),
    ],
)
def test_what_cannot_be_a_pattern_is_a_problem_of_the_profile(pattern: str, reason: str) -> None:
    profile = SourceProfile("p", "P", "https://example.com", 1, 1, fields=(FieldSpec("Field", pattern=pattern),))
    (problem,) = problems_of(profile)
    assert problem.place == "fields[0].pattern"
    assert problem.reason.startswith(reason)
    assert fits(pattern, "whatever") is True


def test_a_default_that_a_pattern_never_ends_on_is_a_problem_of_the_profile() -> None:
    field = FieldSpec("Field", pattern="(a|aa)+b", default="a" * 100)
    (problem,) = problems_of(SourceProfile("p", "P", "https://example.com", 1, 1, fields=(field,)))
    assert problem.place == "fields[0].default"
    assert "takes too long" in problem.reason


TEXTS = (
    *("", "a", "ab", "A", "z", "a]", "]", "[", "\\", "{", "}", "{e}", "a{e}", "b", "aa", "12345", "12345-6789"),
    *("\n", "a\n", "é", "ß", "-", "&", "a{", "a{1"),
)
PATTERNS = (
    *(
        "[A-Z]{2}",
        r"\d{5}(-\d{4})?",
        "a?b?",
        "(?i)A",
        "(?i:a)b?",
        "a|ab",
        "(a)(b)?",
        "(?P<n>a)(?P=n)",
        "^a$",
        ".",
        ".*",
    ),
    *("(?s).", "[^a]", "[]a]", "[^]]", r"[\[a]", r"[\\[]", "[]a[]", "[a-]", "[[:alpha:]]", "[[a]", "[[a]]", "a{e}"),
    *("{", "}", "a{", "a{1", "a{,2}", "a{1,}", "a{}", "(?:a){i<=1}", r"\{e\}", r"\Aa\Z", r"\ba\b", r"\w", r"\W", r"\s"),
    *(r"\S", r"\D", "(?x) a # {e} [", "(?#c)a", r"\N{LATIN SMALL LETTER A}", "a++", "(?>a|ab)", "(?=a)ab"),
    *("(?<=a)b|ab", "(?!a).", "[a&&b]", "[a||b]"),
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_means_what_it_means_to_python(pattern: str, recwarn: pytest.WarningsRecorder) -> None:
    assert why_no_pattern(pattern) is None
    assert {text: fits(pattern, text) for text in TEXTS} == {
        text: re.fullmatch(pattern, text) is not None for text in TEXTS
    }
    recwarn.clear()  # Python's own, of what some patterns may mean one day


PIECES = st.sampled_from(
    ["a", "b", "[ab]", "[^a]", "[a-c1]", r"\d", "(a|b)", "(?:ab)", "x?", "[0-9]{2}", "-", r"\.", "."]
)
COUNTS = st.sampled_from(["", "?", "{2}", "{1,3}", "+"])


@given(
    pattern=st.lists(st.tuples(PIECES, COUNTS), max_size=5),
    text=st.text(st.sampled_from("ab1x-."), max_size=8),
)
def test_ordinary_patterns_fit_what_they_fit_in_python(pattern: list[tuple[str, str]], text: str) -> None:
    joined = "".join(f"(?:{piece}){count}" for piece, count in pattern)
    assert fits(joined, text) is (re.fullmatch(joined, text) is not None)


def test_a_pattern_is_matched_with_the_value_on_the_wire() -> None:
    assert read_field(FieldSpec("Field", kind=FieldKind.PHONE, pattern=r"\d{10}"), "(702) 555-0123").problem == ""
