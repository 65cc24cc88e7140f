"""What is wrong with a profile in the editor, each complaint at its cell, in sentences for a person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leadexec_desktop.profiles.problems import Problem, problems_of
from leadexec_desktop.protocol.parameters import is_xml_name
from leadexec_desktop.protocol.values import Encoding
from leadexec_desktop.services.edited_profile import EditedProfile, why_unfit, why_unfit_in_row
from leadexec_desktop.services.profile_cells import FIELD_CELLS, PROFILE_CELLS

_PLACE = re.compile(r"(?:fields\[(?P<row>\d+)\]\.)?(?P<key>[a-z_.]+)(?:\[(?P<line>\d+)\])?.*")
_FIELD = re.compile(r"fields\[(\d+)\]")
_OF_FILES = ", without quotation marks"
"""What is said of a value in a file, and helps nobody in the editor."""
_NO_PATTERN = "is no regular expression that Python can read."
_NO_PATTERN_HERE = (
    "cannot be read: a sign in it is out of place, such as a bracket left open. Mend it, or leave it empty."
)
_LABELS = {"operations": "Permitted operations", "id": "The profile's id"}


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong, or worth knowing, at a cell.

    Attributes:
        row: Of the field, from 0; None for the profile itself.
        key: The field's key, or the place in the profile.
        text: The sentence.
        is_remark: The profile can be used all the same.
    """

    row: int | None
    key: str
    text: str
    is_remark: bool = False


def complaints_of(profile: EditedProfile) -> tuple[Complaint, ...]:
    """One complaint at most for each cell, those of the profile first, then those of the fields from the first."""
    found: dict[tuple[int | None, str], Complaint] = {}
    for source in (_of_texts(profile), _of_values(profile), _of_xml(profile)):
        for complaint in source:
            found.setdefault((complaint.row, complaint.key), complaint)
    return tuple(sorted(found.values(), key=lambda own: -1 if own.row is None else own.row))


def _of_texts(profile: EditedProfile) -> Iterator[Complaint]:
    """Of what was typed and is no value."""
    for place in profile.typed:
        reason = why_unfit(profile, place)
        if reason is not None:
            yield Complaint(None, place, f"{PROFILE_CELLS[place].label} {reason}")
    for index, row in enumerate(profile.rows):
        for key in row.typed:
            reason = why_unfit_in_row(row, key)
            if reason is not None:
                yield Complaint(index, key, f"{FIELD_CELLS[key].label} {reason}")


def _of_values(profile: EditedProfile) -> Iterator[Complaint]:
    return (_complaint(problem) for problem in problems_of(profile.profile))


def _complaint(problem: Problem) -> Complaint:
    place = _PLACE.fullmatch(problem.place)
    if place is None:
        raise AssertionError(problem.place)
    row, key, line = place["row"], place["key"].strip("."), place["line"]
    cells = PROFILE_CELLS if row is None else FIELD_CELLS
    label = cells[key].label if key in cells else _LABELS.get(key, key)
    at = f", line {int(line) + 1}," if line and key in cells else ""
    reason = _FIELD.sub(
        lambda found: f"field {int(found[1]) + 1}",
        problem.reason.replace(_OF_FILES, "").replace(_NO_PATTERN, _NO_PATTERN_HERE),
    )
    return Complaint(None if row is None else int(row), key, f"{label}{at} {reason}")


def _of_xml(profile: EditedProfile) -> Iterator[Complaint]:
    """Of names that XML cannot carry: an error where XML is what leads go as, else a remark."""
    for index, row in enumerate(profile.rows):
        if row.spec.name and not is_xml_name(row.spec.name):
            is_remark = profile.base.defaults.encoding is not Encoding.XML
            yield Complaint(index, "name", f"Name {_NO_XML_NAME}", is_remark=is_remark)


_NO_XML_NAME = (
    "is no XML name (a letter or _ first, then letters, digits, - _ and . only): leads with it cannot be sent as XML."
)
