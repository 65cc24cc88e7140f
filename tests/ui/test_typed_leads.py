"""What was typed under each profile: nothing of it is lost, and what was taken away does not come back."""

import pytest

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.services.composing import Chosen
from leadexec_desktop.ui.typed_leads import TypedLeads

FIELDS = (FieldSpec("First"), FieldSpec("Hidden", hidden=True))


@pytest.mark.parametrize(
    "may_add, kept",
    [
        (False, {"First": "Bob", "Hidden": "was shown", "Gate": "12"}),
        (True, {"First": "Bob", "Hidden": "was shown"}),
    ],
)
def test_what_the_form_has_no_place_for(may_add: bool, kept: dict[str, str]) -> None:
    profile = SourceProfile("p", "P", "https://example.com", 1, 1, fields=FIELDS, allow_extra_fields=may_add)
    leads = TypedLeads()
    leads.remember(SourceProfile("p", "P", "", 1, 1), {"First": "Ana", "Hidden": "was shown", "Gate": "12"}, Chosen())
    leads.remember(profile, {"First": "Bob"}, Chosen())
    assert leads.typed("p") == kept
