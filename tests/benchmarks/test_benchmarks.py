"""Every benchmark still measures: in small sizes, and without a word about speed, which is no test's business."""

from pathlib import Path

import pytest

from .run import BENCHMARKS
from .table import in_markdown

ROWS = {
    "windows": 2,
    "windows_off_screen": 2,
    "many_profiles_start": 1,
    "latency": 2,
    "stalls": 2,
    "many_sends": 1,
    "many_fields": 2,
    "many_profiles": 2,
    "growth": 6,
    "following": 4,
}


@pytest.mark.parametrize("name", BENCHMARKS)
def test_it_measures(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    benchmark = BENCHMARKS[name]
    why_not = benchmark.why_not()
    if why_not:
        pytest.skip(why_not)
    rows = benchmark.rows(tmp_path, **benchmark.small)
    table = in_markdown(rows)
    with capsys.disabled():
        print(f"\n{table}")  # noqa: T201 - for whoever looks on
    assert len(rows) == ROWS[name]
    assert table.count("\n| ") == len(rows)
    for row in rows:
        assert all((row.what, row.program, row.baseline, row.result, row.limit, row.note))
        assert any(digit in row.program for digit in "123456789"), row
        assert any(digit in row.baseline for digit in "123456789"), row
