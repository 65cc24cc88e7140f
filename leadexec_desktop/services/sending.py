"""One lead from Send to history: written down first, then encoded, sent, judged, and the record changed."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from leadexec_desktop.protocol.delivery import (
    Delivery,
    DeliveryEvent,
    DeliveryState,
    Destination,
    no_connection,
)
from leadexec_desktop.protocol.encode import CannotEncodeError, encode
from leadexec_desktop.protocol.outcomes import judge
from leadexec_desktop.protocol.values import AuthScheme, SubmitRequest
from leadexec_desktop.protocol.wire import Answer, Exchange
from leadexec_desktop.services.decisions import DECISIONS, PERSON, Decision, why_not_again
from leadexec_desktop.services.showing import shown
from leadexec_desktop.store.credentials import Credentials, SecretKind
from leadexec_desktop.store.deliveries import Change, ChangedMeanwhileError, Deliveries
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest, target_url


class Line(Protocol):
    """What sends bytes: the transport, or a stub of it."""

    def send(
        self,
        request: OutgoingRequest,
        *,
        timeout_s: float,
        cancel: CancelSwitch,
        token: str | None = None,
        token_origin: str = "",
    ) -> Answer:
        """Sends one request and gives its answer."""


class SecretMissingError(Exception):
    """A send needs secrets that the keyring does not have.

    Attributes:
        kinds: Which.
    """

    def __init__(self, kinds: tuple[SecretKind, ...]) -> None:
        super().__init__(f"Not in the keyring: {', '.join(kinds)}. Type it in Credentials, then send again.")
        self.kinds = kinds


@dataclass(frozen=True, slots=True)
class _Secrets:
    password: str | None
    token: str | None

    def __repr__(self) -> str:
        return "_Secrets(…)"


@dataclass(frozen=True, slots=True)
class _Try:
    """How one try ended."""

    event: DeliveryEvent
    reason: str = ""
    answer: Answer | None = None


class Sending:
    """Sends leads, each through its delivery; may be called from any thread.

    Args:
        deliveries: Where they are written.
        credentials: Where secrets are.
        line: What carries the bytes.
        now: The time, aware.
        new_id: A fresh identifier.
        changed: Told of each change of a delivery, in the calling thread.
    """

    def __init__(
        self,
        deliveries: Deliveries,
        credentials: Credentials,
        line: Line,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        changed: Callable[[Delivery], None],
    ) -> None:
        self._deliveries = deliveries
        self._credentials = credentials
        self._line = line
        self._now = now
        self._new_id = new_id
        self._changed = changed

    def require_secrets(self, destination: Destination) -> None:
        """Makes sure that the secrets a destination needs are there.

        Raises:
            SecretMissingError: Some are not.
            StorageError: The keyring does not say.
        """
        self._secrets(destination)

    def enqueue(self, request: SubmitRequest, destination: Destination, who: str, *, again_of: str = "") -> Delivery:
        """Writes a new delivery down, durably; it is in history from here on, and nothing has been sent.

        If it sends one again of which nobody knows whether it arrived, that one is settled by this.

        Args:
            request: The lead and its options.
            destination: Where it is to go.
            who: Name or phone, for the list.
            again_of: The delivery that this one sends again as a new lead.

        Raises:
            CannotEncodeError: It could never be sent; nothing was written.
            StorageError: It could not be written.
        """
        shown(request, destination)
        delivery = Delivery(self._new_id(), self._now(), destination, request, who, again_of=again_of)
        self._deliveries.add(delivery)
        self._changed(delivery)
        if again_of:
            self._settle_sent_again(again_of)
        return delivery

    def _settle_sent_again(self, delivery_id: str) -> None:
        # In any other state, or decided before, nothing is left to settle. Where the disk fails, the new delivery
        # stands all the same: its claim will say so, and the old one can still be decided in history.
        with suppress(StorageError):
            self._advance(
                delivery_id, DeliveryState.UNKNOWN, DeliveryEvent.PERSON_SENT_AGAIN, Change(decided_by=PERSON)
            )

    def replace(self, delivery_id: str, request: SubmitRequest, destination: Destination, who: str) -> Delivery:
        """Gives a waiting delivery new values, in its place.

        Raises:
            CannotEncodeError: They could never be sent; the delivery is as it was.
            ChangedMeanwhileError: It waits no more.
            StorageError: It could not be written.
        """
        shown(request, destination)
        delivery = self._deliveries.replace(delivery_id, destination, request, who)
        self._changed(delivery)
        return delivery

    def send_again(self, delivery_id: str) -> Delivery:
        """Writes a second delivery of the same lead down, as a person asks; the first is settled by it.

        Raises:
            ChangedMeanwhileError: The first is not sent yet, or was sent again already.
            NoSuchDeliveryError, StorageError: It cannot be read, or the second not be written.
        """
        first = self._deliveries.get(delivery_id)
        if why_not_again(first) is not None:
            raise ChangedMeanwhileError(first)
        return self.enqueue(first.request, first.destination, first.who, again_of=first.id)

    def decide(self, delivery_id: str, decision: Decision) -> Delivery:
        """Settles a delivery as a person says.

        Raises:
            ChangedMeanwhileError: It is not in the state of which that can be said.
            StorageError: It could not be written.
        """
        meaning = DECISIONS[decision]
        change = Change(reason=meaning.reason, decided_by=PERSON)
        return self._advance(delivery_id, meaning.of_state, meaning.event, change)

    def deliver(self, delivery_id: str, cancel: CancelSwitch) -> Delivery:
        """Sends a waiting delivery and writes down how that ended.

        Raises:
            ChangedMeanwhileError: It waits no more: somebody else has it.
            StorageError: The claim could not be written (nothing was sent), or its end could not (it stays `sending`).
        """
        began = self._now()
        delivery = self._advance(
            delivery_id, DeliveryState.WAITING, DeliveryEvent.CLAIMED, Change(reason="", sent_at_utc=began)
        )
        ended = _Try(DeliveryEvent.NO_ANSWER, "The program made a mistake while it was sending this lead.")
        try:
            ended = self._try(delivery.request, delivery.destination, cancel)
        finally:
            # Whatever happens here is written down: a delivery never stays `sending` while the program runs.
            settled = self._settle(delivery, ended, (self._now() - began).total_seconds())
        return settled

    def _settle(self, delivery: Delivery, ended: _Try, elapsed_s: float) -> Delivery:
        # The clock of a computer may be set back meanwhile.
        change = self._change(ended, delivery.request, max(0.0, elapsed_s))
        exchange = None
        with suppress(CannotEncodeError):  # written down by a version that could
            view = shown(delivery.request, delivery.destination)
            exchange = Exchange(view.head, view.body, ended.answer)
        return self._advance(delivery.id, DeliveryState.SENDING, ended.event, change, exchange)

    def _try(self, request: SubmitRequest, destination: Destination, cancel: CancelSwitch) -> _Try:
        no_use = no_connection(request.shape.operation)
        try:
            secrets = self._secrets(destination)
            encoded = encode(request, secrets.password)
        except (StorageError, SecretMissingError, CannotEncodeError) as error:
            return _Try(no_use, str(error))
        outgoing = OutgoingRequest(
            encoded.method, target_url(destination.endpoint, encoded.path), encoded.headers, encoded.body
        )
        try:
            answer = self._line.send(
                outgoing,
                timeout_s=destination.timeout_s,
                cancel=cancel,
                token=secrets.token,
                token_origin=destination.endpoint,
            )
        except NotSentError as error:
            return _Try(DeliveryEvent.CANCELLED_BEFORE_SENT if error.cancelled else no_use, error.reason)
        except ValueError as error:  # no header can carry the token
            return _Try(no_use, str(error))
        except NoAnswerError as error:
            return _Try(DeliveryEvent.NO_ANSWER, error.reason)
        return _Try(DeliveryEvent.ANSWER_READ, answer=answer)

    def _secrets(self, destination: Destination) -> _Secrets:
        found = {kind: self._credentials.get(destination.profile_id, kind) for kind in needed_secrets(destination)}
        missing = tuple(kind for kind, secret in found.items() if not secret)
        if missing:
            raise SecretMissingError(missing)
        return _Secrets(found.get(SecretKind.PASSWORD), found.get(SecretKind.TOKEN))

    def _change(self, ended: _Try, request: SubmitRequest, elapsed_s: float) -> Change:
        if ended.answer is None:
            decided_by = PERSON if ended.event is DeliveryEvent.CANCELLED_BEFORE_SENT else None
            return Change(reason=ended.reason, elapsed_s=elapsed_s, decided_by=decided_by)
        outcome = judge(request.shape, ended.answer)
        return Change(
            outcome=outcome.kind,
            reason=outcome.reason,
            lead_id=outcome.lead_id,
            price=outcome.price,
            elapsed_s=elapsed_s,
        )

    def _advance(
        self,
        delivery_id: str,
        expected: DeliveryState,
        event: DeliveryEvent,
        change: Change,
        exchange: Exchange | None = None,
    ) -> Delivery:
        delivery = self._deliveries.advance(
            delivery_id, expected, event, at_utc=self._now(), change=change, exchange=exchange
        )
        self._changed(delivery)
        return delivery


def needed_secrets(destination: Destination) -> tuple[SecretKind, ...]:
    """The secrets that join a request to a destination."""
    kinds = [SecretKind.PASSWORD] if destination.password else []
    if destination.scheme is AuthScheme.BEARER:
        kinds.append(SecretKind.TOKEN)
    return tuple(kinds)
