"""A form of two hundred fields is typed into as quickly as one of twelve: each key reads the one field it changes."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from leadexec_desktop.profiles import reading
from leadexec_desktop.profiles.model import Choice, FieldKind, FieldSpec
from leadexec_desktop.profiles.reading import Reading

from .program import MakeProfile, Program, StartProgram

KINDS = tuple(FieldKind)
FIELDS = tuple(
    FieldSpec(
        f"Field{at}",
        f"Field {at}",
        KINDS[at % len(KINDS)],
        section=f"Part {at // 20}",
        choices=tuple(Choice(f"v{n}", f"Label {n}") for n in range(10)) if KINDS[at % len(KINDS)] == "choice" else (),
        pattern="[A-Za-z ]*" if at % len(KINDS) == 0 else "",
    )
    for at in range(200)
)


@pytest.fixture
def program(start_program: StartProgram, make_profile: MakeProfile) -> Program:
    return start_program(make_profile(endpoint="http://127.0.0.1:9", fields=FIELDS))


def test_a_key_reads_only_the_field_that_it_changes(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program.window.submit.form.focus_first()
    program.keys("Ma")
    read: Counter[str] = Counter()
    honest = reading.read_field

    def counted(field: FieldSpec, typed: str) -> Reading:
        read[field.name] += 1
        return honest(field, typed)

    monkeypatch.setattr(reading, "read_field", counted)
    program.keys("ria")
    assert read == {"Field0": 3}
    program.key(Qt.Key.Key_Tab)
    program.keys("x")
    assert read == {"Field0": 3, "Field1": 1}
    assert "Field0=Maria&Field1=x" in program.text("submit.preview")


def test_what_is_said_is_made_only_where_it_is_needed(program: Program) -> None:
    form = program.window.submit.form
    names = {own.objectName() for own in form.findChildren(QWidget)}
    assert not [
        name
        for name in names
        if name.startswith(("submit.suggestion", "submit.remark", "submit.extra", "submit.error"))
    ]
