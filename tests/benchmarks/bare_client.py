"""The baseline of a send: a warm client of httpx, a process of its own.

    python bare_client.py REQUEST_FILE

Reads `kept` (on a connection that is kept) or `new` (on one of its own) a line, sends the request of the file, and
prints when it began: the system's monotonic time in ns. The file has URL, content type and body, a line each.
"""

import sys
import time
from pathlib import Path

import httpx


def main() -> None:
    """Sends until nobody asks any more."""
    url, content_type, body = Path(sys.argv[1]).read_bytes().split(b"\n", 2)
    headers = {"Content-Type": content_type.decode()}
    clients = {
        "kept": httpx.Client(trust_env=False, headers=headers),
        "new": httpx.Client(trust_env=False, headers=headers, limits=httpx.Limits(max_keepalive_connections=0)),
    }
    for line in sys.stdin:
        client = clients[line.strip()]
        at_ns = time.monotonic_ns()
        client.post(url.decode(), content=body).raise_for_status()
        print(at_ns, flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
