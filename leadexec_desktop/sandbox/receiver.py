"""The built-in receiver without its server: a request in, a reply out, and the leads that it took."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from uuid import UUID

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Encoding, Operation, RedirectKind
from leadexec_desktop.sandbox.answers import Asked, Decision
from leadexec_desktop.sandbox.duplicates import DuplicateKey, duplicate_key
from leadexec_desktop.sandbox.reading import RefusedError
from leadexec_desktop.sandbox.reply import UNAUTHORIZED, Reply, plain
from leadexec_desktop.sandbox.requests import ROUTES, RawRequest, ReceivedLead, Route, Terms, encoding_of, read_lead
from leadexec_desktop.sandbox.scenario_spec import Redirecting, ScenarioSpec, Shape
from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario, triggered
from leadexec_desktop.sandbox.shapes import AT_THE_DOOR, MAKERS, Material
from leadexec_desktop.sandbox.token_server import ANY_CLIENT, TOKEN_PATH, TokenRules, TokenServer

_FIRST_IDENTIFIER = 100_000_001
_PRICE = 25
_KEPT_REQUESTS = 1_000
_KEPT_LEADS = 10_000


_UNKNOWN_PATH = plain(404, "The receiver knows no such path.")
_WRONG_METHOD = plain(405, "This path takes POST only.", ("Allow", "POST"))
_WRONG_TYPE = plain(415, "Content-Type must name a form, XML or JSON, in UTF-8.")


@dataclass(frozen=True, slots=True)
class _Earlier:
    identifier: int
    received_at_utc: datetime


class Receiver:
    """Takes leads and answers them by scenario. Any number of threads may ask it at once.

    A request that is not as the documentation has it is always answered with its fault: no scenario hides one.

    Args:
        clock: The time, aware.
        new_post_id: A fresh GUID each time.
        terms: What it wants of a request beyond the documentation.
        token: The access token that it wants; None if any or none will do.
        token_rules: Whom its token server gives tokens; where that is one client alone, a lead must carry one of them.
        slow_s: Seconds that a slow answer takes.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        new_post_id: Callable[[], UUID],
        terms: Terms,
        token: str | None,
        token_rules: TokenRules = ANY_CLIENT,
        slow_s: float,
    ) -> None:
        self.scenario = Scenario.AS_DOCUMENTED
        """What is answered to a lead without a trigger. A plain attribute: setting one is atomic."""
        self._clock = clock
        self._new_post_id = new_post_id
        self._terms = terms
        self._token = token
        self._token_server = TokenServer(token_rules, clock)
        self._slow_s = slow_s
        self._lock = threading.Lock()
        self._identifiers = count(_FIRST_IDENTIFIER)
        self._received: deque[RawRequest] = deque(maxlen=_KEPT_REQUESTS)
        self._taken: deque[ReceivedLead] = deque(maxlen=_KEPT_LEADS)
        self._earlier: dict[DuplicateKey, _Earlier] = {}

    @property
    def received(self) -> tuple[RawRequest, ...]:
        """The last 1,000 requests, whatever became of them."""
        with self._lock:
            return tuple(self._received)

    @property
    def taken(self) -> tuple[ReceivedLead, ...]:
        """The last 10,000 leads that were accepted or queued, whether the answer said so or not."""
        with self._lock:
            return tuple(self._taken)

    def answer(self, request: RawRequest, origin: str) -> Reply:
        """The reply to a request.

        Args:
            request: The request, read whole.
            origin: Where this receiver is; status addresses start with it.
        """
        with self._lock:
            self._received.append(request)
        if request.path == TOKEN_PATH:
            return self._token_server.answer(request, self.scenario)
        route, encoding = ROUTES.get(request.path), encoding_of(request.header("Content-Type"))
        if route is None:
            return _UNKNOWN_PATH
        if request.method != "POST":
            return _WRONG_METHOD
        if not self._takes_token(request.header("Authorization")):
            return UNAUTHORIZED
        return _WRONG_TYPE if encoding is None else self._answer_request(request, route, encoding, origin)

    def _answer_request(self, request: RawRequest, route: Route, encoding: Encoding, origin: str) -> Reply:
        asked = Asked(route.operation, encoding, route.response, route.is_async)
        try:
            lead = read_lead(request, route, encoding, self._terms)
        except RefusedError as refused:
            return MAKERS[Shape.DOCUMENTED](Material(self._refusal(refused, asked), asked, origin))
        spec = SCENARIOS[triggered(text for _, text in lead.fields) or self.scenario]
        if spec.wants_token and not self._token_server.takes(_bearer(request.header("Authorization"))):
            return UNAUTHORIZED
        return self._answer_lead(lead, asked, route, origin, spec)

    def _takes_token(self, authorization: str) -> bool:
        """Whether an Authorization header will do.

        Any token of the one documented scheme, or the one wanted; of those that the token server gave, one that has
        not expired, and where there is one client alone none but these.
        """
        if not authorization:
            return self._token is None and not self._token_server.has_client
        token = _bearer(authorization)
        if self._token_server.has_client or self._token_server.knows(token):
            return self._token_server.takes(token)
        return bool(token) and self._token in (None, token)

    def _refusal(self, refused: RefusedError, asked: Asked) -> Decision:
        # Only the details of a LeadQueueResponse can say what was wrong.
        details = f"{refused.response_type.name}: {refused.details}" if asked.is_async else refused.details
        return Decision(str(self._new_post_id()), refused.response_type, details, queued=False)

    def _answer_lead(self, lead: ReceivedLead, asked: Asked, route: Route, origin: str, spec: ScenarioSpec) -> Reply:
        turn_away = AT_THE_DOOR.get(spec.shape)
        if turn_away is not None:
            return turn_away()
        with self._lock:
            decision = self._decide(lead, spec)
        reply = _reply(Material(decision, asked, origin), spec, route)
        return replace(reply, after_s=self._slow_s) if spec.slow else reply

    def _decide(self, lead: ReceivedLead, spec: ScenarioSpec) -> Decision:
        post_id = str(self._new_post_id())
        if lead.is_async and not spec.queues:
            return Decision(post_id, spec.response_type, "Lead could not be queued for processing", queued=False)
        response_type, details = spec.response_type, spec.details
        key, now = duplicate_key(lead), self._clock()
        earlier = self._earlier.get(key)
        if spec.knows_duplicates and earlier is not None:
            response_type, details = ResponseType.Duplicate_Lead, _duplicate_details(earlier)
        campaign = int(lead.parameters.get(Parameter.AID, self._terms.campaigns[0]))
        if response_type is not ResponseType.No_Error:
            return Decision(post_id, response_type, details, campaign=campaign)
        identifier = next(self._identifiers)
        self._taken.append(lead)
        self._earlier[key] = _Earlier(identifier, now)
        is_sold = lead.parameters.get(Parameter.NO_SELL) != "true"
        return Decision(
            post_id,
            response_type,
            details,
            lead_identifier=identifier,
            campaign=campaign,
            pending_review=spec.pending_review,
            price=_PRICE if is_sold else 0,
            redirect_url=_redirect_url(lead, spec, identifier),
            buyers=spec.buyers if is_sold else 0,
        )


def _bearer(authorization: str) -> str:
    """The token of an Authorization header; empty if it is of another scheme."""
    scheme, _, token = authorization.partition(" ")
    return token if scheme.casefold() == "bearer" else ""


def _duplicate_details(earlier: _Earlier) -> str:
    """Who and when, as the documentation writes it (line 1886)."""
    at = earlier.received_at_utc
    half = "AM" if at.hour < 12 else "PM"  # noqa: PLR2004 - noon
    time = f"{(at.hour + 11) % 12 + 1}:{at:%M:%S} {half}"
    return f"Duplicate Lead, {earlier.identifier} Last Received On: {at.month}/{at.day}/{at.year} {time} UTC"


def _redirect_url(lead: ReceivedLead, spec: ScenarioSpec, identifier: int) -> str:
    if spec.redirecting is Redirecting.BY_MODE and lead.operation is not Operation.REDIRECT:
        return ""
    return f"https://example.com/welcome?lead={identifier}"


def _reply(material: Material, spec: ScenarioSpec, route: Route) -> Reply:
    by_mode = spec.redirecting is Redirecting.BY_MODE and route.redirect is RedirectKind.AUTO
    over_http = by_mode or spec.redirecting is Redirecting.OVER_HTTP
    if over_http and material.decision.accepted and spec.shape is Shape.DOCUMENTED:
        return Reply(302, (("Location", material.decision.redirect_url),))
    return MAKERS[spec.shape](material)
