"""The regular expressions of a profile, matched with a time limit: `(a+)+b` would hold the window for minutes.

Python's own `re` has no limit, so that `re` says what is an expression and the `regex` package matches it, in its mode
that reads expressions as `re` does. One thing stays different there, and hardly a profile meets it: what is a letter of
a word, which there an accent is that stands apart, and a raised digit is not.
"""

import re
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regex import Pattern

TIME_LIMIT_S = 0.1
"""Seconds of the processor that one match may take; an honest pattern takes a few millionths."""

_LARGEST = 20_000
"""Characters of a pattern with its counted repetitions written out: it is held so in memory."""

# Texts: `re` makes the pattern of each when it is first needed, and keeps it. A start needs neither.
_PIECE = (
    r"(?s)(?P<escape>\\N\{[^}]*\}|\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|\{(?:(?P<least>\d+)(?:,\d*)?|,\d*)\}|(?P<other>.)"
)
_IN_A_SET = r"(?s)(\\.)|\["


def why_no_pattern(pattern: str) -> str | None:
    """Why a text cannot be a field's pattern; None if it can."""
    if not _is_expression(pattern):
        return "is no regular expression that Python can read."
    if _matcher(pattern) is None:
        return "repeats too much to be matched; use smaller numbers in its braces."
    return None


def fits(pattern: str, text: str) -> bool | None:
    """Whether the whole of a text matches a pattern; None if the time was over before that was known.

    A text that is no pattern (`why_no_pattern`) fits everything.
    """
    matches = _matcher(pattern) if _is_expression(pattern) else None
    if matches is None:
        return True
    try:
        return matches(text)
    except TimeoutError:
        return None


@lru_cache(maxsize=512)
def _is_expression(pattern: str) -> bool:
    try:
        with warnings.catch_warnings():
            # Some patterns that may mean something else one day only warn; nobody who could mend them sees that.
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except (re.error, ValueError, OverflowError, RecursionError):  # the second for a number of 4,301 digits
        return False
    return True


@lru_cache(maxsize=512)
def _matcher(pattern: str) -> Callable[[str], bool] | None:
    """What matches a regular expression, within the time limit; None for one that would fill the memory."""
    import regex  # noqa: PLC0415 - heavy, and wanted only where a profile has a pattern: never before the first paint

    text, size = _as_python_means_it(pattern)
    if size > _LARGEST:
        return None
    try:
        compiled: Pattern = regex.compile(text, regex.V0)
    except (regex.error, ValueError, OverflowError, RecursionError):
        return None
    return lambda value: compiled.fullmatch(value, timeout=TIME_LIMIT_S) is not None


def _as_python_means_it(pattern: str) -> tuple[str, int]:
    """An expression so written that `regex` reads it as `re` does, and how large it is with repetitions written out.

    To `re`, a brace that counts nothing and a bracket in a set are themselves. `regex` would read `a{e}` as "about a",
    and `[[:alpha:]]` as any letter.
    """
    written: list[str] = []
    sizes, last = [0], 0
    for token in re.finditer(_PIECE, pattern):
        text = token[0]
        if token["set"]:
            text = "[" + re.sub(_IN_A_SET, lambda part: part[1] or r"\[", text[1:])
        elif text == "{":
            text = r"\{"
        written.append(text)
        if text == "(":
            sizes.append(0)
            last = 0
            continue
        if text == ")":
            last = sizes.pop() if len(sizes) > 1 else 0
        elif token["least"]:
            last *= max(int(token["least"]), 1) - 1
        else:
            last = 1
        sizes[-1] += last
    return "".join(written), sum(sizes)
