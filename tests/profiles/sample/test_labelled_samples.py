"""Held against the labelled samples: names all right, kinds nine of ten, and every fact that a sample tells."""

import sys

import pytest

from leadexec_desktop.profiles.sample import Sample, read_sample

from .labelled import DOCUMENTED, LABELLED, PROGRAMS, Labelled

LEAST_SHARE = 0.9
ALL = (*LABELLED, *DOCUMENTED, *PROGRAMS)
FACTS = ("endpoint", "vid", "lid", "aid", "operation", "encoding", "response", "return_url")


def read(labelled: Labelled) -> Sample:
    return read_sample(labelled.data, labelled.path.name)


def name_of(labelled: Labelled) -> str:
    return labelled.path.name


every_sample = pytest.mark.parametrize("labelled", ALL, ids=name_of)


@every_sample
def test_names_are_all_right(labelled: Labelled) -> None:
    assert [own.spec.name for own in read(labelled).fields] == [own.name for own in labelled.fields]


@every_sample
def test_what_is_pasted_is_read_as_the_file_is(labelled: Labelled) -> None:
    if labelled.path.suffix != ".xlsx":
        text = labelled.data.decode("utf-8-sig")
        assert read_sample(text) == read(labelled)
        assert read_sample(text.replace("\r\n", "\n")) == read(labelled)


@every_sample
def test_each_fact_is_found_and_none_made_up(labelled: Labelled) -> None:
    sample = read(labelled)
    found = {name: getattr(sample, name) for name in FACTS}
    told = {name: labelled.facts[name] for name in FACTS if labelled.facts.get(name)}
    assert {name: str(value) for name, value in found.items() if value not in (None, "")} == told
    assert sample.kind == labelled.facts.get("kind", "http")
    assert sorted(own.kind for own in sample.secrets) == sorted(labelled.facts.get("secrets", "").split())


@every_sample
def test_what_a_table_says_of_its_fields_is_kept(labelled: Labelled) -> None:
    specs = {own.spec.name: own.spec for own in read(labelled).fields}
    assert {name for name, spec in specs.items() if spec.required} == {
        own.name for own in labelled.fields if own.required
    }
    # In rows, the order is that in which they come.
    in_order = sorted if labelled.facts.get("kind") == "rows" else list
    listed = {own.name: in_order(own.choices) for own in labelled.fields if own.choices}
    assert {name: in_order(choice.value for choice in specs[name].choices) for name in listed} == listed


def test_kinds_are_right_nine_times_of_ten(capsys: pytest.CaptureFixture[str]) -> None:
    lines, right, all_fields = [], 0, 0
    for labelled in ALL:
        found = {own.spec.name: own.spec.kind for own in read(labelled).fields}
        wrong = [own for own in labelled.fields if found[own.name] != own.kind]
        right += len(labelled.fields) - len(wrong)
        all_fields += len(labelled.fields)
        told = ", ".join(f"{own.name}: {found[own.name]} for {own.kind}" for own in wrong)
        share = f"{len(labelled.fields) - len(wrong)}/{len(labelled.fields)}"
        lines.append(f"{labelled.path.name:26}{share:>8}  {told}")
        assert len(wrong) <= (1 - LEAST_SHARE) * len(labelled.fields) + 0.001, lines[-1]
    with capsys.disabled():
        sys.stdout.write(
            "\n" + "\n".join(lines) + f"\n{'all kinds':26}{right}/{all_fields} = {right / all_fields:.1%}\n"
        )
    assert right >= LEAST_SHARE * all_fields
