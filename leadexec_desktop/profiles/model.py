"""A source profile as values. The standard library alone: the window needs it before its first paint.

The names of the attributes are the keys of the profile file, but for `Defaults.is_async`, which is `async` there. Keys
of a file that this version does not know are kept in `unknown`, each object's own, and are written back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.operations import OPERATIONS
from leadexec_desktop.protocol.parameters import is_xml_name
from leadexec_desktop.protocol.values import (
    DEFAULT_TOKEN_URL,
    AuthScheme,
    Encoding,
    Operation,
    ResponseFormat,
    SourceIds,
)

Bound = int | float | str
"""A least or greatest value: a number for numbers, ISO 8601 text for dates and times."""


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    MULTILINE = "multiline"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    CHOICE = "choice"
    PHONE = "phone"
    EMAIL = "email"
    POSTAL_CODE = "postal_code"
    STATE = "state"
    URL = "url"
    IP = "ip"


NUMBER_KINDS = frozenset({FieldKind.INTEGER, FieldKind.DECIMAL, FieldKind.MONEY})
MOMENT_KINDS = frozenset({FieldKind.DATE, FieldKind.TIME, FieldKind.DATETIME})

FREE_OPERATIONS = tuple(operation for operation in Operation if not OPERATIONS[operation].needs_approval)
"""Those that the platform need not approve: what a profile that lists none may do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice.

    Attributes:
        value: As it goes on the wire.
        label: As it is shown; the value if nothing else is said.
        unknown: Keys of the file that this version does not know.
    """

    value: str
    label: str = ""
    unknown: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Let the value be the label where there is none."""
        if not self.label:
            object.__setattr__(self, "label", self.value)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form.

    Attributes:
        name: As on the wire.
        label: As shown; the name if nothing else is said.
        kind: What it takes.
        required: It may not stay empty.
        default: What stands in it at first, as a person would type it.
        help: Shown beside it.
        section: The heading under which it stands.
        placeholder: Shown in it while it is empty.
        max_length: Characters (code points) of the value on the wire; None for no limit.
        min: The least value, of numbers, dates and times; None for none. A date is `1990-03-04`, a time `14:30`, a date
            and time `1990-03-04T14:30`.
        max: The greatest value, likewise.
        pattern: A regular expression that the whole value on the wire must match; empty for none.
        pattern_help: The complaint if it does not.
        choices: Of a choice.
        wire_format: How a phone, a boolean, a date or a time is written on the wire; empty for the kind's default.
        sticky: Its value is kept for the next lead.
        read_only: Shown, but its default cannot be changed.
        hidden: Not shown; its default is sent.
        sensitive: Masked on screen and in history.
        in_ping: It goes with a ping.
        in_duplicate_check: It goes with a duplicate check.
        unknown: Keys of the file that this version does not know.
    """

    name: str
    label: str = ""
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    default: str = ""
    help: str = ""
    section: str = ""
    placeholder: str = ""
    max_length: int | None = None
    min: Bound | None = None
    max: Bound | None = None
    pattern: str = ""
    pattern_help: str = ""
    choices: tuple[Choice, ...] = ()
    wire_format: str = ""
    sticky: bool = False
    read_only: bool = False
    hidden: bool = False
    sensitive: bool = False
    in_ping: bool = False
    in_duplicate_check: bool = False
    unknown: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Let the name be the label where there is none."""
        if not self.label:
            object.__setattr__(self, "label", self.name)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign that leads may go to.

    Attributes:
        aid: Its id.
        name: As shown; empty if it has none.
        unknown: Keys of the file that this version does not know.
    """

    aid: int
    name: str = ""
    unknown: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Auth:
    """Which credentials join a request. The credentials themselves are in the keyring alone.

    Attributes:
        password: An API password is sent.
        scheme: How an access token is come by.
        token_url: Where one is fetched, for client credentials; empty for the platform's own address.
        client_id: For client credentials.
        password_on_update: The password goes with updates too: the documentation lists none there.
        unknown: Keys of the file that this version does not know.
    """

    password: bool = False
    scheme: AuthScheme = AuthScheme.NONE
    token_url: str = ""
    client_id: str = ""
    password_on_update: bool = False
    unknown: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What is chosen when the profile becomes active.

    Attributes:
        mode: One of the five submit modes; where a file names none, the first of them that is permitted.
        encoding: How the body is written.
        response: How the answer is asked for.
        is_async: Queued and answered later (the file's key is `async`).
        return_url: Where the platform reports a queued lead; empty for none.
        aid: The campaign; None for none.
        unknown: Keys of the file that this version does not know.
    """

    mode: Operation = Operation.GENERAL
    encoding: Encoding = Encoding.FORM
    response: ResponseFormat = ResponseFormat.JSON
    is_async: bool = False
    return_url: str = ""
    aid: int | None = None
    unknown: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class SourceProfile:
    """A lead source: its ids, its receiver, what it permits, and its form.

    Attributes:
        id: Unique, never shown; the keyring's entries are named by it.
        name: As shown.
        endpoint: The receiver's origin, with a path prefix or without.
        vid: Lead source.
        lid: Lead type.
        campaigns: Those to choose from.
        auth: Which credentials join a request.
        operations: Those permitted; where a file names none, all that the platform need not approve.
        defaults: What is chosen at first.
        timeout_s: Seconds for the whole exchange, 1 to 600.
        script: What the agent reads out.
        fields: The form, in its order.
        follow_days: Days after which a lead's status is asked for no more, 0 to 3650.
        allow_extra_fields: An agent may add a field to one lead.
        auto_duplicate_check: While a lead is typed, the receiver is asked by itself whether it has had that person.
        order_id_anywhere: An order ID may go where the documentation names none.
        retention_days: Days after which history forgets a lead's values; None for never.
        unknown: Keys of the file that this version does not know.
    """

    id: str
    name: str
    endpoint: str
    vid: int
    lid: int
    campaigns: tuple[Campaign, ...] = ()
    auth: Auth = Auth()
    operations: tuple[Operation, ...] = FREE_OPERATIONS
    defaults: Defaults = Defaults()
    timeout_s: float = 90.0
    script: str = ""
    fields: tuple[FieldSpec, ...] = ()
    follow_days: int = 7
    allow_extra_fields: bool = False
    auto_duplicate_check: bool = False
    order_id_anywhere: bool = False
    retention_days: int | None = None
    unknown: Mapping[str, object] = field(default_factory=dict, hash=False)


def destination_of(profile: SourceProfile, operation: Operation = Operation.GENERAL) -> Destination:
    """Where a request of that profile goes, and which of its secrets join it.

    Updates carry a password only if the profile says so, and status requests no secret at all: the documentation lists
    none there.
    """
    auth = profile.auth
    if operation is Operation.STATUS:
        auth = Auth()
    fetches_token = auth.scheme is AuthScheme.CLIENT_CREDENTIALS
    return Destination(
        profile_id=profile.id,
        profile_name=profile.name,
        endpoint=profile.endpoint.rstrip("/"),
        password=auth.password and (auth.password_on_update or operation is not Operation.UPDATE),
        scheme=auth.scheme,
        timeout_s=profile.timeout_s,
        token_url=(auth.token_url or DEFAULT_TOKEN_URL) if fetches_token else "",
        client_id=auth.client_id if fetches_token else "",
        follow_days=profile.follow_days,
    )


def ids_of(profile: SourceProfile, aid: int | None) -> SourceIds:
    """The profile's ids, with a campaign or none."""
    return SourceIds(profile.vid, profile.lid, aid)


def xml_unfit_field(profile: SourceProfile) -> str | None:
    """The first wire name that is no XML name, so that the form cannot go as XML; None if all of them are."""
    return next((spec.name for spec in profile.fields if not is_xml_name(spec.name)), None)
