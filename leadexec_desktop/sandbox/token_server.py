"""The built-in receiver's token server: gives access tokens by client credentials, and knows those that it gave.

Not in the receiver's documentation: as public client code has it.
"""

import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from leadexec_desktop.protocol.values import Encoding
from leadexec_desktop.sandbox.reply import Reply, Wire, on_the_wire, plain
from leadexec_desktop.sandbox.requests import RawRequest
from leadexec_desktop.sandbox.routes import encoding_of
from leadexec_desktop.sandbox.scenario_spec import TokenAnswer
from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario, triggered

TOKEN_PATH = "/v1/authorization/token"  # noqa: S105 - where tokens are, not one
"""Where it is asked, by POST."""

_MOST_TOKENS = 1_000
_JSON = (("Content-Type", "application/json; charset=utf-8"),)
_PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>"
_WANTED_GRANT = "client_credentials"
_WRONG_METHOD = plain(405, "This path takes POST only.", ("Allow", "POST"))
_WRONG_TYPE = plain(415, "Content-Type must name JSON, in UTF-8.")
_STATUSES: Mapping[str, int] = MappingProxyType(
    {"invalid_request": 400, "unsupported_grant_type": 400, "invalid_client": 401}
)


@dataclass(frozen=True, slots=True)
class TokenRules:
    """Whom it gives tokens, and for how long.

    Attributes:
        client_id: The one client that there is; empty if any will do, with any secret.
        client_secret: Its secret.
        lifetime_s: Seconds for which a token is good, 0 or more.
    """

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    lifetime_s: float = 3600.0


ANY_CLIENT = TokenRules()
"""Tokens for everybody who asks as is right."""


class TokenServer:
    """Gives tokens. Any number of threads may ask it at once.

    Args:
        rules: Whom, and for how long.
        clock: The time, aware.
    """

    def __init__(self, rules: TokenRules, clock: Callable[[], datetime]) -> None:
        self._rules = rules
        self._clock = clock
        self._lock = threading.Lock()
        self._given: dict[str, datetime] = {}

    @property
    def has_client(self) -> bool:
        """Whether there is one client alone, so that leads must carry a token of its."""
        return bool(self._rules.client_id)

    def knows(self, token: str) -> bool:
        """Whether it gave that token, however long ago."""
        with self._lock:
            return token in self._given

    def takes(self, token: str) -> bool:
        """Whether it gave that token, and it has not expired."""
        with self._lock:
            until = self._given.get(token)
        return until is not None and self._clock() < until

    def answer(self, request: RawRequest, scenario: Scenario) -> Reply:
        """The reply to what asks for a token.

        Args:
            request: What asks.
            scenario: What is answered, where the client ID is no trigger.
        """
        if request.method != "POST":
            return _WRONG_METHOD
        if encoding_of(request.header("Content-Type")) is not Encoding.JSON:
            return _WRONG_TYPE
        # In a URL they would stand in logs.
        asked = {} if request.query else _texts_of(request.body)
        error = self._error(asked)
        if error:
            return _refusal(_STATUSES[error], error)
        spec = SCENARIOS[triggered([asked["client_id"]]) or scenario]
        return self._give() if spec.token is TokenAnswer.GIVEN else _OTHERWISE[spec.token]

    def _error(self, asked: Mapping[str, str]) -> str:
        """What is wrong with what was asked, in the words of RFC 6749, 5.2; empty if nothing."""
        if not {"client_id", "client_secret", "grant_type"} <= asked.keys():
            return "invalid_request"
        if asked["grant_type"] != _WANTED_GRANT:
            return "unsupported_grant_type"
        client = (self._rules.client_id, self._rules.client_secret)
        if self.has_client and (asked["client_id"], asked["client_secret"]) != client:
            return "invalid_client"
        return ""

    def _give(self) -> Reply:
        token = secrets.token_urlsafe(24)
        lifetime_s = self._rules.lifetime_s
        with self._lock:
            self._given[token] = self._clock() + timedelta(seconds=lifetime_s)
            while len(self._given) > _MOST_TOKENS:
                del self._given[next(iter(self._given))]
        told = int(lifetime_s) if lifetime_s == int(lifetime_s) else lifetime_s
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": told, "error": ""}
        return Reply(200, _JSON, json.dumps(answer).encode())


def _texts_of(body: bytes) -> dict[str, str]:
    """The texts that a JSON object holds; none if the body is no such object."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    parts = found.items() if isinstance(found, dict) else ()
    return {name: value for name, value in parts if isinstance(value, str)}


def _refusal(status: int, error: str) -> Reply:
    answer = {"access_token": "", "token_type": "", "expires_in": 0, "error": error}
    return Reply(status, _JSON, json.dumps(answer).encode())


_OTHERWISE: Mapping[TokenAnswer, Reply] = MappingProxyType(
    {
        TokenAnswer.REFUSED_401: _refusal(401, "invalid_client"),
        TokenAnswer.REFUSED_200: _refusal(200, "invalid_client"),
        TokenAnswer.UNREADABLE: Reply(200, (("Content-Type", "text/html; charset=utf-8"),), _PAGE.encode()),
        TokenAnswer.DROPPED: on_the_wire(Wire()),
    }
)
"""What is answered in a token's place."""
