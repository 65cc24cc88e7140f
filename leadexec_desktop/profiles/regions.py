"""States, provinces and postal codes of the United States and Canada."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from leadexec_desktop.profiles.typed_text import plain

STATES: Mapping[str, str] = MappingProxyType(
    {
        "AL": "Alabama",
        "AK": "Alaska",
        "AZ": "Arizona",
        "AR": "Arkansas",
        "CA": "California",
        "CO": "Colorado",
        "CT": "Connecticut",
        "DE": "Delaware",
        "DC": "District of Columbia",
        "FL": "Florida",
        "GA": "Georgia",
        "HI": "Hawaii",
        "ID": "Idaho",
        "IL": "Illinois",
        "IN": "Indiana",
        "IA": "Iowa",
        "KS": "Kansas",
        "KY": "Kentucky",
        "LA": "Louisiana",
        "ME": "Maine",
        "MD": "Maryland",
        "MA": "Massachusetts",
        "MI": "Michigan",
        "MN": "Minnesota",
        "MS": "Mississippi",
        "MO": "Missouri",
        "MT": "Montana",
        "NE": "Nebraska",
        "NV": "Nevada",
        "NH": "New Hampshire",
        "NJ": "New Jersey",
        "NM": "New Mexico",
        "NY": "New York",
        "NC": "North Carolina",
        "ND": "North Dakota",
        "OH": "Ohio",
        "OK": "Oklahoma",
        "OR": "Oregon",
        "PA": "Pennsylvania",
        "RI": "Rhode Island",
        "SC": "South Carolina",
        "SD": "South Dakota",
        "TN": "Tennessee",
        "TX": "Texas",
        "UT": "Utah",
        "VT": "Vermont",
        "VA": "Virginia",
        "WA": "Washington",
        "WV": "West Virginia",
        "WI": "Wisconsin",
        "WY": "Wyoming",
        "AS": "American Samoa",
        "GU": "Guam",
        "MP": "Northern Mariana Islands",
        "PR": "Puerto Rico",
        "VI": "U.S. Virgin Islands",
        "AA": "Armed Forces Americas",
        "AE": "Armed Forces Europe",
        "AP": "Armed Forces Pacific",
        "AB": "Alberta",
        "BC": "British Columbia",
        "MB": "Manitoba",
        "NB": "New Brunswick",
        "NL": "Newfoundland and Labrador",
        "NS": "Nova Scotia",
        "NT": "Northwest Territories",
        "NU": "Nunavut",
        "ON": "Ontario",
        "PE": "Prince Edward Island",
        "QC": "Quebec",
        "SK": "Saskatchewan",
        "YT": "Yukon",
    }
)
"""Name by two-letter code: states, the district, territories and military addresses; then Canada's provinces."""

_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "washingtondc": "DC",
        "virginislands": "VI",
        "usvirginislands": "VI",
        "newfoundland": "NL",
        "labrador": "NL",
        "yukonterritory": "YT",
        "pei": "PE",
    }
)

_NOT_A_LETTER = r"[\W\d_]+"


def _letters(text: str) -> str:
    """The letters alone, in lower case, without accents: `Québec` is `quebec`, `N.Y.` is `ny`."""
    apart = unicodedata.normalize("NFKD", text)
    return re.sub(_NOT_A_LETTER, "", "".join(char for char in apart if not unicodedata.combining(char))).casefold()


@cache
def _codes() -> Mapping[str, str]:
    """Code by the letters of each name: made when a state is first read."""
    names = {_letters(name): code for code, name in STATES.items()}
    return MappingProxyType(names | {code.casefold(): code for code in STATES} | dict(_OTHER_NAMES))


# Patterns are texts here: `re` makes each when it is first needed, and keeps it. A start needs none of them.
_US = r"(?a)(\d{5})(?:[- ]?(\d{4}))?"
# D, F, I, O, Q and U are in no Canadian code, W and Z do not begin one.
_CANADIAN = r"(?a)([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])[- ]?(\d[ABCEGHJ-NPRSTV-Z]\d)"


def state_code_of(typed: str) -> str | None:
    """The two-letter code that a code or a name stands for, in any case; None if it is none."""
    return None if any(char.isdigit() for char in typed) else _codes().get(_letters(plain(typed)))


def postal_code_of(typed: str) -> str | None:
    """A ZIP (`00501`), ZIP+4 (`00501-0001`) or Canadian code (`K1A 0B1`) as it is written; None if it is none.

    Always text: leading zeros stay, and a ZIP of four digits is a slip, not one that has lost its zero.
    """
    text = plain(typed).upper()
    us = re.fullmatch(_US, text)
    if us is not None:
        return us[1] if us[2] is None else f"{us[1]}-{us[2]}"
    canadian = re.fullmatch(_CANADIAN, text)
    return None if canadian is None else f"{canadian[1]} {canadian[2]}"
