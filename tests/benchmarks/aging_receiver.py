"""A receiver on loopback, a process of its own: tells by its age what became of each lead, and keeps a log.

    python aging_receiver.py LOG_FILE

Prints its port, then takes one line: when its leads' lives began (s since 1970), how long a whole life is (s), and from
when to when it does not answer (s after the begin; twice 0 for never). Ends when its standard input does. A line of the
log is the system's monotonic time in ns and the path that was asked for.
"""

import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

_STAGGER = 10
"""Leads differ in the last digit of their number: so many lives there are."""
_ACCEPTED_AT, _RETURNED_AT, _SPREAD = 0.05, 0.5, 0.15
"""Parts of a whole life at which a lead is accepted, and returned, and how much later the last of them."""


class _Times:
    """When what happens; told by the first line of standard input."""

    def __init__(self, line: str) -> None:
        begun_s, self._life_s, self._silent_from_s, self._silent_to_s = map(float, line.split())
        self._begun_s = begun_s

    def status(self, number: int) -> dict[str, object]:
        """What became of a lead."""
        part = (time.time() - self._begun_s) / self._life_s - _SPREAD * (number % _STAGGER) / _STAGGER
        if part < _ACCEPTED_AT:
            return {"IsValid": None}
        is_returned = part >= _RETURNED_AT
        back = {"IsReturned": is_returned, "ReturnReason": "Never reached" if is_returned else ""}
        return {"IsValid": True, "LeadIdentifier": number + 1, "Price": 25, "ReturnDetails": back}

    @property
    def is_silent(self) -> bool:
        """Whether nobody is answered now."""
        return self._silent_from_s <= time.time() - self._begun_s < self._silent_to_s


def _serve(connection: socket.socket, times: Callable[[], _Times], log: int) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection:
        while raw := connection.recv(65536):
            at_ns = time.monotonic_ns()
            while b"\r\n\r\n" not in raw:
                raw += connection.recv(65536)
            path = raw.split(b" ", 2)[1].decode("ascii")
            os.write(log, f"{at_ns} {path}\n".encode())
            if times().is_silent:
                return
            post_id = path.rpartition("/")[2]
            body = json.dumps({"PostID": post_id, **times().status(int(post_id[-12:], 16))}).encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            connection.sendall(head.encode() + body)


def main() -> None:
    """Answers until nobody is there to ask."""
    log = os.open(Path(sys.argv[1]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    listener = socket.create_server(("127.0.0.1", 0))
    os.write(1, f"{listener.getsockname()[1]}\n".encode())
    told: list[_Times] = [_Times(sys.stdin.readline())]

    def listen() -> None:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_serve, args=(connection, lambda: told[-1], log), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
