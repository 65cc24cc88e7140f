"""The built-in receiver without its server: a request in, a reply out, and what it remembers of them."""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from leadexec_desktop.protocol.values import SUBMIT_MODES, Encoding, Operation, RedirectKind, ResponseFormat
from leadexec_desktop.sandbox.checking import Terms
from leadexec_desktop.sandbox.deciding import DECIDERS, Case
from leadexec_desktop.sandbox.ledger import Ledger
from leadexec_desktop.sandbox.life import UNHURRIED, Pace, life_of, status_at
from leadexec_desktop.sandbox.reading import RefusedError
from leadexec_desktop.sandbox.reply import UNAUTHORIZED, Reply, plain
from leadexec_desktop.sandbox.requests import RawRequest, ReceivedLead, read_lead
from leadexec_desktop.sandbox.routes import Route, encoding_of, response_of, route_of
from leadexec_desktop.sandbox.scenario_spec import Redirecting, ScenarioSpec, Shape
from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario, triggered
from leadexec_desktop.sandbox.shapes import AT_THE_DOOR, MAKERS, Material
from leadexec_desktop.sandbox.token_server import ANY_CLIENT, TOKEN_PATH, TokenRules, TokenServer
from leadexec_desktop.sandbox.verdicts import Asked, Decision, PingVerdict

_UNKNOWN_PATH = plain(404, "The receiver knows no such path.")
_UNKNOWN_LEAD = plain(404, "The receiver knows no such PostID.")
_NOTHING_BUT_A_PATH = plain(400, "A status request holds nothing but its path.")
_WRONG_METHOD: Mapping[str, Reply] = MappingProxyType(
    {method: plain(405, f"This path takes {method} only.", ("Allow", method)) for method in ("GET", "POST")}
)
_WRONG_TYPE = plain(415, "Content-Type must name a form, XML or JSON, in UTF-8.")


class Receiver:
    """Takes leads and what is asked about them, and answers by scenario. Any number of threads may ask it at once.

    A request that is not as the documentation has it is always answered with its fault: no scenario hides one.

    Args:
        clock: The time, aware.
        new_post_id: A fresh GUID each time.
        terms: What it wants of a request beyond the documentation.
        token: The access token that it wants; None if any or none will do.
        token_rules: Whom its token server gives tokens; where that is one client alone, a lead must carry one of them.
        slow_s: Seconds that a slow answer takes.
        pace: How long everything takes that comes after the answer.
        kept_requests: How many requests it keeps.
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
        pace: Pace = UNHURRIED,
        kept_requests: int = 1_000,
    ) -> None:
        self.scenario = Scenario.AS_DOCUMENTED
        """What is answered to a request without a trigger. A plain attribute: setting one is atomic."""
        self._clock = clock
        self._new_post_id = new_post_id
        self._terms = terms
        self._token = token
        self._token_server = TokenServer(token_rules, clock)
        self._slow_s = slow_s
        self._pace = pace
        self._lock = threading.Lock()
        self._received: deque[RawRequest] = deque(maxlen=kept_requests)
        self._ledger = Ledger()

    @property
    def received(self) -> tuple[RawRequest, ...]:
        """The last requests, whatever became of them."""
        with self._lock:
            return tuple(self._received)

    @property
    def taken(self) -> tuple[ReceivedLead, ...]:
        """The last 10,000 leads that were accepted or queued, whether the answer said so or not, as they are now."""
        with self._lock:
            return self._ledger.taken

    @property
    def updates(self) -> tuple[ReceivedLead, ...]:
        """The last 10,000 updates that were carried out, whether the answer said so or not."""
        with self._lock:
            return self._ledger.updates

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
        route = route_of(request.path)
        if route is None:
            return _UNKNOWN_PATH
        if request.method != route.method:
            return _WRONG_METHOD[route.method]
        if route.operation is Operation.STATUS:
            return self._answer_status(request, origin)
        encoding = encoding_of(request.header("Content-Type"))
        if not self._takes_token(request.header("Authorization")):
            return UNAUTHORIZED
        return _WRONG_TYPE if encoding is None else self._answer_request(request, route, encoding, origin)

    # -------------------------------------------------------------- how a lead fares
    def _answer_status(self, request: RawRequest, origin: str) -> Reply:
        """The documentation lists no token for it (lines 92-96): none is wanted, and none is looked at."""
        if request.query or request.body:
            return _NOTHING_BUT_A_PATH
        spec = SCENARIOS[self.scenario]
        turn_away = AT_THE_DOOR.get(spec.shape)
        if turn_away is not None:
            return turn_away()
        post_id = request.path.rpartition("/")[2]
        with self._lock:
            life = self._ledger.life_of(post_id)
        if life is None:
            return _UNKNOWN_LEAD
        asked = Asked(Operation.STATUS, None, ResponseFormat.JSON, is_async=False)
        reply = MAKERS[spec.shape](Material(status_at(life, post_id, self._clock()), asked, origin))
        return self._in_time(reply, spec)

    def _in_time(self, reply: Reply, spec: ScenarioSpec) -> Reply:
        return replace(reply, after_s=self._slow_s) if spec.slow else reply

    # -------------------------------------------------------------- what has a body
    def _answer_request(self, request: RawRequest, route: Route, encoding: Encoding, origin: str) -> Reply:
        response = route.response or response_of(request.header("Accept"))
        asked = Asked(route.operation, encoding, response, route.is_async)
        try:
            lead = read_lead(request, route, encoding, response, self._terms)
        except RefusedError as refused:
            return self._refuse(refused, asked, origin)
        spec = SCENARIOS[triggered(text for _, text in lead.fields) or self.scenario]
        if spec.wants_token and not self._token_server.takes(_bearer(request.header("Authorization"))):
            return UNAUTHORIZED
        turn_away = AT_THE_DOOR.get(spec.shape)
        if turn_away is not None:
            return turn_away()
        with self._lock:
            case = Case(lead, spec, self._clock(), self._new_post_id, self._ledger, self._terms, self._pace)
            verdict = DECIDERS[lead.operation](case)
        return self._in_time(_reply(Material(verdict, asked, origin), spec, route), spec)

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

    def _refuse(self, refused: RefusedError, asked: Asked, origin: str) -> Reply:
        """How a fault is answered (the documentation does not say): where a response type has its place, by that."""
        told = f"{refused.response_type.name}: {refused.details}"
        if asked.operation is Operation.DUPLICATE:
            # An answer that says "no duplicate" would be one.
            return plain(400, told)
        post_id = str(self._new_post_id())
        if asked.operation is Operation.PING and not asked.is_async:
            verdict = PingVerdict(will_accept=False, request_id=post_id, response=told)
            return MAKERS[Shape.DOCUMENTED](Material(verdict, asked, origin))
        details = told if asked.is_async else refused.details
        decision = Decision(post_id, refused.response_type, details, queued=False)
        if asked.operation in SUBMIT_MODES:
            spec = SCENARIOS[Scenario.AS_DOCUMENTED]
            with self._lock:
                self._ledger.keep_life(post_id, life_of(decision, spec, self._clock(), self._pace, is_async=False))
        return MAKERS[Shape.DOCUMENTED](Material(decision, asked, origin))


def _bearer(authorization: str) -> str:
    """The token of an Authorization header; empty if it is of another scheme."""
    scheme, _, token = authorization.partition(" ")
    return token if scheme.casefold() == "bearer" else ""


def _reply(material: Material, spec: ScenarioSpec, route: Route) -> Reply:
    by_mode = spec.redirecting is Redirecting.BY_MODE and route.redirect is RedirectKind.AUTO
    over_http = by_mode or spec.redirecting is Redirecting.OVER_HTTP
    address = material.verdict.redirect_url if isinstance(material.verdict, Decision) else ""
    if over_http and address and spec.shape is Shape.DOCUMENTED:
        return Reply(302, (("Location", address),))
    return MAKERS[spec.shape](material)
