"""A desk over a real store, with a line that ends each try as it is told, a clock that is set, and counted ids."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from types import MappingProxyType
from typing import Any, NoReturn

from leadexec_desktop.profiles.model import Auth, Campaign, FieldKind, FieldSpec, SourceProfile
from leadexec_desktop.protocol.delivery import Delivery, Destination
from leadexec_desktop.protocol.parameters import pacific
from leadexec_desktop.protocol.values import (
    CallData,
    Encoding,
    Lead,
    LeadRequest,
    Operation,
    RequestShape,
    SourceIds,
)
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.services.history import History
from leadexec_desktop.services.sending import Sending
from leadexec_desktop.services.tokens import Tokens
from leadexec_desktop.store.credentials import Credentials
from leadexec_desktop.store.errors import VaultLockedError
from leadexec_desktop.store.opening import Store
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.outgoing import OutgoingRequest

AT = datetime(2026, 11, 3, 18, 0, tzinfo=UTC)
TOOK_S = 1.25
"""How long each try takes on the clock of the bench."""

URL = "https://leads.example/processor/insert/general/json"
OPEN = Destination("solar", "Solar", "https://leads.example", timeout_s=12.5)
"""A destination without secrets."""


def answer(body: str, status: int = 200, *, cut_off: str = "", **headers: str) -> Answer:
    sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    length = ("Content-Length", str(len(body.encode())))
    return Answer(status, (*sent, length), body.encode(), URL, complete=not cut_off, cut_off=cut_off)


ACCEPTED = answer(
    '{"PostID": "6f1ad7fe-6d6e-4f4c-a0a5-0a6a5b0d2b57", "isValidPost": true, "ResponseType": "No_Error",'
    ' "ResponseDetails": "Lead was accepted", "LeadIdentifier": 4711, "Price": 12.50}'
)

_CALL = CallData("8005551212", 95, "Sold", datetime(2020, 11, 13, 12, 15, tzinfo=pacific()))


def request(
    operation: Operation = Operation.GENERAL,
    first_name: str = "John",
    *,
    encoding: Encoding = Encoding.FORM,
    **options: Any,
) -> LeadRequest:
    """A lead that can be sent as it is; anything else that a LeadRequest has may be given."""
    plain = LeadRequest(
        RequestShape(operation, encoding),
        SourceIds(18, 1, 23),
        Lead((("FirstName", first_name), ("Phone", "7025550123"))),
        call=_CALL if operation is Operation.CALL else None,
    )
    return replace(plain, **options)


FULLEST: Mapping[Encoding, dict[str, Any]] = MappingProxyType(
    {
        Encoding.FORM: {"order_id": "ORDER-7"},
        Encoding.XML: {"reference": "Desk 7"},
        Encoding.JSON: {"reference": "Desk 7", "no_sell": True, "send_delay_h": Decimal("1.5")},
    }
)
"""The options of a general lead that each encoding has."""


PROFILE = SourceProfile(
    id="solar",
    name="Solar",
    endpoint="https://leads.example",
    vid=18,
    lid=1,
    campaigns=(Campaign(23, "West"), Campaign(24)),
    auth=Auth(),
    operations=tuple(Operation),
    fields=(
        FieldSpec("FirstName", "First name", required=True),
        FieldSpec("Phone", "Phone", FieldKind.PHONE),
        FieldSpec("SSN", "Social security number", sensitive=True),
    ),
)
TYPED = MappingProxyType({"FirstName": "John", "Phone": "(702) 555-0123", "SSN": ""})


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at

    def pass_s(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def passed_s(self) -> float:
        return (self.at - AT).total_seconds()


@dataclass(frozen=True)
class Sent:
    """One call of the line."""

    request: OutgoingRequest
    timeout_s: float
    cancel: CancelSwitch
    token: str | None
    token_origin: str


Ending = Answer | BaseException
"""What a try gives or raises."""


class ScriptedLine:
    """Ends each try as `ending` says, after `during` has looked about."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ending: Ending = ACCEPTED
        self.during: Callable[[], object] = lambda: None
        self.sent: list[Sent] = []

    def send(
        self,
        request: OutgoingRequest,
        *,
        timeout_s: float,
        cancel: CancelSwitch,
        token: str | None = None,
        token_origin: str = "",
    ) -> Answer:
        self.sent.append(Sent(request, timeout_s, cancel, token, token_origin))
        self.during()
        self._clock.pass_s(TOOK_S)
        if isinstance(self.ending, BaseException):
            raise self.ending
        return self.ending


class LockedVault:
    """A keyring that nobody unlocks."""

    name = "locked"

    def get(self, user: str) -> NoReturn:
        del user
        raise VaultLockedError

    def set(self, user: str, secret: str) -> NoReturn:
        del user, secret
        raise VaultLockedError

    def delete(self, user: str) -> NoReturn:
        del user
        raise VaultLockedError


class Bench:
    """The services of one store, and everything that they did."""

    def __init__(
        self,
        store: Store,
        credentials: Credentials | None = None,
        make_line: Callable[[Clock], ScriptedLine] = ScriptedLine,
    ) -> None:
        ids = count(1)
        self.store = store
        self.clock = Clock()
        self.line = make_line(self.clock)
        self.tokens = Tokens(self.line, clock_s=self.clock.passed_s)
        self.told: list[Delivery] = []
        self.history = History(store.deliveries)
        self.sending = Sending(
            store.deliveries,
            store.credentials if credentials is None else credentials,
            self.line,
            self.tokens,
            now=self.clock,
            new_id=lambda: f"d{next(ids)}",
            changed=self.told.append,
            clock_s=self.clock.passed_s,
        )

    def send(self, what: LeadRequest, destination: Destination = OPEN, *, again_of: str = "") -> Delivery:
        """A press on Send: written down, then sent."""
        delivery = self.sending.enqueue(what, destination, "John", again_of=again_of)
        return self.sending.deliver(delivery.id, CancelSwitch())

    def everything(self) -> list[Delivery]:
        return self.history.page(None, 1000)
