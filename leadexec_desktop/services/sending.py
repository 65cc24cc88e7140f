"""One lead from Send to history: written down first, then encoded, sent, judged, and the record changed."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from leadexec_desktop.protocol.delivery import (
    Delivery,
    DeliveryEvent,
    DeliveryState,
    Destination,
    no_connection,
)
from leadexec_desktop.protocol.encode import CannotEncodeError, encode
from leadexec_desktop.protocol.undecided import ONLY_ASKS
from leadexec_desktop.protocol.values import AuthScheme, LeadRequest
from leadexec_desktop.services.decisions import DECISIONS, PERSON, Decision, why_not_again
from leadexec_desktop.services.endings import Ended, Endings
from leadexec_desktop.services.line import Line
from leadexec_desktop.services.secrets import SECRET_OF_SCHEME
from leadexec_desktop.services.showing import shown
from leadexec_desktop.services.tokens import NoTokenError, Tokens
from leadexec_desktop.store.credentials import Credentials, SecretKind
from leadexec_desktop.store.deliveries import Change, ChangedMeanwhileError, Deliveries
from leadexec_desktop.store.drafts import Draft
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.clock import now_s
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest, target_url

__all__ = ["Line", "SecretMissingError", "Sending", "needed_secrets"]


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
    client_secret: str | None

    def __repr__(self) -> str:
        return "_Secrets(…)"


_UNAUTHORIZED = 401
_SHARE_OF_TOKEN = 0.5
"""How much of a send's time a token may take. A lead that left in the last moment would be of unknown outcome."""


class Sending:
    """Sends leads, each through its delivery; may be called from any thread.

    Args:
        deliveries: Where they are written.
        credentials: Where secrets are.
        line: What carries the bytes.
        tokens: Gives access tokens by client credentials.
        now: The time, aware.
        new_id: A fresh identifier.
        changed: Told of each change of a delivery, in the calling thread.
        clock_s: Gives seconds that only rise, the computer's sleep included.
    """

    def __init__(
        self,
        deliveries: Deliveries,
        credentials: Credentials,
        line: Line,
        tokens: Tokens,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        changed: Callable[[Delivery], None],
        clock_s: Callable[[], float] = now_s,
    ) -> None:
        self._deliveries = deliveries
        self._credentials = credentials
        self._line = line
        self._tokens = tokens
        self._clock_s = clock_s
        self._now = now
        self._new_id = new_id
        self._changed = changed
        self._endings = Endings(deliveries, now=now, changed=changed)

    def require_secrets(self, destination: Destination) -> None:
        """Makes sure that the secrets a destination needs are there.

        Raises:
            SecretMissingError: Some are not.
            StorageError: The keyring does not say.
        """
        self._secrets(destination)

    def enqueue(self, request: LeadRequest, destination: Destination, who: str, *, again_of: str = "") -> Delivery:
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

    def send_new(
        self,
        request: LeadRequest,
        destination: Destination,
        who: str,
        cancel: CancelSwitch,
        begun: Callable[[Delivery], None],
        *,
        again_of: str = "",
        draft: Draft | None = None,
    ) -> Delivery:
        """Writes a new delivery down as being sent, durably, sends it, and writes down how that ended.

        `enqueue` and `deliver` in one, with one write before the first byte instead of two.

        Args:
            request: The lead and its options.
            destination: Where it is to go.
            who: Name or phone, for the list.
            cancel: Stops it.
            begun: Told of the delivery once it is written down; from then on the receiver may have it.
            again_of: The delivery that this one sends again as a new lead.
            draft: What stands in the form: were it older than the delivery, a crash would leave a lead there that
                seems another, and could be sent a second time.

        Raises:
            CannotEncodeError: It could never be sent; nothing was written.
            StorageError: It could not be written and was not sent; or, if it was begun, its end could not.
        """
        shown(request, destination)
        began = self._now()
        made = Delivery(self._new_id(), began, destination, request, who, again_of=again_of)
        delivery = self._deliveries.add_claimed(made, at_utc=began, draft=draft)

        def announce() -> None:
            begun(delivery)
            self._changed(delivery)
            if again_of:
                self._settle_sent_again(again_of)

        return self._carry_through(delivery, began, cancel, announce)

    def _settle_sent_again(self, delivery_id: str) -> None:
        # In any other state, or decided before, nothing is left to settle. Where the disk fails, the new delivery
        # stands all the same: its claim will say so, and the old one can still be decided in history.
        with suppress(StorageError):
            self._advance(
                delivery_id, DeliveryState.UNKNOWN, DeliveryEvent.PERSON_SENT_AGAIN, Change(decided_by=PERSON)
            )

    def replace(self, delivery_id: str, request: LeadRequest, destination: Destination, who: str) -> Delivery:
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

    def deliver(self, delivery_id: str, cancel: CancelSwitch, profile_now: Destination | None = None) -> Delivery:
        """Sends a waiting delivery and writes down how that ended.

        Args:
            delivery_id: Which.
            cancel: Stops it.
            profile_now: Where its profile leads now; None if there is no such profile any more. While that is the same
                receiver, the delivery signs in there as the profile does now: what a token was refused for may have
                been put right in it since.

        Raises:
            ChangedMeanwhileError: It waits no more: somebody else has it.
            StorageError: The claim could not be written (nothing was sent), or its end could not (it stays `sending`).
        """
        if profile_now is not None:
            self._sign_in_as(delivery_id, profile_now)
        began = self._now()
        delivery = self._advance(
            delivery_id, DeliveryState.WAITING, DeliveryEvent.CLAIMED, Change(reason="", sent_at_utc=began)
        )
        return self._carry_through(delivery, began, cancel, lambda: None)

    def _sign_in_as(self, delivery_id: str, now: Destination) -> None:
        delivery = self._deliveries.get(delivery_id)
        before = delivery.destination
        after = replace(
            before, password=now.password, scheme=now.scheme, token_url=now.token_url, client_id=now.client_id
        )
        if delivery.state is DeliveryState.WAITING and before.endpoint == now.endpoint and after != before:
            self._changed(self._deliveries.replace(delivery_id, after, delivery.request, delivery.who))

    @property
    def is_owing(self) -> bool:
        """Whether the end of a send could not be written down yet."""
        return self._endings.is_owing

    def write_ends(self) -> tuple[Delivery, ...]:
        """Writes down how sends ended that could not be written before.

        Returns:
            The deliveries that have their end now.
        """
        return self._endings.write_again()

    def _carry_through(
        self, delivery: Delivery, began: datetime, cancel: CancelSwitch, first: Callable[[], None]
    ) -> Delivery:
        ended = Ended(DeliveryEvent.NO_ANSWER, "The program made a mistake while it was sending this lead.")
        try:
            first()
            ended = self._try(delivery.request, delivery.destination, cancel)
        finally:
            # Whatever happens here is written down, as soon as the disk takes it.
            settled = self._endings.write(delivery, ended, (self._now() - began).total_seconds())
        return settled

    def _try(self, request: LeadRequest, destination: Destination, cancel: CancelSwitch) -> Ended:
        no_use = no_connection(request.shape.operation)
        until_s = self._clock_s() + destination.timeout_s
        try:
            secrets = self._secrets(destination)
            encoded = encode(request, secrets.password)
            token = self._token(destination, secrets, cancel)
        except (StorageError, SecretMissingError, CannotEncodeError) as error:
            return Ended(no_use, str(error))
        except NoTokenError as error:
            self._credentials.doubt(destination.profile_id)
            return Ended(DeliveryEvent.CANCELLED_BEFORE_SENT if error.cancelled else no_use, error.reason)
        url = encoded.url or target_url(destination.endpoint, encoded.path)
        outgoing = OutgoingRequest(encoded.method, url, encoded.headers, encoded.body)
        try:
            answer = self._line.send(
                outgoing,
                timeout_s=max(0.0, until_s - self._clock_s()) if _fetches(destination) else destination.timeout_s,
                cancel=cancel,
                token=token,
                token_origin=destination.endpoint,
            )
        except NotSentError as error:
            return Ended(DeliveryEvent.CANCELLED_BEFORE_SENT if error.cancelled else no_use, error.reason)
        except ValueError as error:  # no header can carry the token
            return Ended(no_use, str(error))
        except NoAnswerError as error:
            # What only asks may be asked again at once, so nobody has to look whether it arrived.
            asks = request.shape.operation in ONLY_ASKS
            return Ended(DeliveryEvent.NO_ANSWER, error.cause if asks else error.reason)
        if answer.status == _UNAUTHORIZED:
            self._credentials.doubt(destination.profile_id)
            if _fetches(destination) and token is not None:
                self._tokens.distrust(destination, token)  # and no more: the receiver may have the lead
        return Ended(DeliveryEvent.ANSWER_READ, answer=answer)

    def _token(self, destination: Destination, secrets: _Secrets, cancel: CancelSwitch) -> str | None:
        if secrets.client_secret is None:
            return secrets.token
        limit_s = destination.timeout_s * _SHARE_OF_TOKEN
        return self._tokens.token(destination, secrets.client_secret, timeout_s=limit_s, cancel=cancel)

    def _secrets(self, destination: Destination) -> _Secrets:
        found = {kind: self._credentials.get(destination.profile_id, kind) for kind in needed_secrets(destination)}
        missing = tuple(kind for kind, secret in found.items() if not secret)
        if missing:
            raise SecretMissingError(missing)
        return _Secrets(
            *(found.get(kind) for kind in (SecretKind.PASSWORD, SecretKind.TOKEN, SecretKind.CLIENT_SECRET))
        )

    def _advance(
        self,
        delivery_id: str,
        expected: DeliveryState,
        event: DeliveryEvent,
        change: Change,
    ) -> Delivery:
        delivery = self._deliveries.advance(delivery_id, expected, event, at_utc=self._now(), change=change)
        self._changed(delivery)
        return delivery


def needed_secrets(destination: Destination) -> tuple[SecretKind, ...]:
    """The secrets that a send to a destination needs: those that join it, and that which its token is fetched with."""
    kinds = (SecretKind.PASSWORD if destination.password else None, SECRET_OF_SCHEME[destination.scheme])
    return tuple(kind for kind in kinds if kind is not None)


def _fetches(destination: Destination) -> bool:
    return destination.scheme is AuthScheme.CLIENT_CREDENTIALS
