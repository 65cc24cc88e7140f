import json
import time

from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.protocol.repair import without_doubled_quotes

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_sound_json_is_left_alone(value: object) -> None:
    for text in (json.dumps(value), json.dumps(value, indent=1, ensure_ascii=False)):
        assert without_doubled_quotes(text) == text


PLAIN = st.text("aé09 ,:{}[]", max_size=8)
SPACE = st.sampled_from(["", " ", "\n  "])


@given(st.lists(st.tuples(PLAIN, PLAIN, st.booleans()), unique_by=lambda row: row[0]), SPACE)
def test_doubled_closing_quotes_are_dropped(rows: list[tuple[str, str, bool]], space: str) -> None:
    parts = [f'"{name}": "{value}"' + ('"' if is_doubled else "") + space for name, value, is_doubled in rows]
    text = "[{" + ",".join(parts) + "}]"
    assert json.loads(without_doubled_quotes(text)) == [{name: value for name, value, _ in rows}]


def test_the_documented_defect() -> None:
    assert without_doubled_quotes('{"AgentPhone": "7025551212""\n}') == '{"AgentPhone": "7025551212"\n}'
    assert without_doubled_quotes('{"a": "", "b": """}') == '{"a": "", "b": ""}'
    assert without_doubled_quotes(r'["\"""]') == r'["\""]'


def test_it_takes_linear_time() -> None:
    def seconds(length: int) -> float:
        text = '"x""' + " " * length + '"y"' * length + '\\"' * length
        start = time.perf_counter()
        without_doubled_quotes(text)
        return time.perf_counter() - start

    seconds(1_000)
    assert seconds(200_000) < 60 * min(seconds(20_000) for _ in range(3))
