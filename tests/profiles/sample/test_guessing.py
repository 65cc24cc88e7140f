"""What is guessed of one field: kind, way of writing, choices, length; and the same value goes back on the wire."""

import pytest

from leadexec_desktop.profiles.reading import read_field
from leadexec_desktop.profiles.sample import read_sample
from leadexec_desktop.profiles.sample.allowed_values import choices_in_prose, choices_of_list
from leadexec_desktop.profiles.sample.guessing import proposed
from leadexec_desktop.profiles.sample.model import RawField
from leadexec_desktop.profiles.sample.moment_words import pattern_in
from leadexec_desktop.profiles.sample.names import label_of


@pytest.mark.parametrize(
    "name, value, kind, wire_format",
    [
        ("move_in", "1990-03-04", "date", "%Y-%m-%d"),
        ("move_in", "03/04/1990", "date", ""),
        ("move_in", "3/4/1990", "date", "%-m/%-d/%Y"),
        ("move_in", "03-04-1990", "date", "%m-%d-%Y"),
        ("expires", "12/31/26", "date", "%m/%d/%y"),
        ("stamp", "2026-03-14 15:09:26", "datetime", "%Y-%m-%d %H:%M:%S"),
        ("stamp", "2026-03-14T15:09:26", "datetime", "%Y-%m-%dT%H:%M:%S"),
        ("stamp", "03/14/2026 03:09 PM", "datetime", ""),
        ("when", "5:30 PM", "time", "%-I:%M %p"),
        ("when", "05:30 PM", "time", ""),
        ("when", "17:30", "time", "%H:%M"),
        ("anything", "+17025550123", "phone", "e164"),
        ("anything", "(702) 555-0123", "phone", "national"),
        ("home_phone", "7025550123", "phone", ""),
        ("veteran", "1", "boolean", "1/0"),
        ("anything", "no", "boolean", "yes/no"),
        ("anything", "false", "boolean", "true/false"),
        ("zip", "00501-0001", "postal_code", ""),
        ("anything", "lead@example.com", "email", ""),
        ("anything", "2001:db8::7", "ip", ""),
        ("anything", "https://example.com/a?b=1", "url", ""),
        ("bedrooms", "3", "integer", ""),
        ("apr", "6.125", "decimal", ""),
        ("rent", "1450.75", "money", ""),
        ("code", "00123", "text", ""),
        ("anything", "-", "text", ""),
    ],
)
def test_a_value_is_written_as_the_sample_writes_it(name: str, value: str, kind: str, wire_format: str) -> None:
    spec = proposed(RawField(name, (value,))).spec
    assert (spec.kind, spec.wire_format) == (kind, wire_format)
    assert read_field(spec, value).wire == value
    assert spec.default == ""


@pytest.mark.parametrize(
    "name, values, kind",
    [
        ("State", ("Open", "Closed"), "text"),
        ("Email", ("yes", "no"), "boolean"),
        ("Phone type", ("home", "cell"), "text"),
        ("Phone", ("call first",), "text"),
        ("Zip", ("501", "89501"), "postal_code"),
        ("IsMobile", ("true",), "boolean"),
        ("Amount", ("high",), "text"),
        ("Debt", ("10,000",), "money"),
        ("ip_country", ("US",), "text"),
        ("Answer", ("true", "maybe"), "text"),
    ],
)
def test_values_speak_against_a_name(name: str, values: tuple[str, ...], kind: str) -> None:
    assert proposed(RawField(name, values)).spec.kind == kind


@pytest.mark.parametrize(
    "cell, values, labels",
    [
        ("Yes, No", ["Yes", "No"], ["Yes", "No"]),
        ("1 = Own; 2 = Rent", ["1", "2"], ["Own", "Rent"]),
        ("Own = 1, Rent = 2", ["1", "2"], ["Own", "Rent"]),
        ("M=Male, F=Female, U", ["M", "F", "U"], ["Male", "Female", "U"]),
        ("M=Male, unknown or none", ["M=Male", "unknown or none"], None),
        ("Own (1), Rent (2)", ["1", "2"], ["Own", "Rent"]),
        ("Own [01]\nRent, or lease [02]", ["01", "02"], ["Own", "Rent, or lease"]),
        ("New (1), Used (1)", ["New (1)", "Used (1)"], None),
        ("Excellent (720), Good (680)", ["Excellent (720)", "Good (680)"], None),
        ("0 - Excellent\n1 - Good", ["0", "1"], ["Excellent", "Good"]),
        ("1: Checking 2: Savings", ["1", "2"], ["Checking", "Savings"]),
        ("M - Male, F - Female", ["M", "F"], ["Male", "Female"]),
        ("a|b|c", ["a", "b", "c"], ["a", "b", "c"]),
        ("Owned / Leased", ["Owned", "Leased"], ["Owned", "Leased"]),
        ("M/F/U", ["M", "F", "U"], ["M", "F", "U"]),
        ('"ANYTIME", "MORNING" or "EVENING"', ["ANYTIME", "MORNING", "EVENING"], None),
        ('"ANYTIME", "MORNING", or "EVENING"', ["ANYTIME", "MORNING", "EVENING"], None),
        ("Good (680-719), Fair (620, or more)", ["Good (680-719)", "Fair (620, or more)"], None),
        ("One of: Red, Blue", ["Red", "Blue"], None),
        ("10 digits, no dashes", [], []),
        ("MM/DD/YYYY", [], []),
        ("0 <= LENGTH <= 50", [], []),
        ("Valid email", [], []),
        ("", [], []),
    ],
)
def test_lists_of_allowed_values(cell: str, values: list[str], labels: list[str] | None) -> None:
    found = choices_of_list(cell)
    assert [own.value for own in found] == values
    assert [own.label for own in found] == (values if labels is None else labels)


@pytest.mark.parametrize(
    "text, values",
    [
        ("Kind of lead. Allowed values: hot, warm, cold.", ["hot", "warm", "cold"]),
        ("Whether it is a test. 0 = TEST; 1 = LIVE", ["0", "1"]),
        ("M = Male; F = Female", ["M", "F"]),
        ("First name, last name, and city of the caller", []),
        ("Ten digits; no dashes", []),
    ],
)
def test_lists_in_descriptions(text: str, values: list[str]) -> None:
    assert [own.value for own in choices_in_prose(text)] == values


@pytest.mark.parametrize(
    "text, found",
    [
        ("in the form YYYY-MM-DD", ("date", "%Y-%m-%d")),
        ("MM/DD/YYYY", ("date", "")),
        ("M/D/YYYY", ("date", "%-m/%-d/%Y")),
        ("MMDDYYYY", ("date", "%m%d%Y")),
        ("yyyy-mm-dd hh:mm:ss", ("datetime", "%Y-%m-%d %H:%M:%S")),
        ("YYYY-MM-DDTHH:MM:SS", ("datetime", "%Y-%m-%dT%H:%M:%S")),
        ("MM/DD/YYYY hh:mm AM/PM", ("datetime", "")),
        ("hh:mm", ("time", "%H:%M")),
        ("Date/time", None),
        ("mm-mm-mm", None),
    ],
)
def test_dates_described_in_letters(text: str, found: tuple[str, str] | None) -> None:
    assert pattern_in(text) == found


@pytest.mark.parametrize(
    "name, label",
    [
        ("FirstName", "First name"),
        ("home_phone_1", "Home phone 1"),
        ("IPAddress", "IP address"),
        ("ZIPCode", "ZIP code"),
        ("Lead.DOB", "DOB"),
        ("xxTrustedFormCertUrl", "Trusted form cert URL"),
        ("Homeowner?", "Homeowner"),
        ("???", "???"),
    ],
)
def test_a_name_becomes_a_label(name: str, label: str) -> None:
    assert label_of(name) == label


def test_a_column_of_few_values_is_a_choice_and_one_of_many_is_not() -> None:
    few = proposed(RawField("Project", ("Roof", "Attic", "Roof") * 4, 12))
    assert [own.value for own in few.spec.choices] == ["Roof", "Attic"]
    assert few.why == "2 values that come back in 12 rows."
    assert proposed(RawField("Project", ("Roof", "Attic"), 2)).spec.kind == "text"
    assert proposed(RawField("City", ("Reno", "Elko") * 6, 12)).spec.kind == "text"


def test_what_a_table_says_of_a_field_stays_with_it() -> None:
    raw = RawField(
        "nick",
        label="Nickname",
        type_word="varchar(40)",
        required=True,
        description="What friends say.\nAs typed.",
        section="Caller",
        in_ping=True,
    )
    spec = proposed(raw).spec
    assert (spec.label, spec.required, spec.max_length, spec.section, spec.in_ping) == (
        "Nickname",
        True,
        40,
        "Caller",
        True,
    )
    assert spec.help == "What friends say. As typed."


def test_codes_of_a_person_are_masked() -> None:
    assert proposed(RawField("SSN", ("900-12-3456",))).spec.sensitive
    assert proposed(RawField("BankAccountNumber", ("000123",))).spec.sensitive
    assert not proposed(RawField("Phone", ("7025550123",))).spec.sensitive


@pytest.mark.parametrize(
    "name, value",
    [
        ("Birth_Date", "19900304"),
        ("Birth_Date", "03041990"),
        ("Number", "03041990"),
        ("Website", "www.example.com"),
        ("Link", "www.example.com"),
        ("Email", "Ann <ann@example.com>"),
        ("Birth_Date", "1990-03-04T00:00:00"),
    ],
)
def test_what_may_be_pasted_but_would_be_sent_otherwise_goes_as_the_sample_has_it(name: str, value: str) -> None:
    guessed = proposed(RawField(name, (value,), 1)).spec
    assert read_field(guessed, value).wire == value


@pytest.mark.parametrize(
    "text",
    [
        "Phone=[PHONE]&Zip={zip}&Email=%EMAIL%&IP=<ip>&State={{state}}",
        "Phone=string&Zip=string&Email=string&IP=string&State=string",
        "Phone=Phone&Zip=ZIP&Email=email&IP=ip&State=state",
        '{"Phone": "string", "Zip": "{zip}", "Email": "your email", "IP": "", "State": null}',
        "post('https://a.example/x', {'Phone': phone, 'Zip': zip, 'Email': lead.address, 'IP': ip, 'State': state})",
    ],
)
def test_a_value_that_stands_for_another_says_nothing(text: str) -> None:
    kinds = {own.spec.name: own.spec.kind for own in read_sample(text).fields}
    assert kinds == {"Phone": "phone", "Zip": "postal_code", "Email": "email", "IP": "ip", "State": "state"}


@pytest.mark.parametrize("name", ["own_rent", "rent_or_own", "ownRent2", "RentOrOwn"])
def test_own_or_rent_is_no_money(name: str) -> None:
    assert read_sample(f"{name}=&City=Reno").fields[0].spec.kind == "text"
    assert read_sample("monthly_rent=&City=Reno").fields[0].spec.kind == "money"
