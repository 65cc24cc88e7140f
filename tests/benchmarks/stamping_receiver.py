"""A receiver on loopback, a process of its own: says when the first byte of each request came, and answers.

    python stamping_receiver.py ANSWER_FILE

Prints its port, then for each request the system's monotonic time in ns; ends when its standard input does.
"""

import os
import socket
import sys
import threading
import time
from pathlib import Path


def _serve(connection: socket.socket, answer: bytes) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection:
        while True:
            raw = connection.recv(65536)
            at_ns = time.monotonic_ns()
            if not raw:
                return
            while not _is_whole(raw):
                raw += connection.recv(65536)
            connection.sendall(answer)
            os.write(1, f"{at_ns}\n".encode())


def _is_whole(raw: bytes) -> bool:
    head, end, body = raw.partition(b"\r\n\r\n")
    lengths = [line.partition(b":")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return bool(end) and len(body) >= int(lengths[0])


def _listen(listener: socket.socket, answer: bytes) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_serve, args=(connection, answer), daemon=True).start()


def main() -> None:
    """Answers until nobody is there to ask."""
    body = Path(sys.argv[1]).read_bytes()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    listener = socket.create_server(("127.0.0.1", 0))
    os.write(1, f"{listener.getsockname()[1]}\n".encode())
    threading.Thread(target=_listen, args=(listener, head.encode() + body), daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
