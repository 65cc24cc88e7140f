"""Numbers as people type them."""

import re
from decimal import Decimal

from leadexec_desktop.profiles.typed_text import plain

_AMOUNT = r"(?a)([+-]?)\s?(\$?)\s?([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?"
"""A text: `re` makes the pattern of it when a number is first read, and keeps it."""


def amount_of(typed: str, *, currency: bool = False) -> Decimal | None:
    """The number that a text is, exact; None if it is none.

    `1,250.50`, `-3`, `.5` and `5.` are numbers. `1,25` is none: it is a slip here, or a comma for a point elsewhere.

    Args:
        typed: Any text.
        currency: A dollar sign may stand before it, as in `$1,250.50` or `-$5`.
    """
    match = re.fullmatch(_AMOUNT, plain(typed))
    if match is None:
        return None
    before, dollar, after, whole, fraction = match.groups()
    if not (whole or fraction) or (dollar and not currency) or (before and after):
        return None
    digits = whole.replace(",", "") or "0"
    return Decimal(f"{before}{after}{digits}.{fraction}" if fraction else f"{before}{after}{digits}")


def digits_of(amount: Decimal) -> tuple[str, str]:
    """A number's digits before and behind its point: no exponent, no grouping, no minus before zero."""
    whole, _, fraction = f"{amount:f}".partition(".")
    return whole if amount else whole.removeprefix("-"), fraction
