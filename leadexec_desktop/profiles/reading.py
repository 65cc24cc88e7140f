"""What was typed, as it goes on the wire, or what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from math import isfinite
from types import MappingProxyType
from typing import NamedTuple

from leadexec_desktop.profiles.addresses import email_of, ip_of, url_of
from leadexec_desktop.profiles.amounts import amount_of, digits_of
from leadexec_desktop.profiles.identity import identity_of
from leadexec_desktop.profiles.model import MOMENT_KINDS, Bound, FieldKind, FieldSpec
from leadexec_desktop.profiles.moment_format import format_moment
from leadexec_desktop.profiles.moments import PIVOT, bound_of, moments_of
from leadexec_desktop.profiles.phones import phone_of
from leadexec_desktop.profiles.regions import postal_code_of, state_code_of
from leadexec_desktop.profiles.typed_text import plain, trimmed, unsendable, visible
from leadexec_desktop.protocol.values import Lead

CENTS = 2
"""Digits that an amount of money has behind its point at most."""

BOOLEANS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"true/false": ("true", "false"), "1/0": ("1", "0"), "yes/no": ("yes", "no")}
)
"""How yes and no may be written on the wire, by the field's `wire_format`."""

DEFAULT_BOOLEAN = "true/false"

_TYPED_BOOLEANS: Mapping[str, bool] = MappingProxyType(
    {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}
)


class Reading(NamedTuple):
    """What was typed into one field.

    Attributes:
        wire: The value on the wire; empty if there is none.
        problem: What is wrong and what is expected, for a person; empty if nothing. What was typed is never in it.
        remark: What a person should know of how a right text was read; empty if nothing. What was typed is never in it.
    """

    wire: str = ""
    problem: str = ""
    remark: str = ""


class Readings:
    """Reads the fields of one form, those alone again whose text has changed since.

    It remembers one text and its reading a field: a form of 200 is read with each key.
    """

    def __init__(self) -> None:
        self._last: dict[str, tuple[FieldSpec, str, Reading]] = {}

    def __call__(self, field: FieldSpec, typed: str) -> Reading:
        """As `read_field`."""
        last = self._last.get(field.name)
        if last is not None and last[1] == typed and (last[0] is field or last[0] == field):
            return last[2]
        reading = read_field(field, typed)
        self._last[field.name] = (field, typed, reading)
        return reading


def read_field(field: FieldSpec, typed: str) -> Reading:
    """What a text typed or pasted into a field is on the wire. Total: any text has a reading.

    Spaces and invisible marks at the ends do not count, but in a multiline field, which goes as it stands.
    The pattern of the profile is matched with a time limit (`patterns.TIME_LIMIT_S`).
    """
    core = trimmed(typed)
    if not core:
        return Reading(problem=f"{field.label.rstrip(' :*')} is required." if field.required else "")
    text = typed if field.kind is FieldKind.MULTILINE else core
    strange = unsendable(text)
    if strange:
        return Reading(
            problem=f"Holds an invisible character ({strange}) that cannot be sent. Delete it and type again."
        )
    reading = READERS[field.kind](field, text)
    if reading.problem:
        return reading
    problem = _why_unfit(field, reading.wire)
    return Reading(problem=problem) if problem else reading


def read_lead(
    fields: Iterable[FieldSpec], typed: Mapping[str, str], read: Callable[[FieldSpec, str], Reading] = read_field
) -> tuple[Lead, dict[str, str]]:
    """The lead of a filled form, in the form's order, and what is wrong with it by wire name.

    A hidden or read-only field has its default, whatever was typed. What is empty is left out of the lead.

    Args:
        fields: The form's.
        typed: What stands in each, by wire name; a field that is not there is empty.
        read: Reads a field; one that remembers reads a large form sooner.
    """
    values: list[tuple[str, str]] = []
    sensitive: list[str] = []
    problems: dict[str, str] = {}
    asked = tuple(fields)
    for field in asked:
        reading = read(field, _text_of(field, typed))
        if reading.problem:
            problems[field.name] = reading.problem
        elif reading.wire:
            values.append((field.name, reading.wire))
            if field.sensitive:
                sensitive.append(field.name)
    return Lead(tuple(values), tuple(sensitive), identity_of(asked, dict(values))), problems


def remarks_on(
    fields: Iterable[FieldSpec], typed: Mapping[str, str], read: Callable[[FieldSpec, str], Reading]
) -> dict[str, str]:
    """What a person should know of how a form was read, by wire name; see `read_lead`."""
    readings = ((field.name, read(field, _text_of(field, typed))) for field in fields)
    return {name: reading.remark for name, reading in readings if reading.remark}


def _text_of(field: FieldSpec, typed: Mapping[str, str]) -> str:
    return field.default if field.hidden or field.read_only else typed.get(field.name, "")


def number_bound(bound: Bound | None) -> Decimal | None:
    """A least or greatest number as it stands in a profile; None if it is none."""
    if isinstance(bound, bool | str) or bound is None or not isfinite(bound):
        return None
    return Decimal(str(bound))


_NEVER_ENDS = (
    "Cannot be checked: the profile's pattern for this field takes too long on this text. Check what is typed; if it "
    "is right, the pattern must be mended in the profile."
)


def _why_unfit(field: FieldSpec, wire: str) -> str:
    if field.max_length is not None and len(wire) > field.max_length:
        return f"Too long: {field.max_length} characters at most, and this has {len(wire)}."
    if not field.pattern:
        return ""
    from leadexec_desktop.profiles.patterns import fits  # noqa: PLC0415 - the first paint needs none of it

    is_fit = fits(field.pattern, wire)
    if is_fit is None:
        return _NEVER_ENDS
    return "" if is_fit else field.pattern_help or "Not of the form that the lead source asks for."


def _text(_: FieldSpec, text: str) -> Reading:
    return Reading(text)


def _integer(field: FieldSpec, text: str) -> Reading:
    amount = amount_of(text)
    whole, fraction = ("", "") if amount is None else digits_of(amount)
    if amount is None or fraction.strip("0"):
        return Reading(problem="Type a whole number, as in 1250.")
    return _in_number_range(field, amount, whole)


def _decimal(field: FieldSpec, text: str) -> Reading:
    amount = amount_of(text)
    if amount is None:
        return Reading(problem="Type a number, as in 1250.5.")
    return _in_number_range(field, amount, ".".join(part for part in digits_of(amount) if part))


def _money(field: FieldSpec, text: str) -> Reading:
    amount = amount_of(text, currency=True)
    whole, fraction = ("", "") if amount is None else digits_of(amount)
    if amount is None or len(fraction) > CENTS:
        return Reading(problem="Type an amount in dollars and cents, as in 1250.50.")
    return _in_number_range(field, amount, f"{whole}.{fraction:0<{CENTS}}" if fraction else whole)


def _in_number_range(field: FieldSpec, amount: Decimal, wire: str) -> Reading:
    least, most = number_bound(field.min), number_bound(field.max)
    if least is not None and amount < least:
        return Reading(problem=f"Must be {least:f} or more.")
    if most is not None and amount > most:
        return Reading(problem=f"Must be {most:f} or less.")
    return Reading(wire)


def _boolean(field: FieldSpec, text: str) -> Reading:
    value = _TYPED_BOOLEANS.get(plain(text).casefold())
    if value is None:
        return Reading(problem="Type yes or no.")
    yes, no = BOOLEANS.get(field.wire_format, BOOLEANS[DEFAULT_BOOLEAN])
    return Reading(yes if value else no)


_MOMENT_EXAMPLES: Mapping[FieldKind, str] = MappingProxyType(
    {
        FieldKind.DATE: "Type a date as month, day, year, as in 3/4/1990 or Mar 4 1990.",
        FieldKind.TIME: "Type a time with am or pm, as in 2:30 pm, or as in 14:30.",
        FieldKind.DATETIME: "Type a date and a time with am or pm, as in 3/4/1990 2:30 pm.",
    }
)


def _moment(field: FieldSpec, text: str) -> Reading:
    candidates = moments_of(field.kind, text)
    if not candidates:
        return Reading(problem=_MOMENT_EXAMPLES[field.kind])
    problems = [_why_out_of_time(field, at) for at in candidates]
    at = next((at for at, problem in zip(candidates, problems, strict=True) if not problem), None)
    if at is None:
        return Reading(problem=problems[0])
    return Reading(format_moment(field.kind, field.wire_format, at), remark=_century(field, text, at))


def _century(field: FieldSpec, text: str, at: datetime) -> str:
    """What is to be said of a year of two digits; empty for one that is written in full."""
    if field.kind is FieldKind.TIME or str(at.year) in plain(text):
        return ""
    if field.sensitive:
        return f"Of two digits of a year: {_CENTURIES}."
    if (at.year >= _MILLENNIUM) is (at.year % 100 < PIVOT):
        return f"Read as {at.year}: {_CENTURIES}."
    return f"Read as {at.year}, the century that this field allows."


_MILLENNIUM = 2000
_CENTURIES = f"00 to {PIVOT - 1} are of the 2000s, {PIVOT} to 99 of the 1900s"


def _why_out_of_time(field: FieldSpec, at: datetime) -> str:
    least, most = bound_of(field.kind, field.min), bound_of(field.kind, field.max)
    if least is not None and at < least:
        return f"Must be {format_moment(field.kind, '', least)} or later."
    if most is not None and at > most:
        return f"Must be {format_moment(field.kind, '', most)} or earlier."
    return ""


def _choice(field: FieldSpec, text: str) -> Reading:
    wanted = text.casefold()
    ways: tuple[Callable[[str, str], bool], ...] = (
        lambda value, _: value == text,
        lambda value, _: value.casefold() == wanted,
        lambda _, label: label.casefold() == wanted,
    )
    for is_meant in ways:
        for choice in field.choices:
            if is_meant(trimmed(choice.value), trimmed(choice.label)):
                return Reading(choice.value)
    examples = f", such as {field.choices[0].label}" if field.choices else ""
    return Reading(problem=f"Choose one of the list{examples}.")


def _phone(field: FieldSpec, text: str) -> Reading:
    phone = phone_of(text, field.wire_format)
    remarks = (_EXTENSION if phone.extension else "", _abroad(field, phone.left_out) if phone.left_out else "")
    return Reading(phone.wire, phone.problem, " ".join(filter(None, remarks)))


def _abroad(field: FieldSpec, code: int) -> str:
    """What is to be said of a number that nobody can call by what goes on the wire."""
    which = "" if field.sensitive else f" (+{code})"
    return f"This number is of another country{which}; it goes out without its country code."


_EXTENSION = (
    "The extension stays here and is not sent: this field carries the number alone. Type it in a field of its own."
)


def _url(_: FieldSpec, text: str) -> Reading:
    url = url_of(text)
    if url is None:
        return Reading(problem="Type a web address, as in https://example.com/page.")
    return Reading(url, remark="" if url == visible(text) else "It goes out with https:// before it.")


def _found_by(find: Callable[[str], str | None], problem: str) -> Callable[[FieldSpec, str], Reading]:
    def read(_: FieldSpec, text: str) -> Reading:
        found = find(text)
        return Reading(problem=problem) if found is None else Reading(found)

    return read


READERS: Mapping[FieldKind, Callable[[FieldSpec, str], Reading]] = MappingProxyType(
    {
        FieldKind.TEXT: _text,
        FieldKind.MULTILINE: _text,
        FieldKind.INTEGER: _integer,
        FieldKind.DECIMAL: _decimal,
        FieldKind.MONEY: _money,
        FieldKind.BOOLEAN: _boolean,
        **dict.fromkeys(MOMENT_KINDS, _moment),
        FieldKind.CHOICE: _choice,
        FieldKind.PHONE: _phone,
        FieldKind.EMAIL: _found_by(email_of, "Type an e-mail address, as in jane@example.com."),
        FieldKind.POSTAL_CODE: _found_by(
            postal_code_of, "Type a ZIP of 5 or 9 digits, as in 00501 or 00501-0001, or a Canadian code, as in K1A 0B1."
        ),
        FieldKind.STATE: _found_by(state_code_of, "Type a state or province, as in NV or Nevada."),
        FieldKind.URL: _url,
        FieldKind.IP: _found_by(ip_of, "Type an IP address, as in 192.0.2.10."),
    }
)
"""How each kind reads a text that is not empty."""
