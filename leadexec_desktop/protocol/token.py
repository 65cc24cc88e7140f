"""Access tokens by client credentials: what asks the token server for one, and what its answer says.

Not in the receiver's documentation: found in public pages of the platform and in public client code.
"""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from types import MappingProxyType
from urllib.parse import quote, quote_plus

from leadexec_desktop.protocol.answer_tree import Node, Object, UndecodableError, tree_of
from leadexec_desktop.protocol.body_text import text_of
from leadexec_desktop.protocol.wire import Answer

LONGEST_LIFETIME_S = 86_400.0
"""A token that is said to be good for longer than a day is fetched anew after one."""
UNKNOWN_LIFETIME_S = 300.0
"""How long a token is taken to be good whose answer does not say it in a way that can be read."""

_HEADERS = (("Content-Type", "application/json"), ("Accept", "application/json"))
_LONGEST_BODY = 65_536
_LONGEST_TOKEN = 16_384
_LONGEST_NUMBER = 40
_LONGEST_WORDS = 200
_TOKEN = re.compile(r"[\x21-\x7e]+")
"""What a header can carry."""


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What goes to the token server. It holds the client secret, so its text does not show the body."""

    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token, and for how many seconds it is good from the moment it was asked for; 0 for this once."""

    value: str = field(repr=False)
    lifetime_s: float


class TokenAnswerError(ValueError):
    """The token server gave no token. Its text has nothing secret in it.

    Attributes:
        cause: What the token server did, for a person.
        next_step: What a person can do.
    """

    def __init__(self, cause: str, next_step: str) -> None:
        super().__init__(f"{cause} {next_step}")
        self.cause = cause
        self.next_step = next_step


class TokenRefusedError(TokenAnswerError):
    """It does not know the client, or does not let it in."""


class UnusableTokenError(TokenAnswerError):
    """It answered something from which no token can be had."""


def token_request(client_id: str, client_secret: str) -> TokenRequest:
    """What asks for a token."""
    asked = {"client_id": client_id, "client_secret": client_secret, "grant_type": "client_credentials"}
    return TokenRequest(_HEADERS, json.dumps(asked).encode())


def decode_token(answer: Answer, client_secret: str) -> AccessToken:
    """The token in an answer. Total: whatever the bytes, there is a token or one of the errors.

    Args:
        answer: What came.
        client_secret: What was sent: a server that repeats it does not get it shown.

    Raises:
        TokenRefusedError: The status is 400, 401 or 403; or it is 2xx, and there is an `error` or an empty token.
        UnusableTokenError: It is no such answer.
    """
    found = _object_in(answer)
    error = None if found is None else found.get("error")
    words = _shown(error, client_secret)
    if answer.status in _REFUSALS or (answer.status in _GOOD and error not in _NO_ERROR):
        raise TokenRefusedError(_refused(answer.status, words), _CHECK_CLIENT)
    if answer.status not in _GOOD:
        raise UnusableTokenError(*_unusable(answer.status, words))
    if found is None:
        raise UnusableTokenError(_UNREADABLE, _CHECK_URL)
    token = found.get("access_token")
    if found.has("access_token") and token in (None, ""):
        raise TokenRefusedError(_EMPTY.format(answer.status), _CHECK_CLIENT)
    if not isinstance(token, str) or len(token) > _LONGEST_TOKEN or not _TOKEN.fullmatch(token):
        raise UnusableTokenError(_UNREADABLE, _CHECK_URL)
    if not _is_bearer(found.get("token_type")):
        raise UnusableTokenError(_OTHER_KIND, _CHECK_URL)
    return AccessToken(token, _lifetime_s(found.get("expires_in")))


_GOOD = range(200, 300)
_REFUSALS = frozenset({400, 401, 403})
_NO_ERROR = (None, "", False)


def _object_in(answer: Answer) -> Object | None:
    """The JSON object that a body holds; None if it holds none, or not all of one."""
    if not answer.complete or len(answer.body) > _LONGEST_BODY:
        return None
    text, _ = text_of(answer.body, answer.header("Content-Type"))
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return None
    try:
        root = tree_of(text, is_whole=False).root
    except UndecodableError:
        return None
    return root if isinstance(root, Object) else None


def _shown(error: Node, client_secret: str) -> str:
    """What the server says is wrong, as one short line; empty if it says nothing that may be shown."""
    if not isinstance(error, str) or any(form.casefold() in error.casefold() for form in _forms(client_secret)):
        return ""
    shown = "".join(character if character.isprintable() else " " for character in error[: 4 * _LONGEST_WORDS])
    line = " ".join(shown.split())
    return line if len(line) <= _LONGEST_WORDS else f"{line[:_LONGEST_WORDS]}…"


def _forms(secret: str) -> set[str]:
    """A secret as a server might repeat it."""
    data = secret.encode(errors="replace")
    return {secret, quote(data), quote_plus(data), b64encode(data).decode(), json.dumps(secret)[1:-1]} - {""}


def _is_bearer(kind: Node) -> bool:
    return kind in (None, "") or (isinstance(kind, str) and kind.strip().casefold() == "bearer")


def _lifetime_s(told: Node) -> float:
    """Seconds from 0 to `LONGEST_LIFETIME_S`."""
    if isinstance(told, bool) or told is None or isinstance(told, Object | list):
        return UNKNOWN_LIFETIME_S
    if isinstance(told, str) and len(told) > _LONGEST_NUMBER:
        return UNKNOWN_LIFETIME_S
    try:
        seconds = float(told)
    except (ValueError, OverflowError):  # the latter for a whole number that no float holds
        return UNKNOWN_LIFETIME_S
    if not isfinite(seconds):
        return UNKNOWN_LIFETIME_S
    return min(max(seconds, 0.0), LONGEST_LIFETIME_S)


# ------------------------------------------------------------------ in words
_CHECK_CLIENT = (
    "Check the client secret in Credentials, and the client ID and the token URL in the profile; then send it again."
)
_CHECK_URL = "Have the profile's token URL checked."
_LATER = "Try again later."
_EMPTY = "The token server refused the client ID or the client secret (HTTP {}: an empty token)."
_UNREADABLE = "The token server's answer holds no token that can be used."
_OTHER_KIND = "The token server gave a token of another kind than Bearer, which this program cannot send."

_STATUSES: tuple[tuple[Callable[[int], bool], str, str], ...] = (
    (lambda status: status in range(300, 400), "names another address, where nothing is sent.", _CHECK_URL),
    (lambda status: status in (404, 405), "knows no such address.", _CHECK_URL),
    (lambda status: status == 429, "has had too many requests.", _LATER),  # noqa: PLR2004 - Too Many Requests
    (lambda status: status in range(500, 600), "has failed.", _LATER),
    (lambda _: True, "gave no token.", _CHECK_URL),
)
"""What an answer's status means where it brings no token, and what to do; the first row that fits counts."""


def _unusable(status: int, words: str) -> tuple[str, str]:
    said, then = next((words, then) for fits, words, then in _STATUSES if fits(status))
    return f"The token server (HTTP {_quoted(status, words)}) {said}", then


def _quoted(status: int, words: str) -> str:
    return f"{status}: “{words}”" if words else str(status)


_OAUTH: Mapping[str, str] = MappingProxyType(
    {
        "invalid_client": "it does not know this client ID with this secret",
        "unauthorized_client": "this client may not fetch a token so",
        "invalid_scope": "it does not give this client what it wants",
    }
)
"""What the words of RFC 6749, 5.2 mean for a person."""


def _refused(status: int, words: str) -> str:
    meaning = f": {_OAUTH[words]}" if words in _OAUTH else ""
    return f"The token server refused the client ID or the client secret (HTTP {_quoted(status, words)}){meaning}."
