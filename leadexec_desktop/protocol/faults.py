"""What an answer means that is none of the documented ones: turned away at the door, or not to be read."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from leadexec_desktop.protocol.body_text import text_of
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.protocol.wire import Answer

REFUSALS: Mapping[int, str] = MappingProxyType(
    {
        400: "The receiver could not make sense of the request. Have the profile's ids and encoding checked.",
        401: (
            "The receiver did not take the password or token. Correct it in Credentials before you send again: "
            "with a bad token the platform may keep the lead where nobody sees it."
        ),
        403: (
            "The receiver does not let this account do that. The operation may need approval by the platform, "
            "or the lead source may be limited to other IP addresses than yours: ask your account manager."
        ),
        404: "There is no receiver at this address. Have the profile's endpoint and its path checked.",
        405: "The receiver does not take this kind of request at this address. Have the profile's endpoint checked.",
        413: "The receiver finds the request too large. Shorten the long texts and send again.",
        415: "The receiver does not take this encoding. Choose another one and send again.",
        429: "The receiver has had too many requests. Wait a while, then send again.",
    }
)
"""Cause and next step for the HTTP statuses that turn a request away at the door."""

UNAUTHORIZED_AS_FETCHED = (
    "The receiver did not take the access token, or the password. The token was thrown away: the next send fetches a "
    "new one. This lead is not sent again by itself. Before you send it again, ask your account manager: with a bad "
    "token the platform may keep the lead where nobody sees it."
)
"""Cause and next step for a 401, where the program had fetched the token itself."""
UNAUTHORIZED_QUESTION = "The receiver did not take the password or token. Correct it in Credentials, and try again."
UNAUTHORIZED_QUESTION_AS_FETCHED = (
    "The receiver did not take the access token, or the password. The token was thrown away: try again, and a new one "
    "is fetched."
)
"""The same where no lead was to be created."""
NO_SIGN_IN = (
    "The receiver wants to know who asks, but a status request carries no password and no token. Ask your account "
    "manager what became of the lead."
)
"""Cause and next step for a 401 that answers a status request (documentation lines 89-96 list neither)."""
_UNAUTHORIZED = 401
_CREATES_NO_LEAD = frozenset({Operation.PING, Operation.DUPLICATE, Operation.UPDATE})

_LONGEST_WAIT_S = 86_400
"""A receiver that wants to be left alone for longer than a day does not mean it."""
_LONGEST_HTTP_DATE = 40
_IN_SECONDS_UP_TO = 120
_IN_MINUTES_UP_TO = 7_200


def why_refused(answer: Answer, operation: Operation, *, fetched_token: bool = False) -> tuple[str, str]:
    """Cause and next step for an answer with one of those statuses, and the same in short.

    Args:
        answer: What came.
        operation: What was asked.
        fetched_token: The request carried a token that the program had fetched itself.
    """
    sentence, reason = REFUSALS[answer.status], f"HTTP {answer.status}"
    if answer.status == _UNAUTHORIZED:
        sentence = _unauthorized(operation, fetched_token=fetched_token)
    wait_s = wait_asked_for_s(answer)
    if wait_s:
        wait = _duration(wait_s)
        sentence, reason = f"{sentence} It asks you to wait {wait}.", f"{reason}: try again after {wait}"
    return sentence, reason


def _unauthorized(operation: Operation, *, fetched_token: bool) -> str:
    if operation is Operation.STATUS:
        return NO_SIGN_IN
    if operation in _CREATES_NO_LEAD:  # nor is there one that the platform could keep where nobody sees it
        return UNAUTHORIZED_QUESTION_AS_FETCHED if fetched_token else UNAUTHORIZED_QUESTION
    return UNAUTHORIZED_AS_FETCHED if fetched_token else REFUSALS[_UNAUTHORIZED]


def wait_asked_for_s(answer: Answer) -> int:
    """The seconds after which the receiver wants to be asked again, a day at most; 0 if it names none such."""
    wait_s = _retry_after_s(answer)
    return wait_s if 0 < wait_s <= _LONGEST_WAIT_S else 0


def _retry_after_s(answer: Answer) -> int:
    text = answer.header("Retry-After").strip()
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= len(str(_LONGEST_WAIT_S)) else 0
    # Counted from the receiver's own clock: this computer's may be wrong, and history may be read much later.
    until, now = _http_date(text), _http_date(answer.header("Date"))
    return 0 if until is None or now is None else int((until - now).total_seconds())


def _http_date(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - needed once in a blue moon

    try:
        at = parsedate_to_datetime(text[:_LONGEST_HTTP_DATE])
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):  # it promises the first alone
        return None


def _duration(seconds: int) -> str:
    if seconds <= _IN_SECONDS_UP_TO:
        return f"{seconds} s"
    return f"{-(-seconds // 60)} min" if seconds <= _IN_MINUTES_UP_TO else f"{-(-seconds // 3600)} h"


# ------------------------------------------------------------------ unreadable
_PAGE_BEGINS_WITHIN = 2_000
"""Bytes in which a web page says that it is one."""
_SERVER_ERRORS = range(500, 600)


def _is_web_page(answer: Answer) -> bool:
    begin = text_of(answer.body[:_PAGE_BEGINS_WITHIN], answer.header("Content-Type"))[0].casefold()
    return "<!doctype html" in begin or "<html" in begin


_UNREADABLE: tuple[tuple[Callable[[Answer], bool], str], ...] = (
    (
        lambda answer: _is_web_page(answer) and answer.status in _SERVER_ERRORS,
        "An error page came in place of an answer: the receiver, or a proxy on the way to it, has failed.",
    ),
    (
        _is_web_page,
        (
            "A web page came in place of an answer: perhaps a sign-in page of this network, or a proxy's page. "
            "Open any site in a browser, and sign in if you are asked to."
        ),
    ),
    (
        lambda answer: bool(answer.cut_off),
        "The receiver has the request, but its answer did not come whole and cannot be read.",
    ),
    (
        lambda answer: not answer.body.strip(),
        "The receiver has the request, but its answer is empty.",
    ),
    (
        lambda _: True,
        "The receiver has the request, but its answer cannot be read: it is none that is documented.",
    ),
)
"""What an answer that nobody can read looks like, and what that means; the first row that fits counts."""


_ELSEWHERE = "The receiver has the request, but names another address in place of an answer; nothing was sent there."


def why_unreadable(answer: Answer, *, is_redirect: bool) -> str:
    """The cause of an answer that is none of the documented ones.

    Args:
        answer: What came.
        is_redirect: It names another address.
    """
    return _ELSEWHERE if is_redirect else next(sentence for fits, sentence in _UNREADABLE if fits(answer))
