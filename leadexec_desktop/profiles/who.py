"""Who a lead is about, in a few words for a list."""

import re
from collections.abc import Iterable
from functools import lru_cache

from leadexec_desktop.profiles.model import FieldKind, SourceProfile
from leadexec_desktop.protocol.values import Lead

_LONGEST = 120
"""Characters of a row's text."""

# Wire names differ by account; these are the usual ones, in lower case and without what is no letter or digit.
_FIRST_NAMES = ("firstname", "fname", "first", "givenname", "forename")
_LAST_NAMES = ("lastname", "lname", "last", "surname", "familyname")
_WHOLE_NAMES = ("name", "fullname", "contactname", "customername", "leadname")
_PHONES = ("phone", "phone1", "phonenumber", "homephone", "dayphone", "cellphone", "mobilephone", "mobile", "cell")
_EMAILS = ("email", "email1", "emailaddress")

_NOT_IN_A_NAME = re.compile(r"[\W_]+")


def who_of(profile: SourceProfile, lead: Lead) -> str:
    """The lead's name, else its phone number, else its e-mail address; empty if it has none of them.

    Found by the kinds of the profile's fields and by usual wire names. A sensitive field is never shown, a hidden one
    is the same for everybody.
    """
    passed_over = {spec.name for spec in profile.fields if spec.sensitive or spec.hidden}
    by_name: dict[str, str] = {}
    for name, value in lead.values:
        if name not in passed_over and value.strip():
            by_name.setdefault(_plain(name), " ".join(value.split()))
    kinds = {_plain(spec.name): spec.kind for spec in profile.fields}
    phones = [name for name in by_name if kinds.get(name) is FieldKind.PHONE]
    emails = [name for name in by_name if kinds.get(name) is FieldKind.EMAIL]
    found = _name_in(by_name) or _first(by_name, (*phones, *_PHONES)) or _first(by_name, (*emails, *_EMAILS))
    return found[:_LONGEST]


def _name_in(by_name: dict[str, str]) -> str:
    first, last = _first(by_name, _FIRST_NAMES), _first(by_name, _LAST_NAMES)
    whole = _first(by_name, _WHOLE_NAMES)
    if whole and not (first and last):
        return whole
    return " ".join(part for part in (first, last) if part)


def _first(by_name: dict[str, str], names: Iterable[str]) -> str:
    return next((by_name[name] for name in names if name in by_name), "")


@lru_cache(maxsize=1024)  # asked of each field with each key that is typed
def _plain(name: str) -> str:
    return _NOT_IN_A_NAME.sub("", name).casefold()
