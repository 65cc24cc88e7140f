"""The table of scenarios is whole, and drives the README's list."""

import subprocess
import sys
from pathlib import Path

import pytest

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario, trigger_table, triggered

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"


def test_every_scenario_has_its_row() -> None:
    assert list(SCENARIOS) == list(Scenario)


def test_triggers_and_labels_are_distinct() -> None:
    triggers = [spec.trigger for spec in SCENARIOS.values()]
    assert len(set(triggers)) == len(triggers)
    assert all(trigger.startswith("#") and trigger == trigger.strip().casefold() for trigger in triggers)
    assert len({spec.label for spec in SCENARIOS.values()}) == len(SCENARIOS)


def test_every_response_type_has_its_rejection() -> None:
    rejections = [spec.response_type for spec in SCENARIOS.values() if spec.response_type]
    assert set(rejections) == {kind for kind in ResponseType if kind}


@pytest.mark.parametrize("scenario", Scenario)
def test_a_trigger_picks_its_scenario_in_any_case_and_trimmed(scenario: Scenario) -> None:
    assert triggered(["", "Vegas", f"  {SCENARIOS[scenario].trigger.upper()}\n"]) is scenario


@pytest.mark.parametrize("values", [[], [""], ["slow"], ["please #slow"], ["#slowly"]])
def test_what_is_no_trigger_picks_none(values: list[str]) -> None:
    assert triggered(values) is None


def test_the_first_trigger_wins() -> None:
    assert triggered(["#dropped", "#slow"]) is Scenario.DROPPED


def test_the_table_has_a_line_for_each_trigger() -> None:
    lines = trigger_table().splitlines()
    assert len(lines) == len(SCENARIOS) + 2
    for spec, line in zip(SCENARIOS.values(), lines[2:], strict=True):
        assert line == f"| `{spec.trigger}` | {spec.label} | {spec.description} |"
        assert line.count("|") == 4


@pytest.mark.skipif(not README.exists(), reason="only a checkout has the README")
def test_the_readme_prints_the_table() -> None:
    if trigger_table() not in README.read_text(encoding="utf-8"):
        pytest.fail(f"README.md does not list the sandbox's triggers as they are. It should say:\n\n{trigger_table()}")


def test_nothing_heavy_is_imported_before_a_sandbox_starts() -> None:
    program = """
import sys
import leadexec_desktop.sandbox.scenarios, leadexec_desktop.sandbox.server
leadexec_desktop.sandbox.server.Sandbox()
print(sorted({name.partition(".")[0] for name in sys.modules} & {"werkzeug", "lxml", "httpx", "pydantic"}))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
