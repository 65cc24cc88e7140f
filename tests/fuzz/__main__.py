"""Feeds the decoders with mutated inputs, and measures how their time grows with hostile ones.

    python -m tests.fuzz --inputs 1000000 --seed 1

Hypothesis' own `fuzz_one_input` was measured first: it takes seven times as long an input, and what it mutates are its
own choices, not the documents that a corpus holds. Atheris has no wheels for most of the platforms and Pythons here.
"""

import argparse
import sys
from pathlib import Path
from time import perf_counter
from zlib import crc32

from .growth import growth_of
from .hostile import FAMILIES, MOST_BYTES
from .inputs import CORPUS, KINDS, corpus, kept_inputs, written_input
from .running import Tally, input_of, run_over_processes
from .targets import check

_MOST_SHOWN = 10
_STEEPEST = 1.2
_SMALLEST = 64 * 1024


def main() -> int:
    options = _options()
    if options.one is not None:
        one = input_of(options.seed, options.one, corpus())
        sys.stdout.buffer.write(written_input(one) + b"\n")
        _say(f"{one.kind}: {check(one)}")
        return 0
    for one in kept_inputs():
        check(one)
    tallies, seconds = _fuzz(options)
    failures = [failure for tally in tallies.values() for failure in tally.failures]
    _print_table(tallies, seconds)
    for failure in failures[:_MOST_SHOWN]:
        path = options.keep / failure.one.kind / f"failed-{crc32(written_input(failure.one)):08x}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written_input(failure.one))
        _say(f"input {failure.number} of seed {options.seed}, kept as {path}: {failure.error}")
    steep = _print_growth(options.largest_mb) if options.largest_mb else 0
    return 1 if failures or steep else 0


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command, which speaks by printing


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="how many (default: 100,000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same inputs (default: 1)")
    parser.add_argument("--processes", type=int, default=2, help="how many work at once (default: 2)")
    parser.add_argument("--largest-mb", type=int, default=8, help="how far growth is measured; 0: not (default: 8)")
    parser.add_argument("--keep", type=Path, default=CORPUS, help="where failing inputs go (default: the corpus)")
    parser.add_argument("--one", type=int, metavar="NUMBER", help="make this input alone, show it and try it")
    return parser.parse_args()


def _fuzz(options: argparse.Namespace) -> tuple[dict[str, Tally], float]:
    tallies = {kind: Tally() for kind in KINDS}
    started = perf_counter()
    for piece in run_over_processes(options.seed, options.inputs, options.processes):
        for kind, tally in piece.items():
            tallies[kind].add(tally)
        done = sum(tally.count for tally in tallies.values())
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done:,} of {options.inputs:,} ")
    return tallies, perf_counter() - started


def _print_table(tallies: dict[str, Tally], seconds: float) -> None:
    _say(
        f"{'decoder':9}{'inputs':>11}{'CPU s':>8}{'uncaught':>10}{'slowest ms':>12} {'(input)':10} what became of them"
    )
    for kind, tally in tallies.items():
        words = ", ".join(f"{word} {count:,}" for word, count in tally.words.most_common(9))
        _say(
            f"{kind:9}{tally.count:>11,}{tally.seconds:>8.1f}{len(tally.failures):>10}"
            f"{tally.slowest_s * 1000:>12.1f} {tally.slowest:<10} {words}"
        )
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    _say(f"{'all':9}{whole.count:>11,}{whole.seconds:>8.1f}{len(whole.failures):>10}   in {seconds:.0f} s\n")


def _print_growth(largest_mb: int) -> int:
    every_size = [size for power in range(16) if (size := _SMALLEST << power) <= largest_mb << 20]
    _say(f"{'hostile family':28}{'MB':>7}{'CPU ms':>9}{'slope':>7}")
    steep = 0
    for name, family in FAMILIES.items():
        most = MOST_BYTES.get(family(0).kind, largest_mb << 20)
        sizes = [size for size in every_size if size <= most]
        growth = growth_of(family, sizes, tries=2)
        if growth.slope is not None and growth.slope > _STEEPEST:
            growth = growth_of(family, sizes, tries=5)  # a busy machine, perhaps
        size, seconds = growth.points[-1]
        is_steep = growth.slope is not None and growth.slope > _STEEPEST
        steep += is_steep
        slope = "quick" if growth.slope is None else f"{growth.slope:.2f}"
        _say(f"{name:28}{size / 2**20:>7.1f}{seconds * 1000:>9.1f}{slope:>7}{'  too steep' * is_steep}")
    _say(f"\n{len(FAMILIES)} families, {steep} steeper than {_STEEPEST}")
    return steep


if __name__ == "__main__":
    sys.exit(main())
