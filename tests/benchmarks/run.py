"""Measures everything and prints the table: python -m tests.benchmarks.run [--small] [NAME...]."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import leadexec_desktop
from tests.walks.session import SCREEN, Session, missing_for, session

from . import memory, windows
from .table import Row, in_markdown

Sizes = Mapping[str, Any]
ROOT = Path(__file__).absolute().parent.parent.parent


@dataclass(frozen=True)
class Benchmark:
    """One of them.

    Attributes:
        why_not: Why it cannot run here; empty if it can.
        rows: Measures, in an empty folder.
        small: Its sizes where only its working is looked at.
        full: Its sizes where its figures count.
    """

    why_not: Callable[[], str]
    rows: Callable[..., list[Row]]
    small: Sizes
    full: Sizes


def _in_a_process(name: str, folder: Path, **sizes: Any) -> list[Row]:
    """Measures in a process of its own: on a virtual screen if there can be one, else off screen."""
    with session(folder / "session", screen="1600x1000") if not missing_for(*SCREEN) else nullcontext(None) as where:
        command = [sys.executable, "-m", "tests.benchmarks.one_measured", name, json.dumps(sizes), str(folder)]
        done = subprocess.run(command, cwd=ROOT, env=_environment(where), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Row(**row) for row in json.loads(done.stdout)]


def _environment(where: Session | None) -> dict[str, str]:
    own = {"PYTHONPATH": str(Path(leadexec_desktop.__file__).parent.parent)}
    if where is None:
        return os.environ | own | {"QT_QPA_PLATFORM": "offscreen"}
    return {
        name: value for name, value in where.environment.items() if name != "QT_LINUX_ACCESSIBILITY_ALWAYS_ON"
    } | own


def _always() -> str:
    return ""


BENCHMARKS: Mapping[str, Benchmark] = MappingProxyType(
    {
        "windows": Benchmark(
            partial(windows.why_not, on_screen=True),
            partial(windows.measure, on_screen=True),
            {"runs": 1, "long_runs": 1, "settle_s": 0.0},
            {"runs": 12, "long_runs": 3, "settle_s": 10.0},
        ),
        "windows_off_screen": Benchmark(
            partial(windows.why_not, on_screen=False),
            partial(windows.measure, on_screen=False),
            {"runs": 1, "long_runs": 1, "settle_s": 0.0},
            {"runs": 12, "long_runs": 3, "settle_s": 10.0},
        ),
        "many_profiles_start": Benchmark(
            partial(windows.why_not, on_screen=False),
            partial(windows.measure, on_screen=False, long_runs=0, settle_s=0.0),
            {"runs": 1, "profiles": 20},
            {"runs": 12, "profiles": 1000},
        ),
        "latency": Benchmark(_always, partial(_in_a_process, "latency"), {"sends": 2}, {"sends": 60}),
        "stalls": Benchmark(_always, partial(_in_a_process, "stalls"), {"seconds": 1.0}, {"seconds": 40.0}),
        "many_sends": Benchmark(
            _always, partial(_in_a_process, "many_sends"), {"rows": 100, "times": 1}, {"rows": 1000, "times": 10}
        ),
        "many_fields": Benchmark(
            _always,
            partial(_in_a_process, "many_fields"),
            {"fields": 32, "times": 1, "rounds": 1, "passes": 1},
            {"fields": 200, "times": 15, "rounds": 2},
        ),
        "many_profiles": Benchmark(
            _always,
            partial(_in_a_process, "many_profiles"),
            {"profiles": 20, "times": 1},
            {"profiles": 1000, "times": 20},
        ),
        "growth": Benchmark(
            memory.why_not,
            partial(_in_a_process, "growth"),
            {"sends": 120, "warm_up": 40, "times": 2},
            {"sends": 100_000},
        ),
        "following": Benchmark(
            memory.why_not,
            partial(_in_a_process, "following"),
            {"leads": 10, "idle_s": 1.0, "seconds": 4.0, "silent_s": []},
            {"leads": 500, "idle_s": 20.0, "seconds": 60.0, "silent_s": [20.0, 24.0]},
        ),
    }
)


def main() -> int:
    """Measures and prints.

    Returns:
        The exit status: 1 if a limit was not met.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which of {', '.join(BENCHMARKS)}; none for all")
    parser.add_argument("--small", action="store_true", help="in sizes that only show that it works")
    wanted = parser.parse_args()
    rows: list[Row] = []
    for name in wanted.names or BENCHMARKS:
        benchmark = BENCHMARKS[name]
        why_not = benchmark.why_not()
        if why_not:
            sys.stderr.write(f"{name} was left out: {why_not}\n")
            continue
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            rows += benchmark.rows(Path(folder), **(benchmark.small if wanted.small else benchmark.full))
        sys.stderr.write(f"{name} is measured\n")
    print(in_markdown(rows))  # noqa: T201 - what it is asked for
    return 0 if all(row.is_met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
