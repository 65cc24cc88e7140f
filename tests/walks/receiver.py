"""A receiver on loopback that shares no code with the program: it keeps each request's bytes, and answers by a script.

Not the built-in receiver on purpose: what goes out is judged by something that knows nothing of how it was made.
"""

import json
import queue
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import MappingProxyType

PATIENCE_S = 60.0
"""How long a request is waited for, and a client that says nothing."""


@dataclass(frozen=True)
class Received:
    """One request, as it came."""

    raw: bytes

    @property
    def head(self) -> list[str]:
        """Request line and headers, a line each."""
        return self.raw.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")

    @property
    def body(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[2]

    @property
    def target(self) -> str:
        """The second word of the request line."""
        return self.head[0].split(" ")[1]

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Name in lower case and value of each header, in order."""
        split = (line.partition(":") for line in self.head[1:])
        return [(name.lower(), value.strip()) for name, _, value in split]

    def header(self, name: str) -> str:
        """The one header of that name; empty if there is none."""
        found = [value for own, value in self.headers if own == name.lower()]
        assert len(found) <= 1, f"{name} came {len(found)} times"
        return found[0] if found else ""


Script = Callable[[Received], bytes | None]
"""The answer's bytes; None breaks the connection off without one."""


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class Receiver:
    """Listens until it is closed.

    Args:
        script: What answers at first.

    Attributes:
        script: What answers; may be changed at any time.
        requests: All that came, in order.
        surplus: What came on a connection after its request.
        sets_questions_apart: Queued leads are asked for by themselves, at any moment: these requests are kept in
            `questions`, and answered that nothing is known yet.
        questions: Those that were set apart.
    """

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Received] = []
        self.surplus = b""
        self.sets_questions_apart = False
        self.questions: list[Received] = []
        self._new: queue.Queue[Received] = queue.Queue()
        self.port = 0
        self.listen()
        self.url = f"http://127.0.0.1:{self.port}"

    def listen(self) -> None:
        """Listens, on the same port as before."""
        receiver = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                receiver._serve(self)

        self._server = _Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=lambda: self._server.serve_forever(poll_interval=0.02), daemon=True)
        self._thread.start()

    def take(self) -> Received:
        """The next request, waited for."""
        return self._new.get(timeout=PATIENCE_S)

    def _serve(self, handler: socketserver.BaseRequestHandler) -> None:
        connection = handler.request
        connection.settimeout(PATIENCE_S)
        raw = b""
        with suppress(OSError):
            while not _is_whole(raw):
                more = connection.recv(65536)
                if not more:
                    return
                raw += more
            received = Received(raw)
            if self.sets_questions_apart and received.target.startswith("/information/"):
                self.questions.append(received)
                connection.sendall(answer("", "404 Not Found"))
                return
            self.requests.append(received)
            self._new.put(received)
            reply = self.script(received)
            if reply is not None:
                connection.sendall(reply)
                while surplus := connection.recv(65536):
                    self.surplus += surplus

    def begin_anew(self, script: Script) -> None:
        """Answers like that from here on, and forgets what came before."""
        self.script = script
        self.surplus = b""
        while not self._new.empty():
            self._new.get()

    def nothing_more(self) -> bool:
        """Whether all that came was taken, and nothing stood behind a request."""
        return self._new.empty() and not self.surplus

    def close(self) -> None:
        """Listens no more: whoever calls is refused."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE_S)


@contextmanager
def receiving(script: Script) -> Iterator[Receiver]:
    """A receiver for the length of a block."""
    receiver = Receiver(script)
    try:
        yield receiver
    finally:
        receiver.close()


def _is_whole(raw: bytes) -> bool:
    head, end, body = raw.partition(b"\r\n\r\n")
    lengths = [line.partition(b":")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return bool(end) and len(body) >= (int(lengths[0]) if lengths else 0)


def answer(body: str, status: str = "200 OK", content_type: str = "application/json", *headers: str) -> bytes:
    """An HTTP answer that ends its connection."""
    data = body.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(data)}"]
    return "\r\n".join([*lines, *headers, "Connection: close", "", ""]).encode() + data


# ------------------------------------------------------------------ what the documentation's samples answer

POST_ID = "f5666260-1c2c-4bd5-9611-bb1387ca2397"
LEAD_ID = "999999999"
STATUS_URL = f"https://leads.leadexec.net/information/queuestatus/{POST_ID}"
REDIRECT_URL = "https://example.com/thanks?lead=999999999&from=walk"

SENDS = (("1234", "Demo Company", "yes", "25.00", ""), ("5679", "Acme & Söhne <Ltd>", "no", "0.00", REDIRECT_URL))
"""The cells that the Sends below must make, column by column of the screen."""
CLIENT_INFOS = (
    ("7025551212", "John Smith", "Demo Company", "1234"),
    ("6025551212", "Bob McCarthy", "Acme & Söhne <Ltd>", "5679"),
)

_POSTED: dict[str, object] = {
    "PostID": POST_ID,
    "isValidPost": True,
    "ResponseType": "No_Error",
    "ResponseDetails": "Lead was accepted",
    "LeadIdentifier": 999999999,
    "VendorAccountAssigned": 99,
    "PendingQCReview": False,
    "Price": 25,
    "RedirectURL": "",
    "StatusURL": "",
}
_SENDS = [
    {"ClientUID": 1234, "ClientName": "Demo Company", "RedirectURL": "", "Valid": True, "Price": 25},
    {"ClientUID": 5679, "ClientName": "Acme & Söhne <Ltd>", "RedirectURL": REDIRECT_URL, "Valid": False, "Price": 0},
]
_CLIENT_INFOS = [
    {"ClientUID": 1234, "ClientName": "Demo Company", "AgentName": "John Smith", "AgentPhone": "7025551212"},
    {"ClientUID": 5679, "ClientName": "Acme & Söhne <Ltd>", "AgentName": "Bob McCarthy", "AgentPhone": "6025551212"},
]
_OF_MODE: Mapping[str, dict[str, object]] = MappingProxyType(
    {
        "manualredirect": {"RedirectURL": REDIRECT_URL},
        "autoredirect": {"RedirectURL": REDIRECT_URL},
        "returnsends": {"Sends": _SENDS},
        "transfer": {"ClientInfos": _CLIENT_INFOS},
    }
)
_IN_AN_ARRAY = ("returnsends", "transfer", "calldata")
"""Modes whose JSON samples show an array of one."""
_QUEUED: dict[str, object] = {
    "QueueSuccessful": True,
    "PostID": POST_ID,
    "ResponseDetails": "Lead has been queued for processing",
    "StatusURL": STATUS_URL,
}
_ROW_NAMES = MappingProxyType({"Sends": "SendInfo", "ClientInfos": "ClientInfo"})
_SCHEMAS = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def as_documented(received: Received) -> bytes:
    """What the documentation's sample answers to a request of that path; taken, or queued."""
    parts = received.target.split("/")
    mode = next(part for part in parts if part in {*_OF_MODE, "general", "calldata"})
    root, content = "PostResponse", _POSTED | _OF_MODE.get(mode, {})
    if parts[-1] == "async":
        root, content = "LeadQueueResponse", dict(_QUEUED)
    if "xml" in parts:
        return answer(_xml(root, content), content_type="application/xml; charset=utf-8")
    whole = [content] if root == "PostResponse" and mode in _IN_AN_ARRAY else content
    return answer(json.dumps(whole, ensure_ascii=False), content_type="application/json; charset=utf-8")


def _xml(root: str, content: dict[str, object]) -> str:
    body = "".join(_element(name, value) for name, value in content.items())
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} {_SCHEMAS}>{body}</{root}>'


def _element(name: str, value: object) -> str:
    if isinstance(value, list):
        rows = ("".join(_element(own, text) for own, text in row.items()) for row in value)
        return f"<{name}>{''.join(f'<{_ROW_NAMES[name]}>{row}</{_ROW_NAMES[name]}>' for row in rows)}</{name}>"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"<{name}>{text.replace('&', '&amp;').replace('<', '&lt;')}</{name}>"


def rejected(received: Received) -> bytes:
    """A PostResponse that says no, naming a field."""
    del received
    content = _POSTED | {
        "isValidPost": False,
        "ResponseType": "Data_Errors",
        "ResponseDetails": "Value(s) for FirstName missing from post or invalid.",
        "LeadIdentifier": 0,
        "Price": 0,
    }
    return answer(json.dumps(content))


def redirecting(received: Received) -> bytes:
    """An HTTP redirect, as autoredirect may answer."""
    del received
    return answer("", "302 Found", "text/html", f"Location: {REDIRECT_URL}")


def unauthorized(received: Received) -> bytes:
    """Turned away at the door."""
    del received
    return answer("Unauthorized", "401 Unauthorized", "text/plain")


def html_page(received: Received) -> bytes:
    """A web page where an answer should be."""
    del received
    return answer("<!DOCTYPE html><html><body><h1>It works</h1></body></html>", content_type="text/html")


def dropping(received: Received) -> None:
    """The connection breaks off once the request is whole."""
    del received


class Holding:
    """Answers as documented, but only when it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def __call__(self, received: Received) -> bytes:
        self.go.wait(PATIENCE_S)
        return as_documented(received)
