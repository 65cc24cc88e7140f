"""The built-in receiver's web server: werkzeug's, on loopback. Import this module only when a receiver is started."""

import selectors
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from leadexec_desktop.sandbox.receiver import Receiver
from leadexec_desktop.sandbox.reply import LENGTH_REQUIRED, TOO_LARGE, UNREADABLE, Ending, Reply, Wire
from leadexec_desktop.sandbox.requests import RawRequest

_HEADERS = "leadexec_desktop.headers"
_LARGEST_BODY = 1_048_576
_IDLE_S = 10.0
_LEAVE_S = 0.5
_LINGER = struct.Struct("hh" if sys.platform == "win32" else "ii")
"""SO_LINGER's two numbers: whether it is on, and its seconds. On, and of no seconds, closing resets the connection."""


# ------------------------------------------------------------------ the server
class _Handler(WSGIRequestHandler):
    """Passes the headers on as they came, and says nothing."""

    timeout = _IDLE_S

    def run_wsgi(self) -> None:
        try:
            urlsplit(self.path)
        except ValueError:  # `//[` and the like, which werkzeug would let through to a traceback
            self.send_error(HTTPStatus.BAD_REQUEST)
        else:
            super().run_wsgi()

    def make_environ(self) -> WSGIEnvironment:
        return super().make_environ() | {_HEADERS: tuple(self.headers.items())}

    def log_request(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - of werkzeug's signature
        """Nothing: what clients do is in `received`, and werkzeug's own log would go to standard error."""

    def log(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - of werkzeug's signature
        """Nothing, for the same reasons."""


class LoopbackServer(ThreadedWSGIServer):
    """A threaded web server that can be ended at once, with the requests that it is answering.

    A fault of ours in answering is raised in the thread of its request, for `threading.excepthook`.

    Args:
        listener: A listening socket; the server duplicates it.
        app: What answers the requests.
    """

    def __init__(self, listener: socket.socket, app: WSGIApplication) -> None:
        host, port = listener.getsockname()
        super().__init__(host, port, app, handler=_Handler, passthrough_errors=True, fd=listener.fileno())
        self._open_lock = threading.Lock()
        self._open: dict[threading.Thread, socket.socket] = {}
        self.timeout = 0  # `handle_request` is called when there is one
        self._woken, self._waker = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, name="sandbox", daemon=True)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's signature
        """Answer a request in a thread that `stop` knows."""
        arguments = (request, client_address)
        thread = threading.Thread(target=self._process, args=arguments, name="sandbox-request", daemon=True)
        with self._open_lock:
            self._open[thread] = request
        thread.start()

    def _process(self, request: socket.socket, client_address: tuple[str, int]) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            with self._open_lock:
                del self._open[threading.current_thread()]

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - socketserver's signature
        """End a connection as its reply wants it."""
        is_on, lingers_s = _LINGER.unpack(request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER.size))
        if is_on and not lingers_s:
            self.close_request(request)  # an orderly end sent first would hide the reset
        else:
            super().shutdown_request(request)

    def _serve(self) -> None:
        # Not `serve_forever`, which sees only at its next poll that it shall end.
        with selectors.DefaultSelector() as selector:
            selector.register(self.socket, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while all(key.fileobj is not self._woken for key, _ in selector.select()):
                self.handle_request()

    def start(self) -> None:
        """Begin to take requests."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests, break off those in work, and end their threads; within a second."""
        self._waker.close()
        self._thread.join()
        self._woken.close()
        self.server_close()
        with self._open_lock:
            in_work = dict(self._open)
            for connection in in_work.values():
                _break_off(connection)
        until = monotonic() + _LEAVE_S
        for thread in in_work:
            thread.join(max(0.0, until - monotonic()))


def _break_off(connection: socket.socket) -> None:
    # Not closed: its thread still has it, and closes it.
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


# ------------------------------------------------------------------ the application
def application(
    receiver: Receiver, origin: str, clock: Callable[[], datetime], stopping: threading.Event
) -> WSGIApplication:
    """The receiver as a WSGI application.

    Args:
        receiver: What answers.
        origin: Where it is, as clients write it.
        clock: The time, aware.
        stopping: Set when nobody is to be kept waiting any more.
    """

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = _body_of(environ)
        reply = body if isinstance(body, Reply) else receiver.answer(_request_of(environ, body, clock()), origin)
        is_late = bool(reply.after_s) and stopping.wait(reply.after_s)
        if is_late:
            _break_off(environ["werkzeug.socket"])
            raise ConnectionAbortedError
        if reply.wire is not None:
            _play(reply.wire, environ["werkzeug.socket"])
            raise ConnectionAbortedError
        length = ("Content-Length", str(len(reply.body)))
        start_response(f"{reply.status} {HTTPStatus(reply.status).phrase}", [*reply.headers, length])
        return [reply.body]

    return app


def _play(wire: Wire, connection: socket.socket) -> None:
    """Send what no web server would; it ends at once when the client leaves or the server is stopped.

    Raises:
        ConnectionError, TimeoutError: Either of them left.
    """
    for number, piece in enumerate(wire.pieces()):
        if number and wire.every_s and _has_left(connection, wire.every_s):
            return
        connection.sendall(piece)
    if wire.ending is Ending.LEFT_OPEN:
        while not _has_left(connection, _IDLE_S):
            pass
    if wire.ending is Ending.RESET:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER.pack(1, 0))
        connection.shutdown(socket.SHUT_RD)
    else:
        _break_off(connection)


def _has_left(connection: socket.socket, within_s: float) -> bool:
    """Whether the other end, or `stop`, ends the connection within that time."""
    connection.settimeout(within_s)
    try:
        return not connection.recv(_LARGEST_BODY)
    except TimeoutError:
        return False
    finally:
        connection.settimeout(_IDLE_S)


def _request_of(environ: WSGIEnvironment, body: bytes, received_at_utc: datetime) -> RawRequest:
    path, _, query = environ["RAW_URI"].partition("?")
    return RawRequest(environ["REQUEST_METHOD"], path, query, environ[_HEADERS], body, received_at_utc)


def _body_of(environ: WSGIEnvironment) -> bytes | Reply:
    """The whole body, or the reply to one that cannot be taken.

    Raises:
        ConnectionAbortedError: The client left before the body was there.
    """
    stream = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        return _chunks_of(stream.read)
    announced = environ.get("CONTENT_LENGTH")
    if announced is None:
        # Also what is left of a request that was cut off among its headers.
        return LENGTH_REQUIRED if environ["REQUEST_METHOD"] == "POST" else b""
    if not (announced.isascii() and announced.isdigit()):
        return UNREADABLE
    if len(announced) > len(str(_LARGEST_BODY)) or int(announced) > _LARGEST_BODY:
        return TOO_LARGE
    body: bytes = stream.read(int(announced))
    if len(body) < int(announced):
        raise ConnectionAbortedError
    return body


def _chunks_of(read: Callable[[int], bytes]) -> bytes | Reply:
    try:
        body = read(_LARGEST_BODY + 1)
    except (ConnectionError, TimeoutError):
        raise
    except OSError:  # werkzeug's word for chunks that are none
        return UNREADABLE
    return TOO_LARGE if len(body) > _LARGEST_BODY else body
