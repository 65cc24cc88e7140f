"""What comes out of a sample, and the halfway house in which its readers leave what they found."""

from dataclasses import dataclass, field
from enum import StrEnum

from leadexec_desktop.profiles.model import FieldSpec
from leadexec_desktop.protocol.values import Encoding, Operation, ResponseFormat


class SampleKind(StrEnum):
    """What a sample was found to be."""

    TABLE = "table"
    """A documentation table: a row a field."""
    ROWS = "rows"
    """A header with rows of leads, or without."""
    CURL = "curl"
    HTTP = "http"
    URL = "url"
    FORM = "form"
    JSON = "json"
    XML = "xml"
    PROGRAM = "program"
    """A few lines of a program that posts a lead."""


class SampleError(ValueError):
    """Nothing can be made of a sample. Its text says why and what would do, and holds no value of the sample."""


@dataclass(frozen=True, slots=True)
class FoundSecret:
    """A secret that stood in a sample. It goes to the keyring if a person wants it there, else nowhere.

    Attributes:
        kind: `password`, `token` or `client_secret`.
        value: The secret itself; never shown.
    """

    kind: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProposedField:
    """A field as it was guessed.

    Attributes:
        spec: The field. It has no default: a sample's values are somebody's.
        use: It is proposed to be taken.
        why: What the kind was guessed from, a short sentence without a value.
    """

    spec: FieldSpec
    use: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a sample tells.

    Attributes:
        kind: What it is.
        fields: The lead's own fields, in its order.
        endpoint: The receiver's origin, with its path prefix; empty if it does not tell.
        vid: Lead source.
        lid: Lead type.
        aid: Campaign.
        operation: What the request asks for.
        encoding: How its body is written.
        response: How the answer is asked for.
        return_url: Where a queued lead is reported; empty for none.
        secrets: Those that stood in it, one of a kind at most.
        remarks: What a person should know, each a sentence or two.
        is_async: The request is to be answered later.
        client_id: Of client credentials; empty for none.
        token_url: Where a token is fetched; empty if it does not tell.
    """

    kind: SampleKind
    fields: tuple[ProposedField, ...] = ()
    endpoint: str = ""
    vid: int | None = None
    lid: int | None = None
    aid: int | None = None
    operation: Operation | None = None
    encoding: Encoding | None = None
    response: ResponseFormat | None = None
    return_url: str = field(default="", repr=False)
    secrets: tuple[FoundSecret, ...] = ()
    remarks: tuple[str, ...] = ()
    is_async: bool = False
    client_id: str = field(default="", repr=False)
    token_url: str = ""


@dataclass(frozen=True, slots=True)
class RawField:
    """A name that stood in a sample, with all that is said of it there. A text that is empty is not said.

    Attributes:
        name: As it stands.
        values: Those that stand beside it, as text; the empty ones are left out.
        count: How many there could have been: rows of a sheet; 1 in a request.
        label: For people.
        type_word: The type that a table names.
        required: A table says so.
        allowed: Values that a table permits, as it writes them.
        description: What it is.
        example: An example of a value.
        max_length: Characters.
        section: The heading under which it stands.
        in_ping: It goes with a ping.
    """

    name: str
    values: tuple[str, ...] = field(default=(), repr=False)
    count: int = 1
    label: str = ""
    type_word: str = ""
    required: bool = False
    allowed: str = ""
    description: str = ""
    example: str = field(default="", repr=False)
    max_length: int | None = None
    section: str = ""
    in_ping: bool = False


@dataclass(frozen=True, slots=True)
class RawSample:
    """What a reader found, parameters and secrets still among the fields.

    Attributes:
        kind: What it read.
        fields: Every name, in order.
        url: Where the request goes; a path alone where a host is not said.
        host: The host of a request without one in its URL.
        encoding: How the body is written; None if that is not said.
        tokens: Bearer tokens out of headers.
        remarks: As in `Sample`.
        prose: The text around a table, in which ids and an address may stand.
    """

    kind: SampleKind
    fields: tuple[RawField, ...] = ()
    url: str = field(default="", repr=False)
    host: str = ""
    encoding: Encoding | None = None
    tokens: tuple[str, ...] = field(default=(), repr=False)
    remarks: tuple[str, ...] = ()
    prose: str = field(default="", repr=False)
