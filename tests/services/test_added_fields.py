"""Fields that an agent adds to one lead: they go where the profile lets them, under names that can travel."""

from dataclasses import replace

import pytest

from leadexec_desktop.profiles.model import FieldSpec
from leadexec_desktop.protocol.values import Encoding
from leadexec_desktop.services.composing import Chosen, Composed, compose
from leadexec_desktop.services.repeating import is_untouched

from .bench import PROFILE, TYPED

OPEN_PROFILE = replace(
    PROFILE, allow_extra_fields=True, fields=(*PROFILE.fields, FieldSpec("Tracker", hidden=True, default="t-1"))
)


def composed(added: dict[str, str], encoding: Encoding = Encoding.FORM) -> Composed:
    return compose(OPEN_PROFILE, Chosen(encoding=encoding), TYPED | added)


@pytest.mark.parametrize("encoding", Encoding)
def test_an_added_field_goes_behind_the_forms_own(encoding: Encoding) -> None:
    own = compose(OPEN_PROFILE, Chosen(), TYPED).request
    found = composed({"Gate_Code": " 12 B ", "Empty": ""}, encoding).request
    assert own is not None
    assert found is not None
    assert found.lead.values == (*own.lead.values, ("Gate_Code", "12 B"))
    assert found.lead.sensitive == own.lead.sensitive


def test_a_profile_that_lets_nobody_add_any_sends_none() -> None:
    shut = replace(OPEN_PROFILE, allow_extra_fields=False)
    assert compose(shut, Chosen(), {**TYPED, "Gate": "12"}) == compose(shut, Chosen(), TYPED)


@pytest.mark.parametrize(
    "name, complaint",
    [
        ("", "Give the field that you added a name of its own"),
        ("vid", "The name is the name of one of the receiver's own parameters"),
        ("PassWord", "The name is the name of one of the receiver's own parameters"),
        (next(iter(TYPED)).swapcase(), "The name is the name of another field of this form"),
        ("TRACKER", "The name is the name of another field of this form"),
        ("a\x00b", "The name holds the invisible character U+0000"),
        ("a\u200bb", "The name has a space at its beginning or end, or an invisible character in it"),
        ("x" * 201, "The name is too long"),
    ],
)
def test_a_name_that_cannot_travel_is_refused_with_the_reason(name: str, complaint: str) -> None:
    found = composed({name: "12"})
    assert found.request is None
    assert list(found.field_problems) == [name]
    assert found.field_problems[name].startswith(complaint)


@pytest.mark.parametrize("name", ["Gate code", "1st", "a:b"])
def test_what_is_no_xml_name_goes_in_the_other_encodings(name: str) -> None:
    as_xml = composed({name: "12"}, Encoding.XML)
    assert as_xml.field_problems[name].startswith("The name is no XML name")
    assert as_xml.request is None
    for encoding in (Encoding.FORM, Encoding.JSON):
        request = composed({name: "12"}, encoding).request
        assert request is not None
        assert (name, "12") in request.lead.values


def test_two_added_fields_cannot_have_one_name() -> None:
    found = composed({"Gate": "1", "gate": "2"})
    assert list(found.field_problems) == ["gate"]


def test_nobody_can_change_a_hidden_field_by_its_name() -> None:
    request = composed({"Tracker": "forged"}).request
    assert request is not None
    assert dict(request.lead.values)["Tracker"] == "t-1"


def test_what_the_value_of_an_added_field_cannot_hold_is_said() -> None:
    assert "invisible character" in composed({"Gate": "1\x00"}).field_problems["Gate"]


def test_who_takes_an_added_field_away_has_changed_the_lead() -> None:
    sent_as = {**TYPED, "Gate": "12"}
    assert is_untouched(OPEN_PROFILE, sent_as, sent_as)
    assert not is_untouched(OPEN_PROFILE, sent_as, TYPED)
    assert not is_untouched(OPEN_PROFILE, sent_as, {**TYPED, "Gates": "12"})
    assert not is_untouched(OPEN_PROFILE, TYPED, sent_as)
    assert is_untouched(replace(OPEN_PROFILE, allow_extra_fields=False), sent_as, TYPED)
