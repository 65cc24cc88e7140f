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


@given(st.lists(st.dictionaries(st.text(), st.text())))
def test_doubled_closing_quotes_are_dropped(value: object) -> None:
    text = json.dumps(value, separators=(" ,", ": "))
    doubled = text.replace('" ,', '"" ,').replace('"}', '""}').replace('" }', '"" }')
    if doubled.count('""') == text.count('""') + doubled.count('"" ,') + doubled.count('""}'):
        assert json.loads(without_doubled_quotes(doubled)) == value


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
