"""One benchmark in a process of its own: prints its rows as JSON.

python -m tests.benchmarks.one_measured NAME SIZES FOLDER
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from . import following, growth, latency, many_fields, many_profiles, many_sends, stalls
from .table import Row

MEASURED: Mapping[str, Callable[..., list[Row]]] = {
    "latency": latency.measure,
    "stalls": stalls.measure,
    "many_sends": many_sends.measure,
    "many_fields": many_fields.measure,
    "many_profiles": many_profiles.measure,
    "growth": growth.measure,
    "following": following.measure,
}


def main() -> None:
    """Measures."""
    name, sizes, folder = sys.argv[1:]
    rows = MEASURED[name](Path(folder), **json.loads(sizes))
    print(json.dumps([asdict(row) for row in rows]))  # noqa: T201 - what it is asked for


if __name__ == "__main__":
    main()
