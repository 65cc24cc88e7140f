"""What was found in a sample, in sentences."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from leadexec_desktop.profiles.model import FieldKind
from leadexec_desktop.profiles.sample import ProposedField, Sample, SampleKind
from leadexec_desktop.protocol.operations import OPERATIONS
from leadexec_desktop.protocol.values import Encoding

_KINDS: Mapping[SampleKind, str] = MappingProxyType(
    {
        SampleKind.TABLE: "A table of fields",
        SampleKind.ROWS: "Columns with a header",
        SampleKind.CURL: "A cURL line",
        SampleKind.HTTP: "An HTTP request",
        SampleKind.URL: "An address with its query",
        SampleKind.FORM: "Names and values",
        SampleKind.JSON: "JSON",
        SampleKind.XML: "XML",
        SampleKind.PROGRAM: "Lines of a program",
    }
)
_ENCODINGS: Mapping[Encoding, str] = MappingProxyType(
    {Encoding.FORM: "as a form", Encoding.XML: "as XML", Encoding.JSON: "as JSON"}
)
_SECRETS: Mapping[str, str] = MappingProxyType(
    {"password": "password", "token": "access token", "client_secret": "client secret"}
)
_MOST_CHOICES_SHOWN = 12


_LONGEST_WORD = 120
"""Characters; a longer one, which no line can break, would make the window wider than any screen."""
_LONGEST_TEXT = 4_000
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")


def fitted(text: str) -> str:
    """A text that a label can show: each word too long for a line, and the text as a whole, cut in the middle."""
    words = _LONG_WORD.sub(lambda word: _elided(word[0], _LONGEST_WORD), text)
    return _elided(words, _LONGEST_TEXT)


def _elided(text: str, most: int) -> str:
    half = (most - 1) // 2
    return text if len(text) <= most else f"{text[:half]}…{text[-half:]}"


def what_was_found(sample: Sample) -> str:
    """What a sample is and tells, besides its fields: kind, ids, address, operation, encoding, answer."""
    count = len(sample.fields)
    fields = "no fields" if not count else "one field" if count == 1 else f"{count} fields"
    found = [f"{_KINDS[sample.kind]}: {fields}."]
    ids = (("lead source", sample.vid), ("lead type", sample.lid), ("campaign", sample.aid))
    named = [f"{word} {number}" for word, number in ids if number is not None]
    if named:
        found.append(f"{_listed(named).capitalize()}.")
    if sample.endpoint:
        found.append(f"Sent to {_elided(sample.endpoint, _LONGEST_WORD)}.")
    how = []
    if sample.operation is not None:
        how.append(f"{OPERATIONS[sample.operation].title}{' (asynchronous)' if sample.is_async else ''}")
    if sample.encoding is not None:
        how.append(_ENCODINGS[sample.encoding])
    if sample.response is not None:
        how.append(f"answered in {sample.response.upper()}")
    if how:
        sentence = ", ".join(how)
        found.append(f"{sentence[0].upper()}{sentence[1:]}.")
    return " ".join(found)


def keep_words(sample: Sample) -> str:
    """What the check box offers to keep; empty if the sample has no secret."""
    named = [_SECRETS[secret.kind] for secret in sample.secrets]
    return f"Keep the {_listed(named)} found in this sample in the keyring" if named else ""


def standing_words(count: int) -> str:
    """How many fields the profile has already; empty if it has none."""
    return f"The profile has {'one field' if count == 1 else f'{count:,} fields'} already." if count else ""


def why_words(field: ProposedField) -> str:
    """What one field's kind was guessed from, and what goes with it."""
    spec = field.spec
    said = [f"{spec.name}:", field.why]
    if spec.kind is FieldKind.CHOICE:
        shown = ", ".join(choice.value for choice in spec.choices[:_MOST_CHOICES_SHOWN])
        more = len(spec.choices) - _MOST_CHOICES_SHOWN
        said.append(
            f"Choices: {shown}{f' and {more} more' if more > 0 else ''}."
            if spec.choices
            else "Its choices are not known; without any it becomes text."
        )
    if spec.max_length is not None:
        said.append(f"{spec.max_length} characters at most.")
    if spec.section:
        said.append(f"Section: {spec.section}.")
    if spec.help:
        said.append(spec.help)
    return fitted(" ".join(said))


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
