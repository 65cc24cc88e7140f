"""What was found in a sample, in sentences."""

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
        found.append(f"Sent to {sample.endpoint}.")
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
    return " ".join(said)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
