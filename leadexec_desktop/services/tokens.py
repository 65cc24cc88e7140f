"""Access tokens by client credentials: fetched once for all who wait, kept in memory, renewed before they expire."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from urllib.parse import urlsplit

from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.token import TokenAnswerError, decode_token, token_request
from leadexec_desktop.protocol.values import DEFAULT_TOKEN_URL
from leadexec_desktop.services.line import Line
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.clock import now_s
from leadexec_desktop.transport.errors import NOTHING_SENT, NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest

RENEWED_BEFORE_S = 60.0
"""A token is fetched anew so long before it expires; one that is good for less than twice that, after half its time."""

_FETCH_LIMIT_S = 600.0
"""Nobody waits for longer: each of those who wait has a limit of its own, and the last to give up ends the fetch."""
_LOOK_S = 1.0
"""How often the clock is looked at: it goes on while the computer sleeps, and a wait does not."""
_CLOSE_S = 5.0

_CANCELLED = "It was cancelled before it left. Nothing was sent."
_CLOSING = "The program is closing. Nothing was sent. Send it again when the program runs."
_MISTAKE = "The program made a mistake while it fetched the access token. Nothing was sent. Its log says where."


class NoTokenError(Exception):
    """There is no token: the request that needs it was not sent.

    Attributes:
        reason: Why, that nothing was sent, and what to do next; for a person, without anything secret.
        cancelled: A person stopped it.
    """

    def __init__(self, reason: str, *, cancelled: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cancelled = cancelled


@dataclass(frozen=True, slots=True)
class TokenNews:
    """What became of a fetch.

    Attributes:
        destination: Whose token it was.
        problem: Why the token server gave none, and what to do; empty where it gave one.
    """

    destination: Destination
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Key:
    """Whose token. With another secret it is another client: a secret that was replaced counts at once."""

    profile_id: str
    url: str
    client_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Kept:
    token: str = field(repr=False)
    renew_at_s: float


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a fetch gave no token; `is_answer` where that is what the token server says."""

    reason: str
    is_answer: bool = False


@dataclass(slots=True, eq=False)
class _Fetch:
    """One fetch and those who wait for it; guarded by the lock of `Tokens`."""

    switch: CancelSwitch = field(default_factory=CancelSwitch)
    waiting: list[Event] = field(default_factory=list)
    result: str | _Failure | None = field(default=None, repr=False)


class Tokens:
    """Gives access tokens; may be called from any thread.

    A fetch has a thread of its own: whoever waits for it may be cancelled or run out of time, and the others go on
    waiting. A fetch that failed is told to all that waited for it, and not remembered.

    Args:
        line: What carries the bytes.
        clock_s: Gives seconds that only rise, the computer's sleep included.
    """

    def __init__(self, line: Line, *, clock_s: Callable[[], float] = now_s) -> None:
        self._line = line
        self._clock_s = clock_s
        self._lock = Lock()
        self._kept: dict[_Key, _Kept] = {}
        self._fetches: dict[_Key, _Fetch] = {}
        self._threads: list[Thread] = []
        self._tell: Callable[[TokenNews], None] = lambda _news: None
        self._closed = False

    def report_to(self, tell: Callable[[TokenNews], None]) -> None:
        """Has somebody told of each fetch that the token server answered, on the fetch's thread."""
        self._tell = tell

    def token(self, destination: Destination, client_secret: str, *, timeout_s: float, cancel: CancelSwitch) -> str:
        """A token that is good for a minute or more, if the token server gives such.

        Args:
            destination: Whose, and where it is fetched.
            client_secret: What it is fetched with.
            timeout_s: Seconds to wait for it.
            cancel: Stops the waiting; it stops the fetch if nobody else waits for that.

        Raises:
            NoTokenError: There is none.
        """
        url = destination.token_url or DEFAULT_TOKEN_URL
        key = _Key(destination.profile_id, url, destination.client_id, client_secret)
        if cancel.cancelled:
            raise NoTokenError(_CANCELLED, cancelled=True)
        woken = Event()
        with self._lock:
            if self._closed:
                raise NoTokenError(_CLOSING)
            kept = self._kept.get(key)
            if kept is not None and self._clock_s() < kept.renew_at_s:
                return kept.token
            fetch = self._fetches.get(key) or self._begin(key, destination)
            fetch.waiting.append(woken)
        try:
            with cancel.told(woken.set):
                self._wait(woken, timeout_s)
        finally:
            result = self._leave(key, fetch, woken)
        return _settled(result, cancel, url, timeout_s)

    def distrust(self, destination: Destination, token: str) -> None:
        """Throws a token away that the receiver did not take; one that was fetched since stays."""
        with self._lock:
            for key in [key for key, kept in self._kept.items() if kept.token == token]:
                if key.profile_id == destination.profile_id:
                    del self._kept[key]

    def close(self) -> None:
        """Ends what is being fetched and forgets all tokens. After it there are none. Twice is once."""
        with self._lock:
            self._closed = True
            self._kept.clear()
            switches = [fetch.switch for fetch in self._fetches.values()]
            threads = tuple(self._threads)
        for switch in switches:
            switch.cancel()
        for thread in threads:
            thread.join(_CLOSE_S)

    # ------------------------------------------------------------------ waiting

    def _wait(self, woken: Event, timeout_s: float) -> None:
        left_s, until_s = timeout_s, self._clock_s() + timeout_s
        while left_s > 0 and not woken.wait(min(left_s, _LOOK_S)):
            left_s = until_s - self._clock_s()

    def _leave(self, key: _Key, fetch: _Fetch, woken: Event) -> str | _Failure | None:
        """What a fetch has given so far; who leaves it last without that ends it."""
        with self._lock:
            fetch.waiting.remove(woken)
            is_abandoned = fetch.result is None and not fetch.waiting
            if is_abandoned and self._fetches.get(key) is fetch:
                del self._fetches[key]  # nobody may come to wait for it any more
            result = fetch.result
        if is_abandoned:
            fetch.switch.cancel()
        return result

    # ------------------------------------------------------------------ fetching

    def _begin(self, key: _Key, destination: Destination) -> _Fetch:
        fetch = _Fetch()
        thread = Thread(target=self._run, args=(key, destination, fetch), name="token fetch", daemon=True)
        thread.start()  # first: nobody shall wait for one that could not be started
        self._threads = [own for own in self._threads if own.is_alive()] + [thread]
        self._fetches[key] = fetch
        return fetch

    def _run(self, key: _Key, destination: Destination, fetch: _Fetch) -> None:
        result: str | _Failure = _Failure(_MISTAKE)
        kept: _Kept | None = None
        try:
            kept = self._ask(key, fetch.switch)
            result = kept.token
        except TokenAnswerError as error:
            result = _Failure(f"{error.cause} {NOTHING_SENT} {error.next_step}", is_answer=True)
        except NotSentError as error:
            result = _Failure(f"No access token could be fetched. {error.reason}")
        except NoAnswerError as error:
            result = _Failure(f"No access token could be fetched. {error.cause} {NOTHING_SENT} Try again later.")
        finally:
            # Whatever happens here is told to all who wait: none of them may wait for ever.
            self._end(key, fetch, result, kept)
        if kept is not None or (isinstance(result, _Failure) and result.is_answer):
            self._tell(TokenNews(destination, result.reason if isinstance(result, _Failure) else ""))

    def _ask(self, key: _Key, switch: CancelSwitch) -> _Kept:
        asked = token_request(key.client_id, key.secret)
        began_s = self._clock_s()
        outgoing = OutgoingRequest("POST", key.url, asked.headers, asked.body)
        answer = self._line.send(outgoing, timeout_s=_FETCH_LIMIT_S, cancel=switch)
        token = decode_token(answer, key.secret)
        margin_s = min(RENEWED_BEFORE_S, token.lifetime_s / 2)
        return _Kept(token.value, began_s + token.lifetime_s - margin_s)

    def _end(self, key: _Key, fetch: _Fetch, result: str | _Failure, kept: _Kept | None) -> None:
        with self._lock:
            fetch.result = _Failure(_CLOSING) if self._closed and kept is None else result
            is_wanted = self._fetches.get(key) is fetch  # else a newer one may have given its token already
            if is_wanted:
                del self._fetches[key]
            if kept is not None and is_wanted and not self._closed:
                for older in [own for own in self._kept if own.profile_id == key.profile_id]:
                    del self._kept[older]
                self._kept[key] = kept
            waiting = tuple(fetch.waiting)
        for woken in waiting:
            woken.set()


def _settled(result: str | _Failure | None, cancel: CancelSwitch, url: str, timeout_s: float) -> str:
    """The token that a wait came to.

    Raises:
        NoTokenError: It came to none.
    """
    if isinstance(result, str):
        return result
    if cancel.cancelled:
        raise NoTokenError(_CANCELLED, cancelled=True)
    if result is not None:
        raise NoTokenError(result.reason)
    raise NoTokenError(
        f"The token server {_host(url)} gave no access token within {timeout_s:g} s. {NOTHING_SENT} "
        "Check the network connection, or try again later."
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # brackets that do not close
        return ""
