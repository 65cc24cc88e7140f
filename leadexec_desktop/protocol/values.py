"""The receiver's own words, as values."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadexec_desktop.protocol.known_lead import LeadUpdate, StatusQuery


class Operation(StrEnum):
    """What is asked of the receiver."""

    GENERAL = "general"
    REDIRECT = "redirect"
    RETURNSENDS = "returnsends"
    TRANSFER = "transfer"
    CALL = "call"
    PING = "ping"
    DUPLICATE = "duplicate"
    UPDATE = "update"
    STATUS = "status"


SUBMIT_MODES = (
    Operation.GENERAL,
    Operation.REDIRECT,
    Operation.RETURNSENDS,
    Operation.TRANSFER,
    Operation.CALL,
)
"""The five operations that create a lead, in the order of the documentation."""


class RedirectKind(StrEnum):
    """Who follows the redirect: the caller by hand, or the HTTP client (documentation lines 180-183)."""

    MANUAL = "manualredirect"
    AUTO = "autoredirect"


class Encoding(StrEnum):
    """How a request's body is written."""

    FORM = "form"
    XML = "xml"
    JSON = "json"


class ResponseFormat(StrEnum):
    """How the answer is asked for: the `response_type` segment of the path."""

    JSON = "json"
    XML = "xml"


class AuthScheme(StrEnum):
    """How a profile's requests carry an access token."""

    NONE = "none"
    BEARER = "bearer"
    CLIENT_CREDENTIALS = "client_credentials"


DEFAULT_TOKEN_URL = "https://api.leadexec.net/v1/authorization/token"  # noqa: S105 - where tokens are, not one
"""Where a token is fetched unless the profile names another address."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead's own values, as text in wire format.

    Attributes:
        values: Wire name and value, in the order of the form.
        sensitive: Wire names of those that are sent, but never shown.
        identity: What another lead about the same person has in common with it; never sent.
    """

    values: tuple[tuple[str, str], ...] = ()
    sensitive: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """The value of that wire name; empty if the lead has none."""
        return next((value for own, value in self.values if own == name), "")


@dataclass(frozen=True, slots=True)
class SourceIds:
    """Lead source (`vid`), lead type (`lid`) and campaign (`aid`); a campaign that is None is left out."""

    vid: int
    lid: int
    aid: int | None = None


@dataclass(frozen=True, slots=True)
class CallData:
    """The call of a call lead (documentation lines 509-522).

    Attributes:
        ivr_number: The number that was called.
        duration_s: Whole seconds, 0 or more.
        result: Free text; empty is left out.
        at: When, aware of its zone; goes out in Pacific Time; None is left out.
    """

    ivr_number: str
    duration_s: int
    result: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestShape:
    """How one lead is submitted: everything that decides its path and where its parameters go."""

    operation: Operation
    encoding: Encoding = Encoding.FORM
    response: ResponseFormat = ResponseFormat.JSON
    is_async: bool = False
    redirect: RedirectKind = RedirectKind.MANUAL


@dataclass(frozen=True, slots=True)
class LeadRequest:
    """What is asked of the receiver about one lead, with every option; secrets join it only when it is sent.

    Attributes:
        shape: Mode, encoding, response type, sync or async.
        ids: Source, type, campaign.
        lead: The lead's own values: those that go, no others.
        return_url: Where the platform reports an asynchronous lead; empty is left out.
        order_id: From a ping; empty is left out.
        order_id_anywhere: The profile lets an order ID go where the documentation names none.
        reference: Kept on the record for reporting; empty is left out.
        no_sell: Keep the lead from being sold; False is left out.
        send_delay_h: Hours until the platform sends the lead on; None is left out.
        call: The call's data; in call mode only, and there always.
        update: Which lead is updated; in an update only, and there always.
        status: Which lead's status is asked for; in a status request only, and there always.
    """

    shape: RequestShape
    ids: SourceIds
    lead: Lead
    return_url: str = ""
    order_id: str = ""
    order_id_anywhere: bool = False
    reference: str = ""
    no_sell: bool = False
    send_delay_h: Decimal | None = None
    call: CallData | None = None
    update: "LeadUpdate | None" = None
    status: "StatusQuery | None" = None
